"""What the W3C's checker would say of a page, as far as it can be asked at once and without Java.

`flaws(html)` are sentences; none is good. It is stricter than HTML where a page is easier to read for it (what is
opened is closed) and than the checker where a page has to work (a link or a label leads to something that is there).
To ask the real one (Java; half a minute for a thousand pages):
PAGES_TO=folder bin/test tests/permissions/test_places.py writes every page down, `npm i --ignore-scripts vnu-jar`, and
`java -jar node_modules/vnu-jar/build/dist/vnu.jar --errors-only folder/*.html` asks it.
"""

import os
from html.parser import HTMLParser
from pathlib import Path

VOID = set("area base br col embed hr img input link meta source track wbr".split())
TAGS = VOID | set(
    "html head body title script style template noscript header footer nav main section article aside address "
    "h1 h2 h3 h4 h5 h6 hgroup p pre blockquote ol ul menu li dl dt dd figure figcaption div search a em strong small s "
    "cite q dfn abbr time data code var samp kbd sub sup i b u mark bdi bdo span ins del picture iframe video audio "
    "table caption colgroup thead tbody tfoot tr td th form label button select datalist optgroup option textarea "
    "output progress meter fieldset legend details summary dialog".split()
)
BLOCKS = set(
    "header footer nav main section article aside address h1 h2 h3 h4 h5 h6 hgroup p pre blockquote ol ul menu dl "
    "figure div search table form fieldset details dialog hr".split()
)
PRESSED = set("a button label select textarea summary details input iframe".split())
# What may hold nothing but these, and these nowhere else. Scripts and templates go anywhere.
HOLDS = {
    "ul": {"li"},
    "ol": {"li"},
    "dl": {"dt", "dd", "div"},
    "table": {"caption", "colgroup", "thead", "tbody", "tfoot", "tr"},
    "thead": {"tr"},
    "tbody": {"tr"},
    "tfoot": {"tr"},
    "tr": {"td", "th"},
    "select": {"option", "optgroup", "hr"},
    "optgroup": {"option"},
    "datalist": {"option"},
    "colgroup": {"col"},
}
WITHIN = {
    "li": {"ul", "ol", "menu"},
    "tr": {"table", "thead", "tbody", "tfoot"},
    "td": {"tr"},
    "th": {"tr"},
    "legend": {"fieldset"},
    "summary": {"details"},
    "figcaption": {"figure"},
    "option": {"select", "datalist", "optgroup"},
}
ANYWHERE = {"script", "template"}
# The elements that hold words and no blocks.
PHRASES = set("p h1 h2 h3 h4 h5 h6 button label span small strong em b i code time output pre".split())
FIELDS = set("input select textarea button output meter progress".split())
GLOBAL = set(
    "id class lang dir title hidden tabindex role autofocus translate inert popover contenteditable draggable "
    "spellcheck autocapitalize enterkeyhint inputmode nonce slot accesskey".split()
)
OWN = {
    "html": "xmlns",
    "meta": "charset name content http-equiv property",
    "link": "rel href as type crossorigin media sizes",
    "script": "src type defer async nomodule crossorigin integrity",
    "a": "href target rel download hreflang type",
    "img": "src alt width height loading decoding srcset sizes fetchpriority",
    "form": "action method enctype novalidate autocomplete target rel name accept-charset",
    "label": "for",
    "output": "for form name",
    "button": "type name value disabled form formaction formmethod formnovalidate popovertarget popovertargetaction "
    "command commandfor",
    "input": "type name value disabled readonly required checked placeholder autocomplete min max step minlength "
    "maxlength size pattern multiple accept list form alt src capture formaction formmethod formnovalidate",
    "select": "name disabled required multiple size autocomplete form",
    "textarea": "name disabled readonly required rows cols placeholder maxlength minlength wrap autocomplete form",
    "option": "value selected disabled label",
    "optgroup": "label disabled",
    "fieldset": "disabled name form",
    "details": "open name",
    "dialog": "open closedby",
    "time": "datetime",
    "ol": "start reversed type",
    "li": "value",
    "td": "colspan rowspan headers",
    "th": "colspan rowspan headers scope abbr",
    "col": "span",
    "colgroup": "span",
    "progress": "value max",
    "meter": "value min max low high optimum",
    "blockquote": "cite",
}
OWN = {tag: set(names.split()) for tag, names in OWN.items()}
REFERENCES = {
    "for",
    "form",
    "list",
    "headers",
    "commandfor",
    "popovertarget",
    "aria-labelledby",
    "aria-describedby",
    "aria-controls",
    "aria-owns",
    "aria-activedescendant",
}


# Django's own: the password that is not shown, and how another one is given.
NOT_OURS = {"admin:accounts_user_add", "admin:accounts_user_change", "admin:auth_user_password_change"}
FOLDER = os.environ.get("PAGES_TO")


