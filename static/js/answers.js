// What becomes of an answer that htmx brings: a refusal is shown at the top and nothing else moves; what is no part of a
// page is not put into one; and what was typed since the request went out, or into another form, stays as it is.

const $$ = (selector, root = document) => root.querySelectorAll(selector);

// What the server refuses lands in #refusal at the top of the page, and the page stays as it is, with all that was typed.
const refusal = document.getElementById("refusal");
const show = () => {
  if (!refusal?.firstElementChild || refusal.dataset.seen) return;
  refusal.dataset.seen = "yes";
  refusal.focus();
  refusal.scrollIntoView({ block: "center" });
};
addEventListener("htmx:after:swap", show);

// A broken answer, none at all, or a whole page where a part was asked for is not put in: it is said there, too.
const say = (id, words = {}) => {
  if (!refusal) return;
  refusal.replaceChildren(document.getElementById(id).content.cloneNode(true));
  for (const [name, text] of Object.entries(words)) refusal.querySelector(`[data-word=${name}]`).textContent = text;
  delete refusal.dataset.seen;
  show();
};
const REFUSALS = [401, 403, 409, 422];
const isPage = (text) => /^\s*<(!doctype|html)/i.test(text ?? "");
addEventListener("htmx:response:error", (event) => {
  if (!REFUSALS.includes(event.detail.ctx.response.status)) say("broken");
});
addEventListener("htmx:error", () => say("broken"));
addEventListener("htmx:before:swap", (event) => {
  const { ctx, tasks } = event.detail;
  const main = tasks.find((task) => task.type === "main");
  if (!main || main.swapSpec.style === "none") return;
  if (ctx.select ? main.fragment.firstElementChild : !isPage(ctx.text)) return;
  event.preventDefault();
  say("broken");
});

// "Try again" sends what did not get through: with a fresh token, and only as the person whose page this is.
let last = null;
addEventListener("htmx:before:request", (event) => {
  const { request } = event.detail.ctx;
  if (request.method === "GET" || !refusal) return;
  last = { form: request.form, submitter: request.submitter };
  refusal.replaceChildren();
  delete refusal.dataset.seen;
});
const personOf = (root) => root.querySelector("meta[name=person]")?.content ?? "";
const TOKEN = "input[name=csrfmiddlewaretoken]";
const again = async () => {
  if (!last?.form?.isConnected) return location.reload();
  let page;
  try {
    page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
  } catch {
    return say("broken");
  }
  if (!page.querySelector("meta[name=person]")) return say("broken");
  if (personOf(page) !== personOf(document)) {
    return say(personOf(page) ? "somebody-else" : "signed-out", personOf(page) ? { who: page.querySelector("meta[name=person]").dataset.name } : {});
  }
  const token = page.querySelector(TOKEN)?.value;
  if (token) for (const input of $$(TOKEN)) input.value = token;
  const { form, submitter } = last;
  form.requestSubmit(submitter?.form === form && submitter.isConnected ? submitter : undefined);
};
addEventListener("click", (event) => {
  if (event.target.closest?.("[data-again]")) again();
});

// What is typed stays. A swap by morphing leaves the elements (and the focus, an open calendar, a chosen file) alone; this
// gives every control its new value but those that were touched since the request went out, and those of other forms.
const isBox = (one) => one.matches("[type=checkbox], [type=radio]");
const state = (one) => (isBox(one) ? one.checked : one.matches("select") ? [...one.selectedOptions].map((option) => option.value).join("\n") : one.value);
const isGiven = (one) => {
  if (isBox(one)) return one.checked === one.defaultChecked;
  if (!one.matches("select")) return one.value === one.defaultValue;
  return ![...one.options].some((option) => option.defaultSelected !== option.selected && (option.defaultSelected || option.index));
};
const put = (one, value) => {
  if (isBox(one)) one.checked = value;
  else if (one.matches("select")) for (const option of one.options) option.selected = value.split("\n").includes(option.value);
  else if (one.value !== value) one.value = value;
};
const asGiven = (one) => {
  if (isBox(one)) one.checked = one.defaultChecked;
  else if (!one.matches("select")) put(one, one.defaultValue);
  else for (const option of one.options) option.selected = option.defaultSelected;
};
const CONTROLS = "textarea, select, input:not([type=hidden], [type=file], [type=submit], [type=button])";
const fieldsOf = (form) => [...form.elements].filter((one) => one.name && one.matches(CONTROLS));
const nameOf = (one) => (isBox(one) ? `${one.name}=${one.value}` : one.name);
const placeOf = (form) => form.id || form.getAttribute("action");
const formsIn = (root) => [...(root.matches?.("form") ? [root] : []), ...$$("form", root)];

addEventListener("htmx:before:request", (event) => {
  const { ctx } = event.detail;
  if (!(ctx.target instanceof Element)) return;
  ctx.focus = document.activeElement;
  ctx.before = new Map(formsIn(ctx.target).flatMap(fieldsOf).map((one) => [one, state(one)]));
});
addEventListener("htmx:before:swap", (event) => {
  const { ctx, tasks } = event.detail;
  const main = tasks.find((task) => task.type === "main");
  if (event.defaultPrevented || !ctx.before || !main || !/Morph/.test(main.swapSpec.style)) return;
  const own = ctx.request.form && placeOf(ctx.request.form);
  ctx.stays = formsIn(ctx.target).map((form) => {
    const mine = placeOf(form) === own;
    const kept = fieldsOf(form).filter((one) => (mine ? ctx.before.get(one) !== state(one) : !isGiven(one)));
    return [placeOf(form), new Map(kept.map((one) => [nameOf(one), state(one)])), new Set(kept.filter(isBox).map((one) => one.name))];
  });
  const active = document.activeElement;
  if (active !== ctx.focus && active?.matches(CONTROLS)) for (const one of $$("[autofocus]", main.fragment)) one.removeAttribute("autofocus");
});
addEventListener("htmx:after:swap", (event) => {
  const { ctx } = event.detail;
  if (!ctx.stays || !ctx.target.isConnected) return;
  const done = ctx.response.status < 300;
  const own = ctx.request.form && placeOf(ctx.request.form);
  for (const form of formsIn(ctx.target)) {
    const [place, kept, groups] = ctx.stays.find(([place]) => place === placeOf(form)) ?? [];
    if (!place) continue;
    for (const one of fieldsOf(form)) {
      if (kept.has(nameOf(one))) put(one, kept.get(nameOf(one)));
      else if (!groups.has(one.name)) asGiven(one);
    }
    const chosen = [...$$("input[type=file]", form)].filter((one) => one.files.length);
    const keptThere = form.querySelector("input[name=waiting]"); // the good ones are on the server now
    if (place === own && (done || keptThere) && form.dataset.plan === undefined) {
      for (const one of chosen) one.value = "";
      if (done && form.closest("details")) form.closest("details").open = false;
    } else if (chosen.length) for (const lost of $$("[data-files-lost]", form)) lost.remove();
  }
});
// What somebody unfolded stays so.
htmx.registerExtension("unfolded", {
  htmx_before_morph_attr: (element, { attrName, newValue }) => !(element.matches("details") && attrName === "open" && newValue === null),
});
