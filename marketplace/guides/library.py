"""The guides: docs/guides/*.md as pages of the site. They are read once, when the first of them is asked for.

A file is called NUMBER-SLUG.md, in the order in which the guides are listed. It begins with its title and a paragraph
that says whom it is for. Pictures are those that bin/guides makes; links to other files of the folder, and to places
of the site, work here as where the repository is read.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from html import unescape
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.token import Token
from PIL import Image

FOLDER = settings.BASE_DIR / "docs" / "guides"
PICTURES = settings.BASE_DIR / "static" / "guides"
FILE = re.compile(r"\d{1,3}-(?P<slug>[a-z0-9-]+)\.md")
TO_PICTURE = "../../static/guides/"

_markdown = MarkdownIt("commonmark", {"html": False, "typographer": False}).enable("table")


@dataclass(frozen=True)
class Section:
    """A heading of the second rank, and the words below it. The first of a guide has neither anchor nor title."""

    title: str
    anchor: str
    text: str


@dataclass(frozen=True)
class Guide:
    slug: str
    title: str
    lede: str
    tokens: tuple[Token, ...]  # all that comes after the lede

    def get_absolute_url(self) -> str:
        return reverse("guides:guide", args=[self.slug])

    @cached_property
    def html(self) -> SafeString:
        """Its body; the files are ours, and what they hold of HTML is written out as text."""
        return mark_safe(_markdown.renderer.render(list(self.tokens), _markdown.options, {}))  # noqa: S308

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        return tuple(self._sections())

    @property
    def labels(self) -> list[str]:
        """What is pressed or chosen, word for word: it is bold, and no sentence that ends in a mark."""
        bold = re.findall(r"<strong>(.*?)</strong>", self.html)
        return [label for label in map(unescape, bold) if label[-1] not in "?.”"]

    @property
    def contents(self) -> list[Section]:
        return [one for one in self.sections if one.title]

    def _sections(self) -> Iterator[Section]:
        title = anchor = ""
        words: list[str] = []
        tokens = iter(self.tokens)
        for token in tokens:
            if token.type == "heading_open" and token.tag == "h2":
                yield Section(title, anchor, " ".join(words))
                title, anchor, words = _text(next(tokens)), str(token.attrs["id"]), []
            elif token.type == "inline":
                words.append(_text(token))
        yield Section(title, anchor, " ".join(words))


@cache
def guides() -> tuple[Guide, ...]:
    """All of them, in their order."""
    return tuple(_read(path) for path in sorted(FOLDER.glob("*.md"), key=lambda path: int(path.name.partition("-")[0])))


def guide(slug: str) -> Guide | None:
    return next((one for one in guides() if one.slug == slug), None)


def _read(path: Path) -> Guide:
    """A file as a guide. Raises ValueError for one that does not begin as a guide does."""
    tokens = _markdown.parse(path.read_text(encoding="utf-8"))
    name = FILE.fullmatch(path.name)
    if not name or [one.type for one in tokens[:6:3]] != ["heading_open", "paragraph_open"]:
        raise ValueError(f"{path} is no guide: NUMBER-SLUG.md, a title, and a paragraph that says whom it is for.")
    for token in tokens:
        _adapt(token)
    for opening, inline in zip(tokens, tokens[1:], strict=False):
        if opening.type == "heading_open":
            opening.attrSet("id", slugify(_text(inline)))
    return Guide(name["slug"], _text(tokens[1]), _text(tokens[4]), tuple(tokens[6:]))


def _adapt(token: Token) -> None:
    """Lead links and pictures to where they are on the site. A picture that was not taken yet is left out."""
    if token.children:
        token.children = [one for one in token.children if one.type != "image" or _picture(one).exists()]
    for one in token.children or []:
        if one.type == "link_open" and (file := FILE.fullmatch(str(one.attrs["href"]))):
            one.attrSet("href", reverse("guides:guide", args=[file["slug"]]))
        if one.type == "image":
            path = _picture(one)
            width, height = _size(path)
            one.attrs |= {
                "src": staticfiles_storage.url(f"guides/{path.name}"),
                "width": width,
                "height": height,
                "loading": "lazy",
            }


def _picture(image: Token) -> Path:
    return PICTURES / str(image.attrs["src"]).removeprefix(TO_PICTURE)


def _size(path: Path) -> tuple[int, int]:
    with Image.open(path) as picture:
        return picture.size


def _text(token: Token) -> str:
    """The words of a line, without their marks."""
    return "".join(" " if one.type == "softbreak" else one.content for one in token.children or [])
