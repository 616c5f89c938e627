"""Rows of the tables that several pages of the desk show."""

from marketplace import desk
from marketplace.templatetags.time import exact, when
from marketplace.templatetags.ui import badge


def deadline_badge(deadline):
    """Running, fired, or settled because somebody acted first."""
    if deadline.is_live:
        return badge("active", "Running")
    return badge("settled", "Fired" if deadline.outcome == "fired" else "Somebody acted")


def deadline_rows(deadlines) -> list:
    """What, Due, Step, State. The deadlines come with their order and milestone."""
    return [
        [
            desk.link("milestones_deadline", one.pk, one.get_kind_display()),
            exact(one.due_at),
            step_link(one.milestone),
            deadline_badge(one),
        ]
        for one in deadlines
    ]


def request_rows(requests) -> list:
    """What, State, Asked by, When, Step, Reason. The requests come with their milestone and asker."""
    return [
        [
            desk.link("milestones_request", one.pk, one.get_kind_display()),
            badge(one.state, one.get_state_display()),
            one.asked_by,
            when(one.created_at),
            step_link(one.milestone),
            one.reason,
        ]
        for one in requests
    ]


def step_link(milestone):
    return desk.link("milestones_milestone", milestone.pk, f"step {milestone.position}") if milestone else ""


def order_link(order):
    return desk.link("milestones_order", order.pk, desk.short(f"{order.pk}, {order.title}")) if order else ""
