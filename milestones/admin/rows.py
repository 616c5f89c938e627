"""Rows of the tables that several pages of the desk show."""

from django.contrib.auth.models import AnonymousUser

from marketplace import admin_base
from marketplace.elements import badge, exact, when
from milestones.pages.resolution import Asked
from milestones.queries.order_snapshot import OrderSnapshot
from milestones.queries.reader import Reader


def deadline_badge(deadline):
    """Running, fired, or settled because somebody acted first."""
    if deadline.is_live:
        return badge("active", "Running")
    return badge("settled", "Fired" if deadline.outcome == "fired" else "Somebody acted")


def deadline_rows(deadlines) -> list:
    """What, Due, Milestone, State. The deadlines come with their order and milestone."""
    return [
        [
            admin_base.link("deadlines_deadline", one.pk, one.get_kind_display()),
            exact(one.due_at),
            milestone_link(one.milestone),
            deadline_badge(one),
        ]
        for one in deadlines
    ]


def reader_of(case) -> Reader:
    """Neither side: everybody has their own name."""
    return Reader(case.order, AnonymousUser())


def asked_of(case) -> Asked:
    """A request as its order's page tells it. It comes with its deadlines."""
    live = [timer for timer in case.deadlines.all() if timer.is_live]
    return Asked(OrderSnapshot(reader_of(case), live), case)


def case_badge(case):
    """Where it stands: a dispute that nobody has time left to answer waits for support."""
    return badge(case.state, asked_of(case).standing)


def requests_of(order, requests) -> list:
    """The requests of an order, or of one milestone of it, as rows: What, State, Asked by, When, Milestone, Reason."""
    found = list(requests.select_related("milestone", "asked_by").prefetch_related("deadlines"))
    for one in found:
        one.order = order
    return [
        [
            admin_base.link("milestones_case", one.pk, one.get_kind_display()),
            case_badge(one),
            one.asked_by,
            when(one.created_at),
            milestone_link(one.milestone),
            one.reason,
        ]
        for one in found
    ]


def milestone_link(milestone):
    return admin_base.link("milestones_milestone", milestone.pk, f"step {milestone.position}") if milestone else ""


def order_link(order):
    return (
        admin_base.link("milestones_order", order.pk, admin_base.short(f"{order.pk}, {order.title}")) if order else ""
    )
