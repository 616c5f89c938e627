"""The one search of the desk: people, orders, offers, payments and questions, by number, name, address or reference.

It asks nothing that the lists behind it do not answer to the same person: their rows, their search fields, their "no".
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.urls import NoReverseMatch, reverse

from marketplace.admin_base import LONGEST, list_url
from marketplace.desk_names import name_of, names
from marketplace.numbers import whole_number
from marketplace.subjects import parse, subjects

SHOWN = 6  # rows of each list; the list has the rest


@dataclass(frozen=True)
class Found:
    """A row: where its page is, what it is, and what tells it from others."""

    url: str
    title: str
    about: str


@dataclass(frozen=True)
class Group:
    """What one list has found. `more` leads to all of it."""

    title: str
    rows: list[Found]
    more: str = ""


def search(site, request, words: str) -> list[Group]:
    """What somebody may see of what they look for, in the order in which the lists want to be searched."""
    words = words.strip()[:LONGEST].strip()
    if not words:
        return []
    named = _named(site, request, words)
    groups = [_look(admin, request, words) for admin in _admins(site, request, _searched())]
    return [group for group in [*named, *groups] if group.rows]


def _searched() -> list[str]:
    """The models that are looked through, by their labels."""
    wanted = {label: one.searched for label, one in names().items() if one.searched}
    return sorted(wanted, key=wanted.get)


def _admins(site, request, labels) -> Iterator:
    """The desk's pages of these models, as far as this person may look at them."""
    for label in labels:
        admin = site._registry.get(apps.get_model(label))
        if admin and admin.has_view_permission(request):
            yield admin


def _named(site, request, words: str) -> Iterator[Group]:
    """What a reference such as "milestone:42" names."""
    named = parse(words.lower())
    if named is None:
        return
    for admin in _admins(site, request, [subjects[named[0]].label]):
        rows = admin.get_queryset(request).filter(pk=named[1])
        yield Group(name_of(admin.opts).one, [_found(admin, row) for row in rows])


def _look(admin, request, words: str) -> Group:
    number = whole_number(words.removeprefix("#"))
    rows = admin.get_queryset(request)
    found = list(rows.filter(pk=number)) if number is not None else []
    matching, doubled = admin.get_search_results(request, rows.order_by(*admin.get_ordering(request) or ["-pk"]), words)
    matching = (matching.distinct() if doubled else matching).exclude(pk__in=[row.pk for row in found])
    found += matching[: SHOWN + 1 - len(found)]
    more = list_url(f"{admin.opts.app_label}_{admin.opts.model_name}", q=words) if len(found) > SHOWN else ""
    return Group(name_of(admin.opts).many, [_found(admin, row) for row in found[:SHOWN]], more)


def _found(admin, row) -> Found:
    place = f"admin:{admin.opts.app_label}_{admin.opts.model_name}_change"
    try:
        url = reverse(place, args=[row.pk])
    except NoReverseMatch:
        url = ""
    says = getattr(admin, "in_search", None)
    return Found(url, *(says(row) if says else (str(row), "")))
