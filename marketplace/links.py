"""Web addresses in what people write, as links."""

from functools import cache

from django.utils.html import format_html
from django.utils.safestring import SafeString
from linkify_it import LinkifyIt

from marketplace.elements import joined

SCHEMAS = ("http:", "https:", "mailto:")
REL = "nofollow noopener ugc"  # other sites learn nothing of ours, and gain nothing by standing in a message
LONGEST = 60  # letters of an address that are shown


@cache
def _finder() -> LinkifyIt:
    """Finds what begins like an address, and mail addresses; a bare "readme.md" is a name, and no site of Moldova."""
    return LinkifyIt(options={"fuzzy_link": False, "fuzzy_email": True, "fuzzy_ip": False})


def linked(text: str) -> SafeString:
    """The text, escaped, with its addresses as links. Line ends stay as they are."""
    parts, end = [], 0
    for found in _finder().match(text) or []:
        if found.schema in SCHEMAS:
            parts += [text[end : found.index], _link(found)]
            end = found.last_index
    return joined("", [*parts, text[end:]])


def _link(found) -> SafeString:
    shown = found.raw if len(found.raw) <= LONGEST else f"{found.raw[:LONGEST]}…"
    return format_html('<a href="{}" rel="{}">{}</a>', found.url, REL, shown)
