"""What the editor shows beside its forms: the running total, who pays what, what each ending pays to whom."""

from django.utils.functional import cached_property

from marketplace.offers.editor.raw_input import RawInput
from marketplace.offers.models import Side
from marketplace.policies import explanation, forecast, quotes
from marketplace.policies.models import Writers
from marketplace.policies.plan import MilestoneTerms
from milestones.forms import plan_ops


class Sums:
    """Worked out from what is typed, as far as it can be. Amounts are minor units."""

    def __init__(self, typed: RawInput):
        self.currency, self.policy, self.side = typed.currency, typed.policy, typed.side
        self.order_type, self.span = typed.order_type, typed.span
        rows = [row for row in typed.rows if not plan_ops.is_blank(row)]
        self.amounts = [plan_ops.minor(str(row.get("amount") or ""), self.currency) or 0 for row in rows]

    @property
    def total(self) -> int:
        return sum(self.amounts)

    @cached_property
    def quote(self) -> quotes.Quote | None:
        """What it costs, as soon as every milestone that was begun has an amount."""
        if self.policy is None or self.currency not in self.policy.currencies or min(self.amounts, default=0) <= 0:
            return None
        plan, (months, discount) = [MilestoneTerms("", amount) for amount in self.amounts], self.span
        return quotes.quote(self.policy, plan, self.currency, months=months, discount=discount)

    @property
    def endings(self) -> list[forecast.Outcome]:
        return forecast.of_plan(self.policy, self.amounts, self.currency, self.order_type)

    @property
    def rules(self) -> list:
        """The chosen rulebook in plain words."""
        return explanation.sections(self.policy, self.currency if self.currency in self.policy.currencies else "USD")

    @property
    def may_write(self) -> bool:
        """Whether the chosen rulebook lets this side write the plan at all."""
        return not (self.policy and self.policy.plan_written_by == Writers.FREELANCER and self.side == Side.CLIENT)
