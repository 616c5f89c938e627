"""The intent to move money at a gateway: a row in the caller's transaction. Nothing has happened yet."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import IntegrityError
from django.db.models import Model, Sum

from escrow import limits, sources
from escrow.models import Payment, PaymentSource
from escrow.models.payments import Kind, State
from escrow.models.turns import TurnKind
from escrow.payments import gateway_calls
from escrow.payments.settling import insist_on_transaction
from marketplace import clock
from marketplace.accounts.models import User
from marketplace.errors import Refused

HEAD_START = timedelta(seconds=20)  # for the nudge, before the reconciler takes an interest


@dataclass(frozen=True)
class Cause:
    """What money moves for. `purpose` names the recorder of the outcome, `reference` the thing, `thread` its history.

    `data` is the caller's own; in it "back" is a link back, "again" one to where another card can be tried, and
    "description" what the payer's bank shows. `key` is one of the caller's own, of what must not be moved twice.
    """

    purpose: str
    reference: str
    thread: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    key: str = ""

    @property
    def fields(self) -> dict[str, Any]:
        """Of the payment; it makes a key itself where the caller has none."""
        return {name: value for name, value in vars(self).items() if name != "key" or value}


def intend(cause: Cause, *, user: User | int, source: PaymentSource, amount: int, currency: str) -> Payment:
    """Write down the intent to charge `source`, in the caller's transaction. `nudge` it, and it will be attempted.

    `amount` in minor units. `user` is a user or a user id. Raises Refused when a charge for the same purpose and
    reference is under way or the source's gateway does not take the amount, and SourceGone when the source was removed.
    """
    insist_on_transaction()
    if wrong := limits.problem(amount, currency, source.gateway):
        raise Refused(wrong, field="source")
    user_id = _id_of(user)
    sources.hold(source, user_id)
    try:
        return Payment.objects.create(
            kind=Kind.CHARGE,
            user_id=user_id,
            source=source,
            amount=amount,
            currency=currency,
            next_try_at=clock.real() + HEAD_START,
            **cause.fields,
        )
    except IntegrityError as error:
        diagnosis: Any = getattr(error.__cause__, "diag", None)
        if diagnosis is None or diagnosis.constraint_name != "escrow_payment_one_live_charge":
            raise
        raise Refused("A payment for this is under way already. We are waiting for the bank's answer.") from error


def refund(
    cause: Cause,
    *,
    amount: int,
    charge: Payment | int | None = None,
    source: PaymentSource | None = None,
    user: User | int | None = None,
    currency: str = "",
) -> Payment:
    """Write down the intent to send money back to where it came from, in the caller's transaction, and nudge it.

    Name the `charge`, or else `source`, `user` and `currency`. In the same transaction the caller posts `amount` (minor
    units) into `intent.payout_address`. From there it goes to the gateway when that succeeds, and into the person's
    wallet when it does not. Raises Refused when more would go back than the charge took.
    """
    insist_on_transaction()
    if charge is not None:
        charge = _refundable(_id_of(charge), amount)
        source, user, currency = charge.source, charge.user_id, charge.currency
    if source is None or user is None:
        raise TypeError("Name the charge, or else whose money goes back to which source.")
    intent = Payment.objects.create(
        kind=Kind.REFUND,
        refunds=charge,
        user_id=_id_of(user),
        source=source,
        amount=amount,
        currency=currency,
        next_try_at=clock.real() + HEAD_START,
        **cause.fields,
    )
    nudge(intent)
    return intent


def nudge(payment: Payment) -> None:
    """Have it attempted as soon as this transaction is committed; if the queue is down, the reconciler will do it."""
    gateway_calls.attempt_soon.delay_on_commit(payment.pk)


def second_key(payment: Payment) -> str:
    """The key of the one charge that may be tried in its place: whoever tries it again asks for the same."""
    return f"{payment.key}:second"


def second_try_of(payment: Payment) -> Payment | None:
    """What was charged, or tried, in its place."""
    return Payment.objects.select_related("source").filter(key=second_key(payment)).first()


def _refundable(charge_id: int, amount: int) -> Payment:
    charge = Payment.objects.select_for_update(no_key=True, of=("self",)).select_related("source").get(pk=charge_id)
    under_way = charge.refunded_by.exclude(state__in=[State.FAILED, State.CANCELLED])
    returned = under_way.exclude(turns__kind=TurnKind.RETURNED).aggregate(sum=Sum("amount", default=0))["sum"]
    if charge.kind != Kind.CHARGE or charge.state != State.SUCCEEDED or returned + amount > charge.amount:
        raise Refused("More than was charged can't be sent back.")
    return charge


def _id_of(row_or_id: Model | int) -> int:
    return row_or_id if isinstance(row_or_id, int) else row_or_id.pk
