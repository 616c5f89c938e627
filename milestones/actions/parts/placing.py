"""Placing an order. The verbs are in the apps where orders come from; they call this inside their transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from escrow.models import PaymentSource
from marketplace.accounts.models import User
from marketplace.policies.models import OrderType, Policy
from marketplace.policies.plan import MilestoneTerms
from milestones.actions.parts import briefing, planning
from milestones.models import Milestone, Order
from milestones.questions import Question
from milestones.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Agreement:
    """What two people agreed on. Amounts in `plan` are minor units of `currency`; `origin` is how they came to it.

    With `order_type` single, one payment for the whole work, the plan is one milestone. `questions` are asked where
    the policy has that.
    """

    client: User
    freelancer: User
    policy: Policy
    origin: str
    title: str
    currency: str
    plan: list[MilestoneTerms]
    order_type: str = OrderType.MILESTONES
    scope: str = ""
    starts_on: date | None = None
    zone: str = "UTC"
    revisions_allowed: int = 0
    payment_source: PaymentSource | None = None
    questions: Sequence[Question] = ()

    @property
    def as_order(self) -> Order:
        """An unsaved order on these terms."""
        return Order(**{name: value for name, value in vars(self).items() if name not in ("plan", "questions")})


def place(work: UnitOfWork, agreement: Agreement) -> Order:
    """Make the order and its milestones, all pending. The caller funds what the policy says, and saves.

    They are written at once: nobody else can know them, and everything that follows names their keys.
    """
    order = agreement.as_order
    order.created_at = work.now
    work.create(order)
    milestones = Milestone.objects.bulk_create(
        planning.draw(order, terms, position) for position, terms in enumerate(agreement.plan, start=1)
    )
    work.take(order, milestones, timers=[], cases=[])
    work.record("order.placed", order)
    if agreement.questions and order.policy.asks_before_start:
        briefing.place(work, order, agreement.questions)
    return order
