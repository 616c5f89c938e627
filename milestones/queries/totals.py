"""What an order's money adds up to. Minor units of its currency.

Three amounts have three words, on every page and in every mail: what the client *pays* is the price and the client's
fee, what is *accepted* is the price, what the freelancer *receives* is the price less the freelancer's fee.
"""

from dataclasses import dataclass
from functools import cached_property

from marketplace.policies import fees
from milestones.actions.parts.refunding import fee_back
from milestones.models import Milestone, Order, State
from milestones.models.states import HOLDING


def fee_on(milestone: Milestone, part: int) -> int:
    """The freelancer's fee on releasing so much more of a milestone."""
    return fees.freelancer_fee(milestone.order.policy, milestone.released, part)


def net_of(milestone: Milestone, part: int | None = None) -> int:
    """What the freelancer gets of a part that is released, or of all that is held."""
    part = milestone.held if part is None else part
    return part - fee_on(milestone, part)


@dataclass(frozen=True)
class Totals:
    """Paid, held, returned and to come are the whole price of the plan; milestones that never started are not in it."""

    order: Order

    @cached_property
    def plan(self) -> list[Milestone]:
        return [one for one in self.order.plan if one.state != State.SKIPPED]

    @cached_property
    def paid(self) -> int:
        """What was released, before the freelancer's fee."""
        return sum(one.released for one in self.plan)

    @cached_property
    def held(self) -> int:
        return sum(one.held for one in self.plan)

    @cached_property
    def returned(self) -> int:
        return sum(one.refunded for one in self.plan)

    @cached_property
    def fee_returned(self) -> int:
        """The client's fee that came back with it."""
        return sum(fee_back(one) for one in self.plan)

    @cached_property
    def to_come(self) -> int:
        return sum(one.price - one.carried for one in self.plan if one.state == State.PENDING)

    @property
    def total(self) -> int:
        return self.paid + self.held + self.returned + self.to_come

    @cached_property
    def freelancer_fee(self) -> int:
        return sum(fees.freelancer_fee(self.order.policy, 0, one.released) for one in self.plan)

    @property
    def net(self) -> int:
        """What the freelancer got so far."""
        return self.paid - self.freelancer_fee

    @property
    def holding(self) -> list[Milestone]:
        return [one for one in self.plan if one.state in HOLDING or one.carried and one.state == State.PENDING]
