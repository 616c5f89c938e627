"""A package by subscription: who pays what each month, in numbers and in words. Amounts are minor units."""

from dataclasses import dataclass

from marketplace.formats import minor_text, percent_text
from marketplace.policies.fees import client_fee, price_of_month
from marketplace.policies.models import Policy


def terms_in_words(price: int, discount: int, currency: str) -> str:
    """ "$240.00 for the first month, $216.00 (10 % less) for each further one"."""
    if not discount:
        return f"{minor_text(price, currency)} for each month"
    later, less = minor_text(price_of_month(price, discount, 2), currency), percent_text(discount)
    return f"{minor_text(price, currency)} for the first month, {later} ({less} less) for each further one"


@dataclass(frozen=True)
class Monthly:
    """What a client pays for a package by subscription, fees included."""

    policy: Policy
    price: int
    discount: int
    currency: str
    spans: list[int]  # how many months there may be

    @property
    def first(self) -> int:
        return self._pays(1)

    @property
    def later(self) -> int:
        return self._pays(2)

    @property
    def less(self) -> str:
        return percent_text(self.discount) if self.discount else ""

    @property
    def totals(self) -> list[tuple[int, int]]:
        """All of it, by the number of months."""
        return [(months, self.first + (months - 1) * self.later) for months in self.spans]

    def _pays(self, number: int) -> int:
        price = price_of_month(self.price, self.discount, number)
        return price + client_fee(self.policy, self.currency, price, opening=True)
