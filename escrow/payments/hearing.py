"""What a gateway tells us unasked: outcomes of payments, and facts about those that were settled."""

from collections.abc import Iterable

from escrow.gateways.base import Fact, Outcome
from escrow.models import Payment
from escrow.payments.gateway_calls import attempt
from escrow.payments.recording import record
from escrow.payments.turning import NotYet, take


def hear(gateway_name: str, told: Iterable[tuple[str, Outcome | Fact]]) -> None:
    """Record what a gateway told us. Keys that are not ours are ignored.

    Raises NotYet, after all of it was heard, where something is of a payment that has no final answer even now.
    """
    told = list(told)
    payments = Payment.objects.filter(source__gateway=gateway_name).in_bulk([key for key, _ in told], field_name="key")
    too_early: list[NotYet] = []
    for key, said in told:
        if key not in payments:
            continue
        if isinstance(said, Outcome):
            record(payments[key], said)
            continue
        try:
            _take(payments[key], said)
        except NotYet as error:
            too_early.append(error)
    if too_early:
        raise too_early[0]


def _take(payment: Payment, fact: Fact) -> None:
    """What overtook the answer to our own question waits for that."""
    attempt(payment)
    take(payment.pk, fact)
