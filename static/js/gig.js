// The editors of gigs and of job posts work without this: every button sends all of it. Here the sums follow the typing, and what is
// typed is saved as a draft some moments later, in the background. Nothing that is typed is ever replaced.
import "./cairn.js";
import { forget } from "./forms.js";
import { read, write } from "./plan.js";

const form = document.querySelector("form[data-gig]");
const currency = form.dataset.gig;
const $$ = (selector, root = form) => root.querySelectorAll(selector);
const text = (amount) => write(amount, currency);

// Letters that are left, at whatever has a number of them at most.
const count = (control) => {
  const line = document.querySelector(`[data-counted="${control.id}"]`);
  if (line) line.textContent = `${[...control.value].length} of ${Number(control.dataset.count).toLocaleString("en")} characters`;
};

// Do the amounts add up? The same sentences as gigs/editor/sums.py.
const boxOf = (input) => input.closest(".shares > div").querySelector("[type=checkbox]");
const add = () => {
  for (const row of $$("[data-package-sum]")) {
    const { packageSum: key, price: typed } = row.dataset;
    const price = BigInt(typed);
    const within = [...$$(`[data-amount="${key}"]`)].filter((input) => boxOf(input).checked);
    const total = within.reduce((sum, input) => sum + (read(input.value, currency) ?? 0n), 0n);
    const gap = price - total;
    const wrong = within.length > 0 && gap !== 0n;
    const short = `${text(gap < 0n ? -gap : gap)} ${gap > 0n ? "short" : "too much"}`;
    const where = `in ${within.length} ${within.length === 1 ? "milestone" : "milestones"}`;
    row.toggleAttribute("data-invalid", wrong);
    row.querySelector("output").textContent = text(total);
    row.querySelector(".note > span").textContent = !within.length ? "In no milestone yet" : `${wrong ? short : "Adds up"}, ${where}`;
    for (const output of $$(`[data-sum="${key}"]`)) {
      const share = output.parentElement;
      const input = share.querySelector("[data-amount]");
      output.textContent = wrong ? `Sum ${text(total)}, ${short}` : `Sum ${text(total)}`;
      share.toggleAttribute("data-invalid", wrong && boxOf(input).checked);
      const percent = share.querySelector("[data-percent]");
      const amount = boxOf(input).checked ? (read(input.value, currency) ?? 0n) : 0n;
      if (percent && price) percent.textContent = String((amount * 200n + price) / (price * 2n));
    }
  }
  show();
};

// What the client sees: the amounts and names of the milestones that the server drew.
const show = () => {
  const plan = $$(".preview .plan > li");
  $$(".milestones > li:not([data-removed])").forEach((row, at) => {
    if (!plan[at]) return;
    const name = row.querySelector("[name$=-name]").value.trim();
    plan[at].querySelector("h3").textContent = name || "A milestone without a name";
    row.querySelector("summary h3").textContent = name || "A new milestone";
    for (const shown of $$("[data-shown]", plan[at])) {
      const input = row.querySelector(`[data-amount="${shown.dataset.package}"]`);
      if (input) shown.textContent = text(read(input.value, currency) ?? 0n);
    }
  });
};

// Saving by itself: the same form, some moments after the last letter. The answer is a mark, or why it was not kept.
const PAUSE = 1_500; // milliseconds
const saved = document.querySelector("[data-saved]");
const say = (words, tone = "") => {
  saved.dataset.tone = tone;
  saved.querySelector("span:last-child")?.remove();
  saved.append(Object.assign(document.createElement("span"), { textContent: words }));
};
const WHY = {
  401: "you are signed out. What you typed is still here: sign in in another tab, and go on.",
  403: "you signed in anew in another tab. Press Save to go on.",
  404: "this is not yours to write, or not there any more.",
  409: "this was changed elsewhere. Press Save to see it.",
};
let timer = 0;
let typed = 0; // counts what was typed, so that an answer knows whether it is about all of it
let kept = 0;
let under = null; // the request that is under way
let overtaken = form.hasAttribute("data-overtaken"); // what another tab saved is replaced by pressing Save, not by this

const send = async () => {
  const now = typed;
  const data = new FormData(form);
  const sent = pairs();
  data.set("op", "keep");
  data.delete("file"); // what was chosen is sent by a button
  let answer = { message: "there is no connection. It is tried again when there is one." };
  try {
    const response = await fetch(form.getAttribute("action"), { method: "POST", body: data, redirect: "manual", keepalive: document.visibilityState === "hidden" });
    const isOurs = response.headers.get("Content-Type")?.startsWith("application/json");
    answer = isOurs ? await response.json() : { message: WHY[response.status] ?? "something went wrong. Press Save to try again." };
  } catch {
    setTimeout(() => typed > kept && schedule(), 10 * PAUSE);
  }
  if (answer.seen) {
    form.elements.seen.value = answer.seen;
    kept = now;
    first = sent; // what is typed from now on differs from this
    if (typed === kept) forget(form);
    return say(`Saved at ${new Date().toLocaleTimeString("en", { hour: "2-digit", minute: "2-digit", hour12: false })}`);
  }
  overtaken ||= Boolean(answer.stale);
  say(`Not saved: ${answer.message}`, "bad");
};
const save = () => {
  clearTimeout(timer);
  if (overtaken || typed === kept) return under;
  under = (under ?? Promise.resolve()).then(send).finally(() => (under = null));
  return under;
};
const schedule = () => {
  clearTimeout(timer);
  timer = setTimeout(save, PAUSE);
};

addEventListener("input", (event) => {
  if (event.target.form !== form || event.target.name === "preview") return;
  if (event.target.dataset.count) count(event.target);
  if (event.target.closest(".milestones")) add();
  typed += 1;
  schedule();
});
addEventListener("online", () => typed > kept && save());

// A button waits for what is under way: otherwise the page would be told of its own saving as if of another tab's.
form.addEventListener(
  "submit",
  (event) => {
    clearTimeout(timer);
    if (!under) return (kept = typed);
    event.preventDefault();
    event.stopImmediatePropagation();
    const { submitter } = event;
    under.then(() => form.requestSubmit(submitter));
  },
  true,
);

// Closing the tab sends what is left; when that is not to be had, it asks.
addEventListener("visibilitychange", () => document.visibilityState === "hidden" && save());
addEventListener("beforeunload", (event) => {
  if (typed === kept) return;
  save();
  event.preventDefault();
});

// What was typed and not saved comes back (forms.js) by the server, which puts the rows together again.
const OURS = /^(csrfmiddlewaretoken|draft|seen|op|preview)$/;
const pairs = () => [...new FormData(form)].filter(([name, value]) => !OURS.test(name) && typeof value === "string");
let first = pairs();
form.draftEntries = (given) => (given ? first : pairs());
form.draftFill = (entries) => {
  for (const one of [...form.elements]) if (one.name && !OURS.test(one.name)) one.disabled = true;
  for (const [name, value] of [...entries, ["op", "refresh"]]) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  kept = typed;
  HTMLFormElement.prototype.submit.call(form);
};
form.draftReset = () => location.assign(form.getAttribute("action"));
// The answer to a form holds all that was typed into it.
if (form.hasAttribute("data-answer")) forget(form);

// What a button changed, such as a milestone that was added, is not saved yet.
if (form.hasAttribute("data-unsaved")) {
  typed = 1;
  schedule();
}
