// Finding gigs and people, and keeping them.

// The order of results is chosen and there; without script a button beside it sends it.
addEventListener("change", (event) => event.target.matches("[data-sends]") && event.target.form.requestSubmit());

// Saving a gig or a person: the button says it at once, and the page stays as it is.
addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-keep]")) return;
  event.preventDefault();
  const button = form.querySelector("button");
  const sent = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } }).catch(() => null);
  if (sent?.status !== 204) return form.submit(); // whatever is the matter, its page says
  button.setAttribute("aria-pressed", button.getAttribute("aria-pressed") === "false");
  [form.action, form.dataset.other] = [form.dataset.other, form.action];
});
