// Everything here only smooths what already works without it: menus that close, countdowns
// that tick, a form that is sent once, and a "no" from the server that is brought into view.

const $$ = (selector, root = document) => root.querySelectorAll(selector);

// Menus are <details>: close the others on a click elsewhere, and all of them on Escape.
addEventListener("click", (event) => {
  for (const menu of $$("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});
addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of $$("details.menu[open]")) {
    menu.open = false;
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
  }
});

// On a phone tabs and side menus scroll sideways: show the one that we are on.
for (const link of $$(".tabs [aria-current], .side-menu [aria-current]")) {
  const row = link.parentElement;
  row.scrollLeft = link.offsetLeft - row.offsetLeft - (row.clientWidth - link.offsetWidth) / 2;
}

// Countdowns: the server says how long is left (it may run on the demo's clock), we only count on from when it said so;
// by the clock on the wall, because the other one of a browser stands still while a laptop sleeps.
const said = new WeakMap();
const listen = () => {
  for (const time of $$("time[datetime^=P]")) {
    const parts = time.dateTime.match(/^P(\d+)DT(\d+)H(\d+)M$/);
    if (!parts || said.has(time)) continue;
    const [days, hours, minutes] = parts.slice(1).map(Number);
    said.set(time, { minutes: (days * 24 + hours) * 60 + minutes, at: Date.now() });
  }
};
const words = (minutes) => {
  if (minutes < 1) return "now";
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
  const parts = days ? [[days, "d"], [hours, "h"]] : [[hours, "h"], [rest, "min"]];
  return parts.filter(([number]) => number).map((part) => part.join(" ")).join(" ");
};
const count = () => {
  for (const time of $$("time[datetime^=P]")) {
    const { minutes, at } = said.get(time) ?? {};
    const passed = Math.floor((Date.now() - at) / 60_000);
    if (passed > 0) time.textContent = words(minutes - passed);
  }
};
listen();
addEventListener("htmx:after:swap", listen);
addEventListener("visibilitychange", count);
setInterval(count, 30_000);

// A form is sent once; coming back to the page, stopping the browser, or some seconds without an answer make it usable again.
const PATIENCE = 8_000; // milliseconds
const free = () => {
  for (const form of $$("form[data-sent]")) delete form.dataset.sent;
};
addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, PATIENCE);
});
addEventListener("pageshow", free);
globalThis.navigation?.addEventListener("navigateerror", free);

// Links to something that is folded open it, and the form in it is ready to be filled in: "Deliver step 1" in a banner.
const unfold = (hash) => {
  const found = hash.length > 1 && document.getElementById(decodeURIComponent(hash.slice(1)));
  if (!found) return;
  for (let at = found; at; at = at.parentElement) if (at.matches("details")) at.open = true;
  if (!found.matches("details")) return;
  found.scrollIntoView({ block: "center" });
  found.querySelector("form :is(textarea, select, input:not([type=hidden], [type=radio], [type=checkbox])), summary").focus({ preventScroll: true });
};
addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href*='#']");
  if (link && link.pathname === location.pathname && link.hash) setTimeout(unfold, 0, link.hash);
});
addEventListener("hashchange", () => unfold(location.hash));
unfold(location.hash);

// A page out of the browser's history asks nobody: load it anew when somebody else is signed in by now, or nobody is.
const signedIn = () => document.cookie.match(/(?:^|; )signed_in=(\w+)/)?.[1] ?? "";
addEventListener("pageshow", (event) => {
  if (event.persisted && signedIn() !== (document.body.dataset.signedIn ?? "")) location.reload();
});
