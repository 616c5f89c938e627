// What becomes of a form. What is typed is kept in this tab until the server took it: a reload, a lost session, an error
// page or a broken line gives it back, with a note that says so. Only for the person who typed it, gone with signing out;
// never a password, a card, a code or a file. And of an answer that htmx brings: a refusal is shown at the top and nothing
// else moves; what is no part of a page is not put into one; and what was typed since the request went out, or into
// another form, stays as it is.

const $$ = (selector, root = document) => root.querySelectorAll(selector);

// The values of a control: as they are now, and as the page came.
const isBox = (one) => one.matches("[type=checkbox], [type=radio]");
const isText = (one) => !isBox(one) && !one.matches("select");
const typed = (one) => {
  if (isBox(one)) return one.checked ? [one.value] : [];
  return isText(one) ? [one.value] : [...one.selectedOptions].map((option) => option.value);
};
const given = (one) => {
  if (isBox(one)) return one.defaultChecked ? [one.value] : [];
  if (isText(one)) return [one.defaultValue];
  const chosen = [...one.options].filter((option) => option.defaultSelected);
  return (chosen.length || one.multiple ? chosen : [...one.options].slice(0, 1)).map((option) => option.value);
};
const put = (one, values) => {
  if (isBox(one)) one.checked = values.includes(one.value);
  else if (!isText(one)) for (const option of one.options) option.selected = values.includes(option.value);
  else if (values.length && one.value !== values[0]) one.value = values[0];
};
const state = (one) => JSON.stringify(typed(one));
const isGiven = (one) => state(one) === JSON.stringify(given(one));

// Keeping it
const PERSON = document.querySelector("meta[name=person]")?.content ?? "";
const PREFIX = "draft ";
const SECRET_NAME = /password|^(number|expiry|security_code|code|credential)$|otp|secret/;
const SECRET_KIND = /^(cc-|current-password|new-password|one-time-code)/;
const KINDS = "textarea, select, input:not([type=hidden], [type=password], [type=file], [type=submit], [type=button], [type=image], [type=reset])";

const read = (key) => {
  try {
    return JSON.parse(sessionStorage.getItem(key));
  } catch {
    return null;
  }
};
const write = (key, draft) => {
  try {
    sessionStorage.setItem(key, JSON.stringify(draft));
  } catch {
    // full, or not allowed: then the page has it alone
  }
};
const drop = (key) => sessionStorage.removeItem(key);
const keys = () => Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX));

const keeps = (form) => form.method === "post" && form.dataset.draft !== "off" && !form.querySelector("[autocomplete=current-password]");
const controls = (form) =>
  [...form.elements].filter(
    (one) => one.name && one.matches(KINDS) && !SECRET_NAME.test(one.name) && !SECRET_KIND.test(one.autocomplete ?? ""),
  );

// A form is known by the person, the page, where it goes, and which of several such it is.
const keyOf = (form) => {
  const action = form.getAttribute("action") ?? "";
  const like = [...document.forms].filter((other) => (other.getAttribute("action") ?? "") === action && other.method === "post");
  return `${PREFIX}${PERSON} ${location.pathname} ${action} ${like.indexOf(form)}`;
};

const values = (form, of) => controls(form).flatMap((one) => of(one).map((value) => [one.name, value]));
// The plan editor says itself what it holds: rows come and go, so that its hidden fields count, too.
const entries = (form, of) => {
  const own = form.draftEntries;
  return JSON.stringify(own ? own(of === given) : values(form, of));
};

const nonces = new WeakMap();
const nonceOf = (form) => {
  if (!nonces.has(form)) nonces.set(form, Math.random().toString(36).slice(2, 14).padEnd(8, "0"));
  return nonces.get(form);
};
const stamp = (form) => {
  let input = form.querySelector("input[name=draft]");
  if (!input) {
    input = Object.assign(document.createElement("input"), { type: "hidden", name: "draft" });
    form.append(input);
  }
  input.value = `${PERSON}.${nonceOf(form)}`;
};

const waiting = new WeakSet(); // forms whose draft was found but not put in: it must not be overwritten by nothing
const isTyped = (form) => form.draftEntries || controls(form).some((one) => isText(one) && one.value !== one.defaultValue);
export const keep = (form) => {
  if (!form.isConnected || !keeps(form) || form.isAsking) return;
  const key = keyOf(form);
  const [now, base] = [entries(form, typed), entries(form, given)];
  if (now === base || !isTyped(form)) return waiting.has(form) ? undefined : drop(key);
  write(key, { base: read(key)?.base ?? base, now, at: Date.now(), nonce: nonceOf(form) });
};
export const forget = (form) => drop(keyOf(form));

