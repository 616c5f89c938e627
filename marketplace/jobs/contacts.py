"""How somebody writes to somebody about a job: told by the part of the product in which they talk, if there is one.

ways.register("inbox")(Way(may_write, address))         in the app above

What a message is about is a reference ("post:9", "offer:7").
"""

from collections.abc import Callable
from dataclasses import dataclass

from marketplace.accounts.models import User
from marketplace.registry import Registry


@dataclass(frozen=True)
class Way:
    """Whether one person may write to another, which costs queries, and where."""

    may: Callable[[User, User], bool]
    address: Callable[[User, str], str]


ways: Registry[Way] = Registry("way to write to somebody")


def url_to(reader: User, person: User, about: str) -> str:
    """Where this reader writes to this person; empty where they may not, or where there is no way."""
    return next((way.address(person, about) for way in ways.values() if way.may(reader, person)), "")


def url_to_side(person: User, about: str) -> str:
    """The same of the two sides of a proposal, who may always write to each other: without a query."""
    return next((way.address(person, about) for way in ways.values()), "")
