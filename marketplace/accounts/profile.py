"""What other apps show of a person: sections of their page, registered by those above."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from marketplace.accounts.models import User
from marketplace.registry import Registry


@dataclass(frozen=True)
class Section:
    """A part of a page: its template, which finds what it shows as `section`, and the style sheet that it needs."""

    template: str
    section: Any
    styles: str = ""


# Of whose page it is, and who reads it: what to show, None for nothing.
sections: Registry[Callable[[User, Any], Section | None]] = Registry("section of a person’s page")


def sections_of(person: User, reader: Any) -> list[Section]:
    return [one for make in sections.values() if (one := make(person, reader))]
