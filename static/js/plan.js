// The plan editor works without this: the server adds up whatever is sent. Here the total follows the typing, and what
// was worked out from the amounts before is dimmed until it is worked out again.

import { forget } from "./forms.js";

const LARGEST = 1_000_000_000n; // whole units, in one field
const BLANKS = /^[ \t\r\n\u00a0\u2009\u202f]+|[ \t\r\n\u00a0\u2009\u202f]+$/g;

const placesOf = (currency) =>
  new Intl.NumberFormat("en-US", { style: "currency", currency }).resolvedOptions().maximumFractionDigits;

// The value of a digit of any script: they come in tens, so count how many of the script go before it.
const digit = (letter) => {
  let value = -1;
  for (let code = letter.codePointAt(0); /\p{Nd}/u.test(String.fromCodePoint(code)); code--) value++;
  return String(value % 10);
};

// An amount in minor units as the server reads it (escrow/amounts.py; tests/amounts.json holds both to it); null for
// what is none, which does not count.
export const read = (typed, currency) => {
  const places = placesOf(currency);
  const text = typed.replace(BLANKS, "").replace(/\p{Nd}/gu, digit);
  const match = /^(\d{0,20})(?:\.(\d{0,20}))?$/.exec(text) ?? /^(\d{1,3}(?:,\d{3}){1,6})(?:\.(\d{0,20}))?$/.exec(text);
  if (!match || text === "" || text === "." || text.length > 40) return null;
  if (places === 3 && /^\d{1,3},\d{3}$/.test(text)) return null;
  const decimals = match[2] ?? "";
  if (decimals.length > places) return null;
  const minor = BigInt(match[1].replaceAll(",", "") + decimals.padEnd(places, "0"));
  return minor > LARGEST * 10n ** BigInt(places) ? null : minor;
};

export const write = (amount, currency) => {
  const places = placesOf(currency);
  const digits = String(amount).padStart(places + 1, "0");
  const cut = digits.length - places;
  const number = places ? `${digits.slice(0, cut)}.${digits.slice(cut)}` : digits;
  return new Intl.NumberFormat("en-US", { style: "currency", currency }).format(number);
};

const add = (form) => {
  const amounts = [...form.querySelectorAll("[data-amount]")].map((input) => read(input.value, form.dataset.plan) ?? 0n);
  const total = write(amounts.reduce((sum, amount) => sum + amount, 0n), form.dataset.plan);
  for (const output of form.querySelectorAll("[data-total]")) output.textContent = total;
  for (const stale of form.querySelectorAll("[data-stale]")) stale.dataset.stale = "yes";
};

addEventListener("input", (event) => {
  const form = event.target.closest("form[data-plan]");
  if (form && event.target.matches("[data-amount]")) add(form);
});

// Every change asks the server again. Requests wait for each other, and each sends what is typed when it goes out, not
// when it was asked for; one that only looks is left out when another follows.
const LOOKS = ["refresh", "search"];
const KEEPS = ["save", "review", "send"];
const editorOf = (ctx) => ctx.editor ?? null; // not its target: a refusal goes elsewhere
const opOf = (ctx) => (ctx.request.submitter?.name === "op" ? ctx.request.submitter.value : (ctx.vals?.op ?? "refresh"));
let waiting = 0;
let keeping = false;

addEventListener("htmx:config:request", (event) => {
  const { ctx } = event.detail;
  if (ctx.target?.id !== "editor") return;
  ctx.editor = ctx.target;
  if (keeping && KEEPS.includes(opOf(ctx))) return event.preventDefault(); // pressed twice
  keeping ||= KEEPS.includes(opOf(ctx));
  ctx.waits = true;
  waiting += 1;
});
addEventListener("htmx:before:request", (event) => {
  const { ctx } = event.detail;
  const form = editorOf(ctx);
  if (!form) return;
  if (ctx.waits) waiting -= 1;
  ctx.waits = false;
  const op = opOf(ctx);
  const { submitter } = ctx.request;
  if ((LOOKS.includes(op) && waiting) || (submitter && (!submitter.isConnected || submitter.disabled))) return event.preventDefault();
  ctx.request.action = form.getAttribute("action");
  ctx.request.body = givenBack ? asData(form, givenBack) : new FormData(form);
  givenBack = null;
  ctx.request.body.set("op", op);
});
addEventListener("htmx:finally:request", (event) => {
  const { ctx } = event.detail;
  if (editorOf(ctx) && KEEPS.includes(opOf(ctx)) && !ctx.hx?.redirect) keeping = false;
});

