"""The second half of a mail: its own sentences, set in the look of the site.

It is made from the text that leaves beside it, so that both always say the same. What people typed is text here, too:
only addresses of this site that stand on a line of their own become links, and never those inside somebody's words.
"""

from dataclasses import dataclass, field
from itertools import pairwise, takewhile

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

FOOT = "--"  # the line above what stands under every mail
PREHEADER = 140  # letters; mail programs show about as many beside the subject
# What the button says, by where it leads.
BUTTONS = {
    "/accounts/confirm-email/": "Confirm the address",
    "/accounts/password/": "Set a new password",
    "/accounts/signup/": "Sign up",
    "/settings/take-back/": "Take the account back",
    "/admin/": "Open it at the desk",
    "/notifications/": "See all of it",
    "/offers/": "Open the offer",
    "/orders/": "Open the order",
    "/payments/": "Open the payment",
    "/support/": "Open the question",
    "/wallet/": "Open the wallet",
}
ANY_BUTTON = "Open it"


@dataclass
class Line:
    """A line of text, perhaps with a link to an address of ours: the line itself, or its last clause."""

    text: str
    label: str = ""
    url: str = ""


@dataclass
class Block:
    """A paragraph, a list, somebody's words, or the button. `kind` is text, list, quote or button."""

    kind: str
    lines: list[Line] = field(default_factory=list)
    label: str = ""
    url: str = ""


def attach[Mail: EmailMultiAlternatives](letter: Mail, *, url: str = "") -> Mail:
    """Give a mail its second half. `url` is where its button leads; without it, the first address of ours in it."""
    letter.attach_alternative(page(str(letter.body), subject=str(letter.subject), url=url), "text/html")
    return letter


def page(body: str, *, subject: str, url: str = "") -> str:
    """The text of a mail as a page."""
    text, foot = _split(body)
    url = url or _first_link(text)
    blocks = _blocks(text, url)
    about = {"subject": subject, "preheader": _preheader(blocks), "blocks": blocks, "foot": _blocks(foot, "")}
    return render_to_string("mail/letter.html", about | {"site_url": f"{settings.SITE_URL}/"})


def _split(body: str) -> tuple[list[str], list[str]]:
    """What the mail says, and what stands under every mail."""
    lines = body.splitlines()
    at = max((number for number, line in enumerate(lines) if line.rstrip() == FOOT), default=len(lines))
    return lines[:at], lines[at + 1 :]


def _is_ours(line: str) -> bool:
    return line.strip().startswith(f"{settings.SITE_URL}/") and " " not in line.strip()


def _first_link(lines: list[str]) -> str:
    found = (line.strip() for line in lines if _is_ours(line) and line.strip() != f"{settings.SITE_URL}/")
    return next(found, "")


def _blocks(lines: list[str], url: str) -> list[Block]:
    """The lines, gathered: a blank one ends a paragraph, but neither a list nor somebody's words."""
    blocks: list[Block] = []
    for before, line in pairwise(["", *lines]):
        kind = _kind(line, url)
        goes_on = bool(blocks) and blocks[-1].kind == kind and (before.strip() or kind == "list")
        if kind == "button":
            blocks.append(Block(kind, label=_button(url), url=url))
        elif _is_ours(line):
            _link(blocks, line.strip())
        elif line.strip():
            if not goes_on:
                blocks.append(Block(kind))
            blocks[-1].lines.append(Line(_bare(line, kind)))
    return blocks


def _kind(line: str, url: str) -> str:
    if line.startswith(">"):
        return "quote"
    if url and line.strip() == url:
        return "button"
    return "list" if line.startswith("* ") else "text"


def _bare(line: str, kind: str) -> str:
    return {"quote": line[1:], "list": line[2:]}.get(kind, line).strip()


def _link(blocks: list[Block], url: str) -> None:
    """Let the last clause of the line above lead there."""
    if not (blocks and blocks[-1].lines):
        blocks.append(Block("text", [Line("", url, url)]))
        return
    line = blocks[-1].lines[-1]
    kept, stop, last = line.text.removesuffix(":").rpartition(". ")
    line.text, line.label, line.url = kept + stop, last, url


def _button(url: str) -> str:
    path = url.removeprefix(settings.SITE_URL)
    return next((label for start, label in BUTTONS.items() if path.startswith(start)), ANY_BUTTON)


def _preheader(blocks: list[Block]) -> str:
    """The first sentences after the greeting."""
    said = takewhile(lambda block: block.kind == "text", blocks[1:])
    return " ".join(line.text for block in said for line in block.lines)[:PREHEADER]
