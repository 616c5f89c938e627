// Handing work in.

const $$ = (selector, root = document) => root.querySelectorAll(selector);

// Which of the named deliverables have nothing yet, while a delivery is put together.
const missing = (form) => {
  const line = form?.querySelector("[data-missing]");
  if (!line) return;
  const isEmpty = (set) => !set.querySelector("[name=waiting]:checked, [name=waiting][type=hidden]") && ![...$$("input[type=file], textarea, input[type=text]", set)].some((one) => one.value.trim());
  const open = [...$$("fieldset", form)].filter((set) => set.nextElementSibling?.matches("fieldset") && isEmpty(set));
  line.hidden = !open.length;
  line.querySelector("span").textContent = open.map((set) => set.querySelector("legend").textContent).join(" · ");
};
addEventListener("input", (event) => missing(event.target.form));
addEventListener("change", (event) => missing(event.target.form));
addEventListener("toggle", (event) => event.target.open && missing(event.target.querySelector?.("form")), true);