def flaws_of(place, on: str, person: str, response) -> list[str]:
    """What is wrong with the page that somebody is shown at a place of the table."""
    if response.streaming or not response.content or not response.get("Content-Type", "").startswith("text/html"):
        return []
    if FOLDER:
        name = f"{place}.{on}.{person}.{response.status_code}.html".replace(":", "_").replace(" ", ".")
        Path(FOLDER, name).write_bytes(response.content)
    if place.url in NOT_OURS:
        return []
    return [f"{person} on {on or 'it'}: {one}" for one in flaws(response.content.decode())]


def flaws(html: str) -> list[str]:
    """What is wrong with a page, or with a part of one, which may point at what is elsewhere on it."""
    page = _Page()
    page.feed(html)
    page.close()
    return page.found + page.unfinished()


class _Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open: list[str] = []
        self.ids: dict[str, str] = {}
        self.references: list[tuple[str, str]] = []
        self.found: list[str] = []
        self.is_whole = self.asks_htmx = self.has_htmx = False
        self.counts = {"main": 0, "title": 0}

    def say(self, what: str) -> None:
        self.found.append(f"{what}, line {self.getpos()[0]}")

    def handle_decl(self, decl):
        self.is_whole = True
        if decl.lower() != "doctype html" or self.getpos() != (1, 0):
            self.say(f"<!{decl}> is not the beginning of a page")

    def handle_starttag(self, tag, attributes):
        if "svg" not in self.open:
            self._is_in_its_place(tag)
            self._has_known(tag, dict(attributes))
        self._is_named(tag, attributes)
        self.asks_htmx |= any(name.startswith("data-hx-") for name, _ in attributes)
        self.has_htmx |= tag == "script" and "/htmx" in (dict(attributes).get("src") or "")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        if tag in VOID or not self.open or self.open[-1] != tag:
            self.say(f"</{tag}> closes <{self.open[-1] if self.open else ''}>")
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data):
        if self.open and self.open[-1] in HOLDS and data.strip():
            self.say(f"words in <{self.open[-1]}>: {data.strip()[:40]}")

    def _is_in_its_place(self, tag) -> None:
        parent = self.open[-1] if self.open else ""
        if tag in self.counts:
            self.counts[tag] += 1
        if tag not in TAGS | {"svg"}:
            self.say(f"<{tag}> is none of HTML")
        if parent in HOLDS and tag not in HOLDS[parent] | ANYWHERE:
            self.say(f"<{tag}> in <{parent}>")
        if self.open and tag in WITHIN and parent not in WITHIN[tag] | ANYWHERE:
            self.say(f"<{tag}> in <{parent}>")
        if tag in BLOCKS and (held := PHRASES & set(self.open)):
            self.say(f"<{tag}> in <{held.pop()}>")
        if tag in PRESSED and {"a", "button"} & set(self.open):
            self.say(f"<{tag}> in something that is pressed itself")
        if tag in ("form", "label") and tag in self.open:
            self.say(f"<{tag}> in <{tag}>")

    def _has_known(self, tag, attributes) -> None:
        for name in attributes:
            if name.startswith(("data-", "aria-")) or name in GLOBAL or name in OWN.get(tag, ()) or tag == "svg":
                continue
            self.say(f"<{tag}> has no attribute {name}")
        if tag == "img" and "alt" not in attributes:
            self.say("<img> without alt")
        if tag == "a" and (attributes.get("href") or "").startswith("#") and attributes["href"] != "#":
            self.references.append(("href", attributes["href"][1:]))

    def _is_named(self, tag, attributes) -> None:
        names = [name for name, _ in attributes]
        if len(names) > len(set(names)):
            self.say(f"<{tag}> has an attribute twice")
        for name, value in attributes:
            if name == "id" and "template" not in self.open:
                if not value or value in self.ids or " " in value:
                    self.say(f'id="{value}" is there already, or none')
                self.ids[value] = tag
            if name in REFERENCES and not (tag == "form" and name == "for"):
                self.references += [(name, one) for one in (value or "").split()]

    def unfinished(self) -> list[str]:
        """What can only be said at the end."""
        said = [f"<{tag}> is never closed" for tag in self.open]
        if not self.is_whole:
            return said
        if self.asks_htmx and not self.has_htmx:
            said.append("data-hx-… on a page without components/htmx.html")
        said += [f"{number} <{tag}>" for tag, number in self.counts.items() if number != 1]
        for name, value in self.references:
            if value not in self.ids:
                said.append(f'{name}="{value}" leads to nothing')
            elif name == "for" and self.ids[value] not in FIELDS:
                said.append(f'for="{value}" leads to a <{self.ids[value]}>')
            elif name in ("form", "list") and self.ids[value] != {"list": "datalist"}.get(name, name):
                said.append(f'{name}="{value}" leads to a <{self.ids[value]}>')
        return said
