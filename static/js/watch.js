// What others do to an order is seen without a reload. One address is asked whether something happened since this page
// was made: 204 is no. The page is then brought in by htmx, and forms.js leaves alone what is typed; while somebody types,
// or the page is out of sight, nobody is asked.

const SOON = 4_000; // milliseconds, while something happens
const LATER = 15_000;
const LATEST = 60_000;
const QUIET = [[120_000, SOON], [600_000, LATER]]; // so long nothing happened: ask after that

let since = Date.now();
let timer = 0;

const pause = () => QUIET.find(([quiet]) => Date.now() - since < quiet)?.[1] ?? LATEST;
const page = () => document.querySelector("[data-since]");
const isTyping = () => document.activeElement?.matches("textarea, select, input, [contenteditable]") ?? false;
const wait = () => {
  clearTimeout(timer);
  if (!document.hidden && page()) timer = setTimeout(ask, pause());
};

const ask = async () => {
  const here = page();
  if (!here || isTyping()) return wait();
  let answer;
  try {
    answer = await fetch(here.dataset.since, { redirect: "manual" });
  } catch {
    return wait(); // the line is broken: it is asked again
  }
  if (answer.status !== 200 && answer.status !== 204 && answer.status < 500) return; // signed out, or not theirs any more
  if (answer.status === 200 && page() === here && !isTyping()) {
    since = Date.now();
    await globalThis.htmx?.ajax("GET", location.pathname, { target: here, swap: "outerMorph" });
  }
  wait();
};

addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : ask()));
addEventListener("focusout", wait);
wait();
