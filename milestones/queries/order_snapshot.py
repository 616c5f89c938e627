"""An order as it stands, for one reader."""

from dataclasses import dataclass, field, replace

from escrow.models import Payment
from marketplace.deadlines.models import Deadline
from milestones.models import Case, Order
from milestones.queries.reader import Reader


@dataclass(frozen=True)
class OrderSnapshot:
    """The live timers of an order and its newest payment; the reader brings the order, with its plan and requests.

    `answered` are the requests whose answer is told of.
    """

    reader: Reader
    timers: list[Deadline] = field(default_factory=list)
    payment: Payment | None = None
    answered: tuple[Case, ...] = ()

    @property
    def order(self) -> Order:
        return self.reader.order

    @property
    def cases(self) -> list[Case]:
        """The requests that wait for an answer."""
        return [one for one in self.order.open_cases if one not in self.answered]

    def answering(self, *cases: Case) -> "OrderSnapshot":
        """The same, for telling what an answer to these requests does."""
        return replace(self, answered=(*self.answered, *cases))

    @property
    def is_paying(self) -> bool:
        """Whether a payment for a milestone is at the bank."""
        return bool(self.payment and self.payment.is_live)

    def timer(self, *kinds, milestone=None, case=None) -> Deadline | None:
        """The live timer of these kinds: of a milestone, of a request, or of the order."""
        for one in self.timers:
            of_milestone = milestone is None or one.milestone_id == milestone.pk
            of_case = case is None or one.case_id == case.pk
            if one.kind in kinds and of_milestone and of_case:
                return one
        return None
