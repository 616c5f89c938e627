"""What support does to orders: each verb told once, in the shape of those of the order page (milestones.verbs).

They call the locked actions that everybody's verbs are, with an actors.Support as `by`. Their pages are `support_acts`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from marketplace import admin_base, clock
from marketplace.actors import Support
from marketplace.deadlines.models import Deadline
from marketplace.formats import minor_text
from marketplace.verbs import Verb
from milestones.actions import approve, disputes, support
from milestones.admin import consequences, timer_consequences
from milestones.admin.brief import brief
from milestones.forms.support import DecideForm, ExtendForm, JudgeForm, ReasonForm
from milestones.models import Case, CaseKind, Milestone, Order
from milestones.timer_kinds import Kind


@dataclass(frozen=True, kw_only=True)
class DeskVerb(Verb):
    """One thing that support may do to a row. Its name is the last word of the page's address.

    `tells` are the sentences of its page, `done` is what it says afterwards; `previews`: it can tell more once the form
    is filled in.
    """

    tells: Callable[..., list[str]]
    form: type[ReasonForm] = ReasonForm
    tone: str = ""
    concerns: Callable[[object], bool] = lambda row: True  # whether rows like this one know the verb at all
    shows: Callable[[object, object], Iterable[admin_base.Panel]] = lambda row, user: []  # what it is decided on

    def offered(self, row, user) -> bool:
        """Whether this member of staff may do it now; the action asks again, under the lock."""
        return self.concerns(row) and self.may(row, Support(user, "")) and self.worth(user, row)


def _extend(deadline, *, by, days: int, seen: datetime):
    deadline.due_at = seen
    return support.extend_deadline(deadline, by=by, days=days)


def _tell_extending(deadline, days: int | None = None, seen=None) -> list[str]:
    return timer_consequences.of_extending(deadline, deadline.due_at + clock.days(days) if days else None)


def _tell_decision(request, released: int | None = None) -> list[str]:
    milestone = consequences.in_plan(request.milestone)
    if released is not None:
        return consequences.of_decision(milestone, released)
    held = minor_text(milestone.held, milestone.currency)
    return [
        f"{held} is held for step {milestone.position}.",
        "Released in full: " + " ".join(consequences.of_decision(milestone, milestone.held)),
        "Refunded in full: " + " ".join(consequences.of_decision(milestone, 0)),
    ]


APPROVE = DeskVerb(
    name="approve",
    label="Approve",
    done="The step is accepted.",
    about=Milestone,
    gate="accept_by_support",
    tells=consequences.of_approval,
    act=approve.approve_for_support,
    form=JudgeForm,
)
CANCEL = DeskVerb(
    name="cancel",
    label="Cancel and refund",
    done="The step is cancelled and its money is on its way back.",
    about=Milestone,
    gate="cancel_and_refund",
    tells=consequences.of_cancelling,
    act=support.cancel_and_refund,
    form=JudgeForm,
    tone="bad",
)
CANCEL_ORDER = DeskVerb(
    name="cancel",
    label="Cancel the order",
    done="The order is over.",
    about=Order,
    gate="cancel_by_support",
    tells=consequences.of_cancelling_order,
    act=support.cancel_order,
    tone="bad",
)
EXTEND = DeskVerb(
    name="extend",
    label="Extend",
    done="The timer was put off.",
    concerns=lambda one: one.order_id is not None and one.kind not in (Kind.REMIND, Kind.SUSPENSION),
    about=Deadline,
    gate=lambda deadline: deadline.order.extend_deadline,
    worth=lambda user, one: one.is_live,
    tells=_tell_extending,
    act=_extend,
    form=ExtendForm,
    previews=True,
)
DECIDE = DeskVerb(
    name="decide",
    label="Decide the dispute",
    done="The dispute is decided.",
    concerns=lambda one: one.kind == CaseKind.DISPUTE,
    about=Case,
    tells=_tell_decision,
    act=disputes.decide,
    form=DecideForm,
    shows=brief,
    previews=True,
)
