// A gig's page tells that it was looked at, once somebody sees it: not while it is fetched ahead, nor in a tab behind.
const form = document.querySelector("form[data-look]");
const tell = () => navigator.sendBeacon(form.action, new FormData(form));
const look = () => document.visibilityState === "visible" && (tell(), removeEventListener("visibilitychange", look));

if (form && !navigator.webdriver) {
  addEventListener("visibilitychange", look);
  look();
}