let timer = 0;
const touched = new Set();
const keepAll = () => {
  for (const form of touched) keep(form);
  touched.clear();
};
const note = (event) => {
  const form = event.target.form;
  if (!form || !event.target.name || !keeps(form)) return;
  touched.add(form);
  clearTimeout(timer);
  timer = setTimeout(keepAll, 300);
};
addEventListener("input", note);
addEventListener("change", note);
addEventListener("pagehide", keepAll);
addEventListener("visibilitychange", keepAll);

// Sending
addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (/\/logout\/$/.test(form.getAttribute("action") ?? "")) return keys().forEach(drop);
    if (!keeps(form)) return;
    touched.delete(form);
    keep(form);
    stamp(form);
  },
  true,
);

// What the server took: a page leads on, and says in a cookie what went through; htmx sees the answer itself.
const sent = document.cookie.match(/(?:^|; )sent=([a-z0-9]+)/)?.[1];
if (sent) {
  for (const key of keys()) if (read(key)?.nonce === sent) drop(key);
  document.cookie = "sent=; max-age=0; path=/; samesite=lax";
}
addEventListener("htmx:after:request", (event) => {
  const { response, request, hx } = event.detail.ctx;
  const form = request.form;
  if (!form || request.method === "GET" || response.status >= 300 || response.raw.redirected) return;
  if (form.dataset.draft !== "sent-on" || hx?.redirect) forget(form);
});

// Giving it back
const fill = (form, now) => {
  const wanted = new Map();
  for (const [name, value] of now) wanted.set(name, [...(wanted.get(name) ?? []), value]);
  for (const one of controls(form)) {
    if (one.type === "radio" && !wanted.has(one.name)) continue; // a choice that there was not when this was typed
    const those = wanted.get(one.name) ?? [];
    put(one, isText(one) ? those.splice(0, 1) : those);
  }
};
// Whether the page is as it was when this was typed. That there is something more to choose by now, such as a card that
// was just added, changes nothing that was saved.
const isSame = (form, before, now) => {
  if (form.draftEntries || before === now) return before === now;
  const old = JSON.parse(before);
  const names = new Set(old.map(([name]) => name));
  const isNew = ([name]) => !names.has(name) && form.querySelector(`[type=radio][name="${CSS.escape(name)}"]`);
  return JSON.stringify(JSON.parse(now).filter((entry) => !isNew(entry))) === before;
};
const notes = new WeakMap();
const tell = (form, at, words, action, act) => {
  notes.get(form)?.remove();
  const box = document.getElementById("draft-note")?.content.firstElementChild.cloneNode(true);
  if (!box) return;
  const time = new Date(at);
  const today = time.toDateString() === new Date().toDateString();
  const when = time.toLocaleString("en", { hour: "2-digit", minute: "2-digit", hour12: false, ...(today ? {} : { day: "numeric", month: "short" }) });
  box.querySelector("[data-word=what]").textContent = words.replace("{when}", when);
  const button = box.querySelector("[data-act]");
  if (action) button.textContent = action;
  else button.remove();
  button.addEventListener("click", () => {
    box.remove();
    act();
  });
  box.querySelector("[data-forget]").addEventListener("click", () => {
    box.remove();
    waiting.delete(form);
    forget(form);
    if (form.draftReset) form.draftReset();
    else form.reset();
  });
  notes.set(form, box);
  if (form.draftFill) form.before(box); // its inside comes anew with every answer
  else form.prepend(box);
  for (let up = form.parentElement; up; up = up.parentElement) if (up.matches("details")) up.open = true;
};
const giveBack = (form, draft) => {
  waiting.delete(form);
  const now = JSON.parse(draft.now);
  if (form.draftFill) form.draftFill(now);
  else fill(form, now);
  tell(form, draft.at, "What you typed here at {when} was not sent. It is back.");
};
const known = new WeakSet();
const offer = (form) => {
  if (known.has(form) || !keeps(form)) return;
  known.add(form);
  const draft = read(keyOf(form));
  if (!draft) return;
  nonces.set(form, draft.nonce);
  const base = entries(form, given);
  if (draft.now === base) return; // the answer holds it already
  if (isSame(form, draft.base, base)) return giveBack(form, draft);
  waiting.add(form);
  tell(form, draft.at, "You typed something here at {when} that was not sent. What is saved has changed since.", "Put mine in", () => giveBack(form, draft));
};
const offerAll = () => {
  for (const form of document.forms) offer(form);
};
addEventListener("htmx:before:swap", keepAll);
addEventListener("htmx:after:settle", offerAll);
if (document.readyState === "complete") offerAll();
else addEventListener("load", offerAll);

// What htmx brings
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
    return [placeOf(form), new Map(kept.map((one) => [nameOf(one), typed(one)])), new Set(kept.filter(isBox).map((one) => one.name))];
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
      else if (!groups.has(one.name)) put(one, given(one));
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
globalThis.htmx?.registerExtension("unfolded", {
  htmx_before_morph_attr: (element, { attrName, newValue }) => !(element.matches("details") && attrName === "open" && newValue === null),
});
