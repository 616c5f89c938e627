// The plan editor works without this: the server adds up whatever is sent. Here the total follows the typing, and what
// was worked out from the amounts before is dimmed until it is worked out again.

const SCALE = 1000n; // thousandths: the finest of our currencies has three decimals

const parse = (typed) => {
  const match = typed.trim().replaceAll(",", "").match(/^(\d*)(?:\.(\d{0,3}))?$/);
  return match ? BigInt(match[1] || 0) * SCALE + BigInt((match[2] ?? "").padEnd(3, "0")) : 0n;
};

const write = (amount, currency) => {
  const digits = `${amount / SCALE}.${String(amount % SCALE).padStart(3, "0")}`;
  return new Intl.NumberFormat("en-US", { style: "currency", currency }).format(digits);
};

const add = (form) => {
  const amounts = [...form.querySelectorAll("[data-amount]")].map((input) => parse(input.value));
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