// The focus stays near: on the button that was pressed, or the one beside it, or that of the step that moved up.
addEventListener("htmx:after:swap", (event) => {
  const { ctx } = event.detail;
  const form = editorOf(ctx);
  if (!form || ctx.target !== form) return;
  form.isAsking = false;
  const errors = form.querySelector("#errors");
  if (KEEPS.includes(opOf(ctx)) && errors && document.activeElement === ctx.focus) errors.focus();
  setTimeout(() => {
    if (document.activeElement !== document.body) return;
    const { submitter } = ctx.request;
    const [verb, at] = opOf(ctx).split("-");
    const tools = submitter?.isConnected ? submitter.parentElement : [...form.querySelectorAll(".row-tools")][Math.max(0, at - 1)] ?? form.querySelector(".rows > li:last-child .row-tools");
    const near = submitter?.isConnected && !submitter.disabled ? submitter : ["up", "down", "remove"].includes(verb) && tools?.querySelector("button:not(:disabled)");
    (near || (verb === "remove" && tools?.closest("li").querySelector("input:not([type=hidden])")) || null)?.focus({ preventScroll: true });
  }, 20);
});

// What is typed is kept like that of any form (forms.js), but rows come and go: all fields count, and the server puts
// them together again.
const OURS = /^(csrfmiddlewaretoken|draft|once|seen|op)$/;
let givenBack = null;
let first = null;
const pairsOf = (data) => [...data].filter(([name, value]) => !OURS.test(name) && typeof value === "string");
const pairs = (form) => pairsOf(new FormData(form));
const asData = (form, entries) => {
  const data = new FormData();
  for (const name of ["csrfmiddlewaretoken", "once", "seen", "draft"]) if (form.elements[name]) data.set(name, form.elements[name].value);
  for (const [name, value] of entries) data.append(name, value);
  return data;
};
const ask = (form, entries) => {
  form.isAsking = true; // what is on the page is not what was typed, until the answer is there
  if (!form.hasAttribute("data-htmx-powered")) return setTimeout(ask, 30, form, entries);
  givenBack = entries;
  form.requestSubmit(form.querySelector("button[name=op][value=refresh]"));
};
const editor = document.getElementById("editor");
if (editor) {
  first = pairs(editor);
  editor.draftEntries = (given) => (given ? first : pairs(editor));
  editor.draftFill = (entries) => ask(editor, entries);
  editor.draftReset = () => ask(editor, first);
}

// What the server keeps by itself is not typed and unsaved any more.
addEventListener("htmx:after:swap", (event) => {
  const { ctx } = event.detail;
  if (editorOf(ctx) !== editor || opOf(ctx) !== "keep" || !editor.querySelector("[data-kept]")) return;
  first = pairsOf(ctx.request.body);
  forget(editor);
});

// Leaving a half-written offer asks.
let isLeaving = false;
addEventListener("htmx:after:request", (event) => {
  if (editorOf(event.detail.ctx) && event.detail.ctx.hx?.redirect) isLeaving = true;
});
addEventListener("submit", (event) => {
  if (event.target.id !== "editor") isLeaving = true;
  setTimeout(() => (isLeaving = false), 10_000);
});
addEventListener("beforeunload", (event) => {
  if (editor && !isLeaving && JSON.stringify(pairs(editor)) !== JSON.stringify(first)) event.preventDefault();
});
