// What the other one writes, and what happens in offers and orders, is seen without a reload. One address is asked
// whether something is new since the page had its mark: 204 is no. Then htmx brings the messages, the list and the count
// in the top bar; the form below is left alone, whatever is typed. Out of sight nobody is asked.

const LIVELY = 3_000; // milliseconds, while something happens
const LATER = 10_000;
const LATEST = 30_000;
const QUIET = [[120_000, LIVELY], [600_000, LATER]]; // so long nothing happened: ask after that

let since = Date.now();
let timer = 0;

const pause = () => QUIET.find(([quiet]) => Date.now() - since < quiet)?.[1] ?? LATEST;
const talk = () => document.querySelector("#talk[data-since]");
const wait = () => {
  clearTimeout(timer);
  if (!document.hidden && talk()) timer = setTimeout(ask, pause());
};

const ask = async () => {
  clearTimeout(timer);
  const here = talk();
  if (!here) return;
  const address = here.dataset.since;
  let answer;
  try {
    answer = await fetch(address, { redirect: "manual" });
  } catch {
    return wait(); // the line is broken: it is asked again
  }
  if (answer.status !== 200 && answer.status !== 204 && answer.status < 500) return; // signed out, or not theirs any more
  if (answer.status === 200 && talk()?.dataset.since === address) {
    since = Date.now();
    await globalThis.htmx?.ajax("GET", address, { target: "#talk", swap: "outerMorph" });
  }
  wait();
};

addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : ask()));
addEventListener("htmx:after:swap", () => {
  since = Date.now(); // whoever wrote expects an answer
  wait();
});

// How many files are chosen stands where the control of the browser would say it.
addEventListener("change", (event) => {
  const words = event.target.matches(".pick input") && event.target.closest(".pick").querySelector("[data-word]");
  if (!words) return;
  const { files } = event.target;
  words.textContent = files.length > 1 ? `${files.length} files` : (files[0]?.name ?? words.dataset.word);
});

// Ctrl and Enter, or the Mac's command key, send what is typed.
addEventListener("keydown", (event) => {
  const form = event.target.closest?.(".composer");
  if (form && event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
});
wait();
