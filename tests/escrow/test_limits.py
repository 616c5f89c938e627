"""What can be charged at once, and what is said of an amount that can't."""

import pytest

from escrow import limits, payments
from escrow.gateways.base import Limits
from escrow.gateways.sandbox.gateway import Sandbox
from escrow.models import Payment
from marketplace.errors import Refused
from tests.escrow.conftest import intend


def no_fee(price):
    return 0


def tenth(price):
    return price // 10


@pytest.mark.parametrize(
    ("limits", "amount", "up", "down"),
    [
        (Limits(50, 1, 1000), 7, 50, 7),
        (Limits(50, 1, 1000), 51, 51, 51),
        (Limits(100, 10, 1000), 101, 110, 100),
        (Limits(100, 10, 1000), 110, 110, 110),
        (Limits(95, 10, 1000), 1, 100, 0),
    ],
)
def test_the_nearest_amounts_that_fit(limits, amount, up, down):
    assert (limits.up(amount), limits.down(amount)) == (up, down)


@pytest.mark.parametrize(("amount", "fits"), [(99, False), (100, True), (105, False), (1000, True), (1010, False)])
def test_an_amount_fits_or_does_not(amount, fits):
    assert Limits(100, 10, 1000).takes(amount) is fits


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (49, "The least that can be paid at once is $0.50."),
        (50, ""),
        (100_000, ""),
        (100_001, "The most that can be paid at once is $1,000.00."),
    ],
)
def test_an_amount_outside_is_told_what_would_be_inside(amount, said, takes):
    takes(smallest=50, step=1, largest=100_000)

    assert limits.problem(amount, "USD") == said


def test_with_three_decimals_the_last_one_is_a_zero(db):
    assert limits.problem(12_340, "KWD") == ""
    assert limits.problem(12_345, "KWD") == "Payments in KWD go in steps of KWD\N{NO-BREAK SPACE}0.010."


def test_a_currency_that_the_gateway_does_not_take(takes):
    takes(None)

    assert limits.not_taken("CHF") == "Payments in CHF can’t be made on this site."
    assert limits.problem(100, "CHF") == "Payments in CHF can’t be made this way."
    assert limits.returnable(100, "CHF") == 0


def test_a_price_is_judged_with_the_fee_on_it_and_told_the_next_that_would_do(takes):
    takes(smallest=50, step=10, largest=1000)

    assert limits.price_problem(100, "USD", tenth) == ""
    assert limits.price_problem(110, "USD", tenth) == (
        "With the fee on it $1.21 would have to be paid. Payments in USD go in steps of $0.10. $2.00 would do."
    )
    assert limits.price_problem(7, "USD", no_fee).endswith("is $0.50. $0.50 would do.")
    assert limits.price_problem(950, "USD", tenth) == (
        "With the fee on it $10.45 would have to be paid. The most that can be paid at once is $10.00."
    )


@pytest.mark.parametrize(("missing", "charged"), [(20, 50), (50, 50), (70, 70), (1000, 1000)])
def test_a_rest_that_is_too_small_takes_more(missing, charged, takes):
    takes(smallest=50, step=1, largest=5000)

    assert limits.rest(1000, missing, "USD", "sandbox") == charged


def test_a_rest_is_never_more_than_the_whole(takes):
    takes(smallest=50, step=10, largest=5000)

    assert limits.rest(1000, 991, "USD", "sandbox") == 1000
    with pytest.raises(Refused, match=r"\$0.30 can’t be charged. The least that can be paid at once is \$0.50."):
        limits.rest(30, 20, "USD", "sandbox")
    with pytest.raises(Refused, match="go in steps"):
        limits.rest(1005, 1001, "USD", "sandbox")
    with pytest.raises(Refused, match="The most"):
        limits.rest(9000, 9000, "USD", "sandbox")


def test_nothing_is_intended_that_the_gateway_does_not_take(ada, visa, takes):
    takes(smallest=50, step=1, largest=5000)

    for amount in (49, 5001):
        with pytest.raises(Refused) as refused:
            intend(ada, visa, amount)
        assert refused.value.field == "source"
    assert not Payment.objects.exists()
    assert payments.attempt(intend(ada, visa, 50)).state == "succeeded"


@pytest.mark.parametrize("currency", ["USD", "JPY", "KWD"])
def test_the_sandbox_takes_whatever_a_form_takes(currency):
    taken = Sandbox().limits(currency)

    assert taken.takes(taken.smallest)
    assert taken.takes(taken.largest)
    assert taken.step == (10 if currency == "KWD" else 1)
