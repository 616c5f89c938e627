// The plan editor works without this: the server adds up whatever is sent. Here the total follows the typing, and what
// was worked out from the amounts before is dimmed until it is worked out again.

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

const write = (amount, currency) => {
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

// What is wrong is read out and brought into view.
addEventListener("htmx:after:swap", () => document.querySelector("#editor #errors")?.focus());
