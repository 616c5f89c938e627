"""How much may be charged in which currency: https://docs.stripe.com/currencies. All in Stripe's minor units.

Stripe's exponent is not always that of ISO 4217: ISK and UGX have two digits here, and both are nought. What the page
says of currencies that are not here has to be read before they are added.
"""

from tests.stripe.errors import Refused

LARGEST = 99_999_999
SMALLEST = {
    "usd": 50,
    "eur": 50,
    "gbp": 30,
    "chf": 50,
    "cad": 50,
    "sek": 300,
    "dkk": 250,
    "jpy": 50,
    "isk": 6000,
    "ugx": 180_000,
    "bhd": 200,
    "jod": 360,
    "kwd": 160,
    "omr": 200,
    "tnd": 1500,
}
STEP = {"isk": 100, "ugx": 100} | dict.fromkeys(("bhd", "jod", "kwd", "omr", "tnd"), 10)


def check_charge(amount: int, currency: str) -> None:
    """Raises Refused where Stripe would not charge this much."""
    check_step(amount, currency)
    if amount < SMALLEST[currency]:
        raise Refused("Amount must be at least the smallest.", code="amount_too_small", param="amount")
    if amount > LARGEST:
        raise Refused("Amount must be no more than 99999999.", code="amount_too_large", param="amount")


def check_step(amount: int, currency: str) -> None:
    if currency not in SMALLEST:
        raise Refused(f"Invalid currency: {currency}. The double knows {', '.join(SMALLEST)}.", param="currency")
    if amount <= 0:
        raise Refused("Invalid positive integer", code="parameter_invalid_integer", param="amount")
    if amount % STEP.get(currency, 1):
        raise Refused(f"Amounts in {currency} end in nought.", code="parameter_invalid_integer", param="amount")
