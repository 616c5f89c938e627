// What is typed into a form is kept in this tab until the server took it: a reload, a lost session, an error page or a
// broken line gives it back, with a note that says so. Only for the person who typed it, gone with signing out; never a
// password, a card, a code or a file.

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
const typed = (one) => {
  if (one.matches("[type=checkbox], [type=radio]")) return one.checked ? [one.value] : [];
  return one.matches("select") ? [...one.selectedOptions].map((option) => option.value) : [one.value];
};
const given = (one) => {
  if (one.matches("[type=checkbox], [type=radio]")) return one.defaultChecked ? [one.value] : [];
  if (!one.matches("select")) return [one.defaultValue];
  const chosen = [...one.options].filter((option) => option.defaultSelected);
  return (chosen.length || one.multiple ? chosen : [...one.options].slice(0, 1)).map((option) => option.value);
};
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
const isText = (one) => !one.matches("select, [type=checkbox], [type=radio]");
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
    const those = wanted.get(one.name) ?? [];
    if (one.matches("[type=checkbox], [type=radio]")) one.checked = those.includes(one.value);
    else if (one.matches("select")) for (const option of one.options) option.selected = those.includes(option.value);
    else if (those.length) one.value = those.shift();
  }
};
const notes = new WeakMap();
const say = (form, at, words, action, act) => {
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
  say(form, draft.at, "What you typed here at {when} was not sent. It is back.");
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
  if (draft.base === base) return giveBack(form, draft);
  waiting.add(form);
  say(form, draft.at, "You typed something here at {when} that was not sent. What is saved has changed since.", "Put mine in", () => giveBack(form, draft));
};
const offerAll = () => {
  for (const form of document.forms) offer(form);
};
addEventListener("htmx:before:swap", keepAll);
addEventListener("htmx:after:settle", offerAll);
if (document.readyState === "complete") offerAll();
else addEventListener("load", offerAll);
