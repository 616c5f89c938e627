"""All that one has going on as one list of projects: jobs, proposals, offers and orders, each where it is by now.

An order stands for the offer that it came from, and a proposal is an offer: nothing is listed twice.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import Q, Sum
from django.urls import reverse
from djmoney.money import Money

from marketplace.accounts.models import User
from marketplace.gigs.search.sorting import EPOCH, LARGEST, LATEST, MICROSECOND
from marketplace.jobs.models import Post, Proposal
from marketplace.jobs.standing import numbers_of, standing_of
from marketplace.jobs.wording import budget_words, proposals_words
from marketplace.numbers import whole_number
from marketplace.offers.models import Offer
from milestones.models import Order

PAGE = 20
# What happened last to each comes first. The key of a page is the time in microseconds, the sort of thing, its number.
FIND = """
SELECT kind, id, at FROM (
    SELECT 'post' AS kind, id, changed_at AS at FROM jobs_post
    WHERE client_id = %(user)s AND %(hires)s AND (state IN ('draft', 'open')) = %(running)s
    UNION ALL
    SELECT 'offer', id, coalesce(closed_at, sent_at, created_at) FROM offers_offer
    WHERE order_id IS NULL AND (author_id = %(user)s OR sent_at IS NOT NULL)
      AND NOT (origin = 'gig' AND author_id = %(user)s)
      AND (client_id = %(user)s AND %(hires)s OR freelancer_id = %(user)s AND %(works)s)
      AND (closed_at IS NULL) = %(running)s
    UNION ALL
    SELECT 'order', id, coalesce(ended_at, created_at) FROM milestones_order
    WHERE (client_id = %(user)s AND %(hires)s OR freelancer_id = %(user)s AND %(works)s)
      AND (ended_at IS NULL) = %(running)s
) AS projects
WHERE (at, kind, id) < (%(at)s, %(kind)s, %(id)s)
ORDER BY at DESC, kind DESC, id DESC LIMIT %(most)s
"""
LAST = ("infinity", "~", LARGEST)
KINDS = ("post", "offer", "order")
SIDES = {"": "All", "hiring": "I hire", "working": "I work"}


@dataclass(frozen=True)
class Project:
    """One line: what it is, with whom, where it stands, what it comes to, and where it leads."""

    sort: str
    title: str
    url: str
    state: str
    label: str
    at: datetime
    other: object = None
    role: str = ""
    amount: str = ""
    money: object = None


class ProjectsPage:
    """`asked` is what the address says: as what, running or ended, and where a page begins."""

    sides = SIDES

    def __init__(self, user: User, asked):
        self.user, self.asked = user, asked
        self.side = asked.get("side") if asked.get("side") in SIDES else ""
        self.is_ended = asked.get("tab") == "ended"

    @cached_property
    def _keys(self) -> list[tuple[str, int, datetime]]:
        at, kind, key = _mark(self.asked.get("after", ""))
        params: dict[str, Any] = {
            "user": self.user.pk,
            "hires": self.side != "working",
            "works": self.side != "hiring",
            "running": not self.is_ended,
            "at": at,
            "kind": kind,
            "id": key,
            "most": PAGE + 1,
        }
        with connection.cursor() as cursor:
            cursor.execute(FIND, params)
            return cursor.fetchall()

    @cached_property
    def projects(self) -> list[Project]:
        shown = self._keys[:PAGE]
        wanted = {kind: [key for one, key, _ in shown if one == kind] for kind in KINDS}
        found = {
            "post": self._posts(wanted["post"]),
            "offer": self._offers(wanted["offer"]),
            "order": self._orders(wanted["order"]),
        }
        return [found[kind][key](at) for kind, key, at in shown if key in found[kind]]

    @property
    def next(self) -> str:
        if len(self._keys) <= PAGE:
            return ""
        kind, key, at = self._keys[PAGE - 1]
        return f"{(at - EPOCH) // MICROSECOND}_{kind}_{key}"

    def _posts(self, keys: list[int]) -> dict:
        numbers = numbers_of(keys) if keys else {}
        rows = Post.objects.in_bulk(keys) if keys else {}
        return {key: lambda at, post=post: _of_post(post, numbers[post.pk], at) for key, post in rows.items()}

    def _offers(self, keys: list[int]) -> dict:
        if not keys:
            return {}
        rows = Offer.objects.select_related("client", "freelancer", "version").in_bulk(keys)
        proposals = {
            one.offer_id: one for one in Proposal.objects.filter(offer__in=keys).select_related("post", "freelancer")
        }
        for one in proposals.values():
            one.offer = rows[one.offer_id]
        return {
            key: lambda at, offer=offer: self._of_offer(offer, proposals.get(offer.pk), at)
            for key, offer in rows.items()
        }

    def _of_offer(self, offer: Offer, proposal: Proposal | None, at: datetime) -> Project:
        role = "you hire" if offer.client_id == self.user.pk else "you work"
        title, other, money = offer.title or "Untitled offer", offer.other(self.user), offer.money
        if proposal is None:
            state, label = offer.state, offer.get_state_display()
            return Project("Offer", title, offer.get_absolute_url(), state, label, at, other, role, money=money)
        standing = standing_of(proposal, for_client=role == "you hire")
        url = proposal.get_absolute_url()
        return Project(
            "Proposal", proposal.post.title, url, standing.value, standing.label, at, other, role, money=money
        )

    def _orders(self, keys: list[int]) -> dict:
        if not keys:
            return {}
        plan = Sum("milestones__amount", filter=Q(milestones__is_removed=False))
        rows = Order.objects.select_related("client", "freelancer").annotate(worth=plan).in_bulk(keys)
        return {key: lambda at, order=order: self._of_order(order, at) for key, order in rows.items()}

    def _of_order(self, order, at: datetime) -> Project:
        hires = order.client_id == self.user.pk
        other, role = (order.freelancer, "you hire") if hires else (order.client, "you work")
        label = order.get_state_display()
        worth, url = Money(order.worth, order.currency), order.get_absolute_url()
        return Project("Order", order.title, url, order.state, label, at, other, role, money=worth)


def _of_post(post: Post, numbers, at: datetime) -> Project:
    budget = budget_words(post.budget_min, post.budget_max, post.currency) if post.budget_max else ""
    said = "" if post.version_id is None else proposals_words(numbers.all)
    url = post.get_absolute_url() if post.version_id else reverse("jobs:edit", args=[post.pk])
    return Project(
        "Job", post.title or "Untitled job", url, post.state, post.get_state_display(), at, None, said, budget
    )


def _mark(text: str) -> tuple[object, str, int]:
    """The key of the last one of the page before; what can't be read begins at the first."""
    at, kind, key = (*text.split("_"), "", "", "")[:3]
    moment, number = whole_number(at), whole_number(key)
    if moment is None or moment > LATEST or number is None or kind not in KINDS:
        return LAST
    return EPOCH + moment * MICROSECOND, kind, number
