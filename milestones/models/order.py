"""What an accepted offer becomes."""

from functools import cached_property
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django_fsm import FSMModelMixin, transition

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.choices import WordedChoices
from marketplace.policies.fields import PolicyField
from marketplace.policies.models import CHOICES_OF_ONE, ClientStop, OrderType, Origin
from marketplace.transitions import StateField, gate, refusal
from marketplace.validators import validate_line
from milestones.models import brief, rest
from milestones.models.brief import Briefed, brief_is_there
from milestones.models.conditions import (
    charges_by_itself,
    client_changes_plan,
    client_gives_time,
    comes_from_a_gig,
    creates_milestones,
    has_steps,
    is_next,
    needs_no_yes_to_cancel,
    nobody_is_suspended,
    nothing_handed_in_is_open,
    order_is_active,
    order_is_over,
    other_side_is_suspended,
    plan_is_payable,
    plan_may_change,
    policy_lets_leave,
    policy_lets_stop,
    sides_cancel,
    something_can_be_cancelled,
    something_is_disputable,
    something_is_left,
    something_is_to_be_paid,
    something_is_worked_on,
    suspension_has_lasted,
)
from milestones.models.rest import Resting
from milestones.models.states import DISPUTABLE, DONE, OPEN, WORKING, State
from milestones.permissions import is_client, is_party, is_support, may_ask_for_time

if TYPE_CHECKING:
    from datetime import datetime

    from marketplace.deadlines.models import Deadline
    from milestones.models.case import Case
    from milestones.models.milestone import Milestone


class OrderState(WordedChoices):
    ACTIVE = "active", "active", "Active"
    COMPLETED = "completed", "completed", "Completed"
    CANCELLED = "cancelled", "cancelled", "Cancelled"


class Ending(models.TextChoices):
    FINISHED = "finished", "finished"
    STOPPED_BY_CLIENT = "stopped_by_client", "stopped by the client"
    STOPPED_BY_TIMER = "stopped_by_timer", "stopped by a timer"
    CANCELLED_MUTUALLY = "cancelled_mutually", "cancelled by both sides"
    CANCELLED_BY_SUPPORT = "cancelled_by_support", "cancelled by support"
    LAPSED = "lapsed", "lapsed, because the next step was not paid"
    UNANSWERED = "unanswered", "cancelled by one side, because its questions were not answered"
    PARTY_SUSPENDED = "party_suspended", "ended by one side, because the account of the other is suspended"


STOPPED = {Ending.STOPPED_BY_CLIENT, Ending.STOPPED_BY_TIMER, Ending.LAPSED}


@refusal("You can stop after you approve a step: approve it, or ask for a revision first.")
def stop_is_due(order):
    if order.policy.client_stop == ClientStop.ANY_TIME:
        return True
    return not order.open and bool(order.done)


@refusal("The order has steps under way.")
def nothing_is_open(order):
    return not order.open


@refusal("An order with an accepted step ends completed.")
def nothing_is_done(order):
    return not order.done


@refusal("An order without an accepted step ends cancelled.")
def something_is_done(order):
    return bool(order.done)


@refusal("This order has ended and can’t be reopened, so there is nothing left to ask for.")
def may_reopen(order):
    days = order.policy.reopen_days
    return bool(days and order.ending in STOPPED and clock.now() < order.ended_at + clock.days(days) and order.skipped)


def sees_all(user) -> bool:
    return user.is_staff and user.has_perm("milestones.view_order")


class OrderQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What a person may see: their own orders; support sees all. `Order.is_visible_to` says it of one."""
        return self if sees_all(user) else self.filter(Q(client=user) | Q(freelancer=user))


class Order(Briefed, Resting, FSMModelMixin, models.Model):  # type: ignore[django-manager-missing]  # of its milestones
    """The agreement that milestones belong to: two people, one policy, one currency.

    The order row is the lock for everything that happens to its milestones.
    """

    timers: "list[Deadline]"  # there while it is locked: see milestones.unit_of_work

    client = models.ForeignKey(  # this and the next are indexed with the key: see Meta
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="orders_as_client", db_index=False
    )
    freelancer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="orders_as_freelancer", db_index=False
    )
    policy = PolicyField(on_delete=models.PROTECT, related_name="orders")
    origin = models.CharField(max_length=20, choices=Origin, help_text="How it came to be; never changes.")
    order_type = models.CharField(
        max_length=20,
        choices=CHOICES_OF_ONE,
        default=OrderType.MILESTONES,
        db_default=OrderType.MILESTONES.value,
        help_text="How it is paid; never changes. With one payment it has one step.",
    )
    title = models.CharField(max_length=120, validators=[validate_line])
    scope = models.TextField(max_length=10_000, blank=True)
    currency = models.CharField(max_length=3)
    starts_on = models.DateField(null=True, blank=True)
    zone = models.CharField(
        max_length=64, default="UTC", db_default="UTC", help_text="The time zone in which its days begin and end."
    )
    revisions_allowed = models.PositiveSmallIntegerField(
        default=0, help_text="The allowance of the whole order, where the policy counts by order."
    )
    payment_source = models.ForeignKey(
        "escrow.PaymentSource", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    charge_problem = models.CharField(
        max_length=500,
        blank=True,
        default="",
        db_default="",
        help_text="Why the newest charge for the next step failed, until it is paid.",
    )
    state = StateField(default=OrderState.ACTIVE, choices=OrderState, protected=True, max_length=20)
    ending = models.CharField(max_length=30, choices=Ending, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    fault = models.CharField(
        max_length=20,
        blank=True,
        default="",
        db_default="",
        help_text="Whose fault the cancellation was that ended it, as both agreed.",
    )

    objects = OrderQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        permissions = [("support_order", "Can act for support in an order")]
        indexes = [
            models.Index(fields=["client", "-id"], name="order_client"),
            models.Index(fields=["freelancer", "-id"], name="order_freelancer"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(client=models.F("freelancer")), name="order_two_people"),
            models.CheckConstraint(condition=Q(origin__in=Origin.values), name="order_origin_known"),
            models.CheckConstraint(condition=Q(order_type__in=["single", "milestones"]), name="order_type_known"),
            models.CheckConstraint(condition=Q(state__in=OrderState.values), name="order_state_known"),
            models.CheckConstraint(condition=Q(ending__in=["", *Ending.values]), name="order_ending_known"),
            models.CheckConstraint(
                condition=Q(state="active", ending="", ended_at__isnull=True)
                | (~Q(state="active") & ~Q(ending="") & Q(ended_at__isnull=False)),
                name="order_ended_has_ending",
            ),
            *brief.CONSTRAINTS,
            *rest.CONSTRAINTS,
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("milestones:order", args=[self.pk])

    def is_visible_to(self, user) -> bool:
        """Whether it is among what `visible_to` gives this person."""
        return user.pk in (self.client_id, self.freelancer_id) or sees_all(user)

    @property
    def state_words(self) -> str:
        """Its state, for the middle of a sentence."""
        return OrderState(self.state).words

    @property
    def thread(self) -> str:
        """Whose history its events and journal entries belong to."""
        return f"order:{self.id}"

    @property
    def parties(self) -> "Order":
        return self

    @cached_property
    def out_of_trade(self) -> list[User]:
        """Those of the two sides whose account is closed or suspended, as they are under the lock."""
        return [one for one in (self.client, self.freelancer) if not one.is_in_trade]

    @property
    def closed(self) -> list[User]:
        """Those whose account is closed: nothing is paid while one is."""
        return [one for one in self.out_of_trade if not one.is_active]

    @property
    def suspended(self) -> list[User]:
        """Those whose account is suspended: what runs goes on, and nothing is charged by itself for their work."""
        return [one for one in self.out_of_trade if one.is_active]

    def suspended_beside(self, person) -> list[User]:
        """Who else in it is suspended than this person. A closed account may be suspended as well."""
        return [one for one in self.out_of_trade if one.is_suspended and one.pk != person.pk]

    def may_leave_from(self, suspended: User) -> "datetime | None":
        """From when on the other side of this suspended person may end it alone; None where its policy has no such way.

        The days count from the suspension.
        """
        days = self.policy.suspended_end_days
        return suspended.suspended_at + clock.days(days) if days and suspended.suspended_at else None

    @cached_property
    def plan(self) -> "list[Milestone]":
        """Its milestones in order, each sharing this very order object."""
        plan = list(self.milestones.order_by("position"))
        for milestone in plan:
            milestone.order = self
        return plan

    @cached_property
    def open_cases(self) -> "list[Case]":
        """The questions that wait for an answer, newest first, each sharing this very order object."""
        cases = list(self.cases.filter(state="open"))
        for case in cases:
            case.order = self
        return cases

    @property
    def is_single(self) -> bool:
        """Whether one payment pays for all of it, so that its plan is one milestone."""
        return self.order_type == OrderType.SINGLE

    @property
    def review_days(self) -> int | None:
        """The days to review a delivery; None where there is no window."""
        return self.policy.review_days_of(self.order_type)

    @property
    def is_active(self) -> bool:
        return self.state == OrderState.ACTIVE

    @property
    def open(self) -> "list[Milestone]":
        """Milestones with money held and work or a decision outstanding."""
        return [one for one in self.plan if one.state in OPEN]

    @property
    def pending(self) -> "list[Milestone]":
        return [one for one in self.plan if one.state == State.PENDING]

    @property
    def done(self) -> "list[Milestone]":
        """Accepted milestones, paid already or to be paid on completion."""
        return [one for one in self.plan if one.state in DONE]

    @property
    def skipped(self) -> "list[Milestone]":
        """What the plan still had when the order ended, or was stopped: not what was taken out of it before."""
        return [one for one in self.plan if one.state == State.SKIPPED and not one.is_removed]

    @property
    def next_pending(self):
        """The milestone that is paid next, or None."""
        return next(iter(self.pending), None)

    @property
    def worked_on(self) -> "list[Milestone]":
        """The milestones whose turn it is to be worked on, or to be judged."""
        return [one for one in self.open if one.state not in WORKING or is_next(one)]

    @property
    def disputable(self) -> "list[Milestone]":
        """Milestones with money in escrow that nobody disputes yet."""
        return [one for one in self.plan if one.state in DISPUTABLE]

    @property
    def revisions_used(self) -> int:
        return sum(one.revisions_used for one in self.plan)

    def other(self, user):
        """The other side, as this person sees it."""
        return self.freelancer if user.pk == self.client_id else self.client

    # What is done without changing its state. Who may, and what must hold, as transitions have it.

    fund_plan = gate(permission=is_client, conditions=[plan_is_payable, order_is_active, something_is_to_be_paid])
    choose_source = gate(permission=is_client, conditions=[charges_by_itself, order_is_active, something_is_to_be_paid])
    change_plan = gate(permission=is_client, conditions=[plan_may_change, client_changes_plan, order_is_active])
    ask_to_change = gate(permission=is_party, conditions=[plan_may_change, order_is_active])
    add_milestone = gate(
        permission=is_client, conditions=[creates_milestones, client_changes_plan, has_steps, order_is_active]
    )
    ask_for_time = gate(
        permission=may_ask_for_time, conditions=[order_is_active, something_is_worked_on, brief_is_there]
    )
    grant_time = gate(
        permission=is_client, conditions=[client_gives_time, order_is_active, something_is_worked_on, brief_is_there]
    )
    ask_to_cancel = gate(
        permission=is_party,
        conditions=[order_is_active, needs_no_yes_to_cancel, sides_cancel, something_can_be_cancelled],
    )
    dispute = gate(permission=is_party, conditions=[order_is_active, something_is_disputable])
    ask_to_reopen = gate(permission=is_party, conditions=[may_reopen, nobody_is_suspended])
    order_again = gate(permission=is_client, conditions=[comes_from_a_gig, order_is_over])
    leave = gate(
        permission=is_party,
        conditions=[
            order_is_active,
            policy_lets_leave,
            other_side_is_suspended,
            suspension_has_lasted,
            nothing_handed_in_is_open,
        ],
    )
    cancel_by_support = gate(permission=is_support, conditions=[order_is_active])
    extend_deadline = gate(permission=is_support)

    @transition(
        field=state,
        source=OrderState.ACTIVE,
        target=OrderState.ACTIVE,
        permission=is_client,
        conditions=[policy_lets_stop, something_is_left, stop_is_due],
    )
    def stop(self):
        """The client wants no further milestone. What is under way is not touched."""

    @transition(
        field=state,
        source=OrderState.ACTIVE,
        target=OrderState.COMPLETED,
        conditions=[nothing_is_open, something_is_done],
    )
    def complete(self, ending, at):
        self.ending, self.ended_at = ending, at

    @transition(
        field=state,
        source=OrderState.ACTIVE,
        target=OrderState.CANCELLED,
        conditions=[nothing_is_open, nothing_is_done],
    )
    def cancel(self, ending, at):
        self.ending, self.ended_at = ending, at

    @transition(
        field=state,
        source=[OrderState.COMPLETED, OrderState.CANCELLED],
        target=OrderState.ACTIVE,
        conditions=[may_reopen, nobody_is_suspended],
    )
    def reopen(self):
        self.ending, self.ended_at, self.fault = "", None, ""
