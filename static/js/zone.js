// Signing up.

// The browser knows the time zone better than the server's guess from its language.
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
for (const select of document.querySelectorAll("select[data-guess-zone]")) {
  if ([...select.options].some((option) => option.value === here)) select.value = here;
}
