"""What events, mails and the desk can be about: each noun of a reference such as "order:42", registered by its app.

    subjects.register("order")(Subject(Order, parties=…, desk=DeskList(…)))    in the app's subjects.py

Everything that names a thing by its noun reads this: which row it is, how to fetch many, where it is seen, whose it is,
and what the desk calls it. A new noun is one registration.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from marketplace.desk_lists import DeskList
from marketplace.numbers import whole_number
from marketplace.registry import Registry


def _nobody(thing) -> list:
    return []


def _its_page(thing) -> str:
    return thing.get_absolute_url()


def _nowhere(thing) -> str:
    return ""


@dataclass(frozen=True)
class Subject:
    """One sort of things.

    `related` is fetched with them. `part_of` is the noun of what they are parts of, and the attribute that holds it.
    `parties` are whose they are, where they are no part. `page` is their address; those with `on_threads_page` are seen
    with what their event's thread names, and for who does it at the desk those with `worked_at_desk` are seen there.
    `told_as` are the nouns of the kinds of events that happen to them, where that is not their own alone. `goes_on_in`
    is the thread of what became of them, where their story is told from then on; "" while it is their own.
    """

    model: type[Model]
    desk: DeskList | None = None
    related: tuple[str, ...] = ()
    part_of: str = ""
    parties: Callable[[Any], Iterable] = _nobody
    page: Callable[[Any], str] = _its_page
    on_threads_page: bool = False
    worked_at_desk: bool = False
    told_as: tuple[str, ...] = ()
    goes_on_in: Callable[[Any], str] = _nowhere

    @property
    def label(self) -> str:
        """As Django names the model: "milestones.order"."""
        return self.model._meta.label_lower

    @property
    def place(self) -> str:
        """As the admin names its pages: "milestones_order"."""
        return self.label.replace(".", "_")

    def fetch(self, keys: Iterable[int]) -> dict[int, Model]:
        """The rows of these keys, in one query."""
        rows = self.model._default_manager.all()
        return (rows.select_related(*self.related) if self.related else rows).in_bulk(keys)


subjects: Registry[Subject] = Registry("subject")


def parse(reference: str) -> tuple[str, int] | None:
    """("order", 42) of "order:42"; None where it names nothing that is registered, or no row."""
    noun, _, key = reference.partition(":")
    number = whole_number(key)
    return (noun, number) if noun in subjects and number is not None else None


def thread_now(thread: str) -> str:
    """The thread in which the story of this one is told by now: that of the order that came of an offer."""
    if (named := parse(thread)) is None:
        return thread
    noun, key = named
    thing = subjects[noun].fetch([key]).get(key)
    return (thing and subjects[noun].goes_on_in(thing)) or thread


def key_of(reference: str) -> int:
    """42 of "order:42". Raises ValueError where it names nothing that is registered, or no row."""
    if (named := parse(reference)) is None:
        raise ValueError(f"{reference!r} names no subject.")
    return named[1]


def fetch(references: Iterable[str]) -> dict[str, Model]:
    """What these references name, by the reference, with one query for each sort of thing. Parts know their wholes."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for reference in references:
        if named := parse(reference):
            wanted[named[0]].add(named[1])
    rows = {noun: subjects[noun].fetch(keys) for noun, keys in wanted.items()}
    for noun, found in rows.items():
        if whole := subjects[noun].part_of:
            for thing in found.values():
                if known := rows.get(whole, {}).get(getattr(thing, f"{whole}_id")):
                    setattr(thing, whole, known)
    return {f"{noun}:{key}": thing for noun, found in rows.items() for key, thing in found.items()}


def told_as() -> list[str]:
    """The nouns with which kinds of events begin, by the alphabet."""
    return sorted({noun for key, subject in subjects.items() for noun in subject.told_as or (key,)})
