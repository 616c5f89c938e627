"""What one side asks of the other in the resolution center."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django_fsm import FSMModelMixin, transition

from marketplace import clock
from marketplace.choices import WordedChoices
from marketplace.transitions import StateField, refusal
from milestones.permissions import any_of, is_clock, is_party, is_support


class CaseKind(models.TextChoices):
    CANCEL = "cancel", "Cancel and refund"
    EXTEND = "extend", "More time"
    CHANGE = "change", "Change the plan"
    CHANGE_ORDER = "change_order", "New scope"
    REOPEN = "reopen", "Reopen the order"
    DISPUTE = "dispute", "Dispute"
    SPLIT = "split", "Split the money"
    PAUSE = "pause", "Let the order rest"
    WAIT = "wait", "Wait for the client"


class CaseState(WordedChoices):
    OPEN = "open", "waiting for an answer", "Waiting for an answer"
    ACCEPTED = "accepted", "accepted", "Accepted"
    DECLINED = "declined", "declined", "Declined"
    WITHDRAWN = "withdrawn", "withdrawn", "Withdrawn"
    DECIDED = "decided", "decided", "Decided"
    SETTLED = "settled", "settled by both sides", "Settled by both sides"


class Fault(models.TextChoices):
    NOBODY = "nobody", "nobody"
    CLIENT = "client", "the client"
    FREELANCER = "freelancer", "the freelancer"


def asked_it(case, by) -> bool:
    return is_party(case, by) and by.pk == case.asked_by_id


def answers_it(case, by) -> bool:
    """The other party of the order."""
    return is_party(case, by) and by.pk != case.asked_by_id


@refusal("Answer the dispute; support decides it.")
def is_a_request(case):
    return case.kind != CaseKind.DISPUTE


@refusal("Accept or decline this request.")
def is_a_dispute(case):
    return case.kind == CaseKind.DISPUTE


@refusal("The other side answers this request; only a dispute is decided.")
def is_to_be_decided(case):
    return is_a_dispute(case)


@refusal("This is a question: it is answered in words.")
def is_no_question(case):
    return case.kind != CaseKind.WAIT


@refusal("This is no question of the freelancer’s.")
def is_a_question(case):
    return case.kind == CaseKind.WAIT


class Case(FSMModelMixin, models.Model):
    """A question from one side of an order to the other, with a reason, an answer and often a deadline for silence.

    `data` holds what is asked, by kind: extend {"days"}; change {"steps", "on"} (see PlanChange); change_order
    {"terms"}; cancel {"fault"}; dispute {"wanted"}, and once it is over {"released", "refunded", "decision"}; split
    {"released", "refunded"}; pause {"until"}, an instant;
    wait nothing, and once it is over {"waited"}, in seconds.
    Amounts in it are minor units of the order's currency.
    """

    order = models.ForeignKey("milestones.Order", on_delete=models.PROTECT, related_name="cases")
    milestone = models.ForeignKey(
        "milestones.Milestone", null=True, blank=True, on_delete=models.PROTECT, related_name="cases"
    )
    kind = models.CharField(max_length=20, choices=CaseKind)
    state = StateField(default=CaseState.OPEN, choices=CaseState, protected=True, max_length=20)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(max_length=5000)
    data = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    answer = models.TextField(max_length=5000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=CaseState.values), name="case_state_known"),
            models.CheckConstraint(condition=Q(state="open") ^ Q(closed_at__isnull=False), name="case_closed_has_time"),
            models.UniqueConstraint(
                fields=["order", "kind", "milestone"],
                condition=Q(state="open"),
                nulls_distinct=False,
                name="case_one_open_of_kind",
            ),
        ]

    def __str__(self):
        return f"the request “{self.get_kind_display()}”"

    def get_absolute_url(self):
        return f"{reverse('milestones:resolution', args=[self.order_id])}#case-{self.pk}"

    @property
    def state_words(self) -> str:
        """Its state, for the middle of a sentence."""
        return CaseState(self.state).words

    def is_about(self, milestone) -> bool:
        """Whether it asks something of this milestone, alone or among others."""
        return self.milestone_id == milestone.pk or any(
            one["milestone"] == milestone.pk and one["before"] != one["terms"] for one in self.data.get("steps", [])
        )

    @property
    def reference(self) -> str:
        return f"case:{self.pk}"

    @transition(
        field=state,
        source=CaseState.OPEN,
        target=CaseState.ACCEPTED,
        permission=any_of(answers_it, is_clock),
        conditions=[is_a_request, is_no_question],
    )
    def accept(self, at, answer=""):
        self.answer, self.closed_at = answer, at

    @transition(
        field=state,
        source=CaseState.OPEN,
        target=CaseState.DECLINED,
        permission=answers_it,
        conditions=[is_a_request, is_no_question],
    )
    def decline(self, at, answer=""):
        self.answer, self.closed_at = answer, at

    @transition(
        field=state,
        source=CaseState.OPEN,
        target=CaseState.ACCEPTED,
        permission=answers_it,
        conditions=[is_a_question],
    )
    def answer_client(self, at, answer):
        """The client answers what the work of a step waits for."""
        self.answer, self.closed_at = answer, at

    @transition(
        field=state,
        source=CaseState.OPEN,
        target=CaseState.WITHDRAWN,
        permission=any_of(asked_it, is_clock),
    )
    def withdraw(self, at):
        self.closed_at = at

    @transition(
        field=state,
        source=CaseState.OPEN,
        target=CaseState.OPEN,
        permission=answers_it,
        conditions=[is_a_dispute],
    )
    def reply(self, at, answer):
        """Answer a dispute: it then waits for support."""
        self.answer, self.answered_at = answer, at

    @transition(
        field=state,
        source=CaseState.OPEN,
        target=CaseState.DECIDED,
        permission=any_of(is_support, is_clock),
        conditions=[is_to_be_decided],
    )
    def decide(self, at):
        self.closed_at = at

    @transition(field=state, source=CaseState.OPEN, target=CaseState.SETTLED, permission=is_party)
    def settle(self, at):
        """A dispute is over: one side gave in, or both agreed on a split."""
        self.closed_at = at

    @property
    def parties(self):
        return self.order
