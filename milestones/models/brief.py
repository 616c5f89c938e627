"""The brief of an order: the questions that come with it, whether they are answered, and what may be done about it."""

from django.db import models
from django.db.models import Q

from marketplace import clock
from marketplace.policies.models import RequirementsEnd
from marketplace.transitions import gate, refusal
from milestones.models.conditions import order_is_active
from milestones.models.states import State
from milestones.permissions import is_client, is_freelancer, may_call_off

REMINDED_EVERY = clock.days(1)  # by the freelancer, at most
UNTOUCHED = {State.PENDING, State.FUNDED, State.CANCELLED, State.SKIPPED}


@refusal("The questions of this order wait for answers, so its time does not run yet.")
def brief_is_there(about):
    return not about.parties.awaits_brief


@refusal("The questions of this order wait for answers. Start without them first, then deliver.")
def work_has_begun(about):
    return brief_is_there(about)


@refusal("This order asks no questions.")
def asks_something(order):
    return order.asked_at is not None


@refusal("The questions of this order don’t wait for answers any more.")
def answers_are_awaited(order):
    return order.awaits_brief


@refusal("Nothing was handed in that could be sent back.")
def answers_were_handed_in(order):
    return order.briefed_at is not None and not order.brief_skipped


@refusal("Under this rulebook answers can’t be sent back.")
def policy_lets_return(order):
    return order.policy.requirements_returns > 0


@refusal("The answers were sent back as often as this rulebook lets you.")
def returns_are_left(order):
    return order.returns_used < order.policy.requirements_returns


@refusal("Work was handed in, released or disputed already.")
def is_untouched(order):
    return all(one.state in UNTOUCHED and not (one.delivered_at or one.released) for one in order.plan)


@refusal("A reminder went out within a day.")
def reminder_is_due(order):
    return order.reminded_at is None or clock.now() >= order.reminded_at + REMINDED_EVERY


@refusal("Under this rulebook nobody cancels alone because answers are missing.")
def policy_lets_call_off(order):
    return order.policy.requirements_end != RequirementsEnd.WAITS


@refusal("The time to answer the questions has not run out yet.")
def answers_are_overdue(order):
    return order.brief_until is None or clock.now() >= order.brief_until


class Briefed(models.Model):
    """What an order knows of its brief. The questions and answers are rows of their own (OrderQuestion).

    While the brief is awaited the order is active, and the time of what is paid stands: no due date, nothing is late.
    """

    asked_at = models.DateTimeField(
        null=True, blank=True, help_text="Since when the client is asked; anew when the answers were sent back."
    )
    briefed_at = models.DateTimeField(
        null=True, blank=True, help_text="When nobody waited for answers any more, and the time began to run."
    )
    brief_skipped = models.BooleanField(
        default=False,
        db_default=False,
        help_text="It began without: no answer is needed, or the freelancer did not wait.",
    )
    brief_until = models.DateTimeField(
        null=True, blank=True, help_text="From then on it may be cancelled for want of answers, where there is a time."
    )
    brief_problem = models.TextField(
        max_length=5000, blank=True, default="", db_default="", help_text="Why the answers were sent back, until then."
    )
    returns_used = models.PositiveSmallIntegerField(default=0, db_default=0)
    reminded_at = models.DateTimeField(
        null=True, blank=True, help_text="When the freelancer last reminded the client of the questions."
    )

    class Meta:
        abstract = True

    @property
    def awaits_brief(self) -> bool:
        """Whether the work waits for answers: some are needed, and they are neither handed in nor done without."""
        return self.asked_at is not None and self.briefed_at is None

    answer = gate(permission=is_client, conditions=[order_is_active, asks_something])
    hand_in_answers = gate(permission=is_client, conditions=[order_is_active, answers_are_awaited])
    skip_answers = gate(permission=is_freelancer, conditions=[order_is_active, answers_are_awaited])
    return_answers = gate(
        permission=is_freelancer,
        conditions=[order_is_active, answers_were_handed_in, policy_lets_return, returns_are_left, is_untouched],
    )
    remind = gate(permission=is_freelancer, conditions=[order_is_active, answers_are_awaited, reminder_is_due])
    call_off = gate(
        permission=may_call_off,
        conditions=[order_is_active, answers_are_awaited, policy_lets_call_off, answers_are_overdue, is_untouched],
    )


CONSTRAINTS = [
    models.CheckConstraint(
        condition=Q(asked_at__isnull=False) | Q(briefed_at__isnull=True), name="order_briefed_asked"
    ),
    models.CheckConstraint(
        condition=Q(brief_skipped=False) | Q(briefed_at__isnull=False), name="order_brief_skipped_has_time"
    ),
    models.CheckConstraint(
        condition=Q(brief_until__isnull=True) | Q(asked_at__isnull=False), name="order_brief_until_asked"
    ),
    models.CheckConstraint(
        condition=Q(brief_problem="") | Q(briefed_at__isnull=True, asked_at__isnull=False),
        name="order_brief_problem_is_open",
    ),
]
