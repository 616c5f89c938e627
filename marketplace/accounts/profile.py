"""What other apps show of a person: sections of their page, registered by those above."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from marketplace.accounts.models import User
from marketplace.registry import Registry

SITE = "css/site.css"


@dataclass(frozen=True)
class Section:
    """A part of a page: its template, which finds what it shows as `section`, and the style sheet that it needs.

    The sheet is one that pages link, with all of `SITE` in it. `is_at_head`: it stands beside the name.
    """

    template: str
    section: Any
    styles: str = SITE
    is_at_head: bool = False


# Of whose page it is, and who reads it: what to show, None for nothing.
sections: Registry[Callable[[User, Any], Section | None]] = Registry("section of a person’s page")


def sections_of(person: User, reader: Any) -> list[Section]:
    return [one for make in sections.values() if (one := make(person, reader))]


def styles_of(shown: list[Section]) -> str:
    """The one style sheet of a page with these sections."""
    return next((one.styles for one in shown if one.styles != SITE), SITE)
