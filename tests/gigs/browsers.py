"""A browser without JavaScript at the editor of a gig: it sends what the form on the page holds, and what was typed."""

from html.parser import HTMLParser

from django.urls import reverse


class _Fields(HTMLParser):
    """What the last form of a page with fields would send, without buttons."""

    def __init__(self):
        super().__init__()
        self.pairs: list[tuple[str, str]] = []
        self.open = self.select = self.area = None
        self.chosen = ""

    def handle_starttag(self, tag, attributes):
        one = dict(attributes)
        if tag == "input" and one.get("name") and one.get("type") not in ("submit", "button"):
            is_box = one.get("type") in ("checkbox", "radio")
            if not is_box or "checked" in one:
                self.pairs.append((one["name"], one.get("value", "on" if is_box else "")))
        elif tag == "textarea":
            self.area, self.chosen = one.get("name"), ""
        elif tag == "select":
            self.select, self.chosen = one.get("name"), None
        elif tag == "option" and self.select and ("selected" in one or self.chosen is None):
            self.chosen = one.get("value", "")

    def handle_data(self, data):
        if self.area:
            self.chosen += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self.area:
            self.pairs.append((self.area, self.chosen.removeprefix("\n").removeprefix("\r\n")))
            self.area = None
        elif tag == "select" and self.select:
            self.pairs.append((self.select, self.chosen or ""))
            self.select = None


def form_of(page) -> dict:
    """The fields of the editor's form as they are on a page; those that are there several times as lists."""
    parser = _Fields()
    html = page.content.decode()
    at = html.find('<form id="gig"')
    parser.feed(html[at:] if at >= 0 else html[html.index("<main") :])
    found: dict = {}
    for name, value in parser.pairs:
        found[name] = value if name not in found else [*_listed(found[name]), value]
    return found


def _listed(value) -> list:
    return value if isinstance(value, list) else [value]


class Writer:
    """Somebody at the editor of one gig."""

    def __init__(self, client, gig):
        self.client, self.gig, self.data, self.step = client, gig, {}, ""

    def look(self, step: str):
        self.step = step
        return self.client.get(self._url())

    def _url(self) -> str:
        return reverse("gigs:edit", args=[self.gig.pk, self.step])

    def take(self, page, **typed) -> "Writer":
        """Type into the form of a page; of None: into what was sent last."""
        self.data = {**(form_of(page) if page else self.data), **typed}
        return self

    def press(self, op: str, **options):
        return self.client.post(self._url(), {**self.data, "op": op}, **options)

    def send(self, step: str, op: str, **typed):
        """Open a step, type, and press a button."""
        return self.take(self.look(step), **typed).press(op)
