"""Moving money at a gateway, so that no crash, timeout or double click moves it twice or loses it.

1. `intend` (or `refund`) writes the intent in the caller's transaction and nothing has happened yet.
2. After the commit `attempt` asks the gateway, outside of any transaction, with the intent's idempotency key.
3. `record` writes the answer down in a transaction of its own. An attempt, a webhook and the reconciler may all do so;
   the first one wins. What the money is for decides what is written: each purpose has its `recorder`.

Whatever dies in between, `attempt_due` finishes later: it asks the gateway what became of the key.
"""

import logging
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import F, Sum
from django.db.transaction import TransactionManagementError

from escrow import accounts, gateways, ledger, sources, tasks
from escrow.gateways.base import UNKNOWN, Outcome, Status
from escrow.models import Payment, PaymentSource
from escrow.models.payments import Kind, State
from marketplace import clock
from marketplace.actors import GATEWAY
from marketplace.errors import Refused
from marketplace.events.models import Event

logger = logging.getLogger(__name__)

HEAD_START = timedelta(seconds=20)  # for the nudge, before the reconciler takes an interest
ANSWER_WITHIN = timedelta(minutes=1)  # no gateway call takes longer; after that whoever made it is taken for dead
LOOK_AGAIN = timedelta(minutes=10)  # at one that waits for its payer: a webhook usually tells us sooner
CONFIRM_WITHIN = timedelta(days=1)
LONGEST_WAIT = timedelta(hours=1)

Recorder = Callable[[int, Outcome], object]
_recorders: dict[str, Recorder] = {}


def recorder(purpose: str) -> Callable[[Recorder], Recorder]:
    """Name the function that writes down what became of the payments for a purpose.

    It is called with the payment's id and a final outcome, outside of any transaction. It opens its own durable one,
    locks its own rows first (order, milestone), calls `settle`, does nothing more if that says None, and otherwise
    moves the money by the payment's state. It must be imported wherever the project runs (AppConfig.ready).
    """

    def register(function: Recorder) -> Recorder:
        _recorders[purpose] = function
        return function

    return register


# Intents


def intend(
    *,
    purpose: str,
    reference: str,
    thread: str,
    user,
    source: PaymentSource,
    amount: int,
    currency: str,
    data=None,
    key: str = "",
) -> Payment:
    """Write down the intent to charge `source`, in the caller's transaction. `nudge` it, and it will be attempted.

    `amount` in minor units. `user` is a user or a user id. `data` is the caller's own; in it "back" is a link back,
    "again" one to where another card can be tried, and "description" what the payer's bank shows. `key` is one of the
    caller's own, of what must not be charged twice. Raises Refused when a charge for the same purpose and reference is
    under way, or when the source is gone.
    """
    _insist_on_transaction()
    user_id = _id_of(user)
    if source.removed_at or source.user_id != user_id:
        raise Refused(sources.GONE, field="source")
    try:
        return Payment.objects.create(
            kind=Kind.CHARGE,
            user_id=user_id,
            source=source,
            amount=amount,
            currency=currency,
            purpose=purpose,
            reference=reference,
            thread=thread,
            data=data or {},
            next_try_at=clock.real() + HEAD_START,
            **({"key": key} if key else {}),
        )
    except IntegrityError as error:
        if error.__cause__.diag.constraint_name != "escrow_payment_one_live_charge":
            raise
        raise Refused("A payment for this is under way already. We are waiting for the bank's answer.") from error


def refund(
    *,
    amount: int,
    reference: str,
    thread: str = "",
    charge: Payment | int | None = None,
    source: PaymentSource | None = None,
    user=None,
    currency: str = "",
    key: str = "",
    purpose: str = "refund",
    data=None,
) -> Payment:
    """Write down the intent to send money back to where it came from, in the caller's transaction, and nudge it.

    Name the `charge`, or else `source`, `user` and `currency`. In the same transaction the caller posts `amount` (minor
    units) into `waiting_room(intent)`. From there it goes to the gateway when that succeeds, and into the person's
    wallet when it does not. Raises Refused when more would go back than the charge took.
    """
    _insist_on_transaction()
    if charge is not None:
        charge = _refundable(_id_of(charge), amount)
        source, user, currency = charge.source, charge.user_id, charge.currency
    intent = Payment(
        kind=Kind.REFUND,
        refunds=charge,
        user_id=_id_of(user),
        source=source,
        amount=amount,
        currency=currency,
        purpose=purpose,
        reference=reference,
        thread=thread,
        data=data or {},
        next_try_at=clock.real() + HEAD_START,
    )
    if key:
        intent.key = key
    intent.save(force_insert=True)
    nudge(intent)
    return intent


def waiting_room(payment: Payment) -> accounts.Address:
    """Where the money of a refund waits until the gateway says that it left."""
    return payment.payout_address


def nudge(payment: Payment) -> None:
    """Have it attempted as soon as this transaction is committed; if the queue is down, the reconciler will do it."""
    tasks.attempt.delay_on_commit(payment.pk)


def _refundable(charge_id: int, amount: int) -> Payment:
    charge = Payment.objects.select_for_update(no_key=True, of=("self",)).select_related("source").get(pk=charge_id)
    returned = (
        charge.refunded_by.exclude(state__in=[State.FAILED, State.CANCELLED]).aggregate(sum=Sum("amount"))["sum"] or 0
    )
    if charge.kind != Kind.CHARGE or charge.state != State.SUCCEEDED or returned + amount > charge.amount:
        raise Refused("More than was charged can't be sent back.")
    return charge


# Asking the gateway


def attempt(payment: Payment) -> Payment:
    """Ask the gateway, and record its answer. Safe to do twice, and at the same time as somebody else.

    Raises RuntimeError inside a transaction: a gateway's answer cannot be rolled back.
    """
    for claimed in _claim(Payment.objects.filter(pk=payment.pk)):
        record(claimed, _ask(claimed))
    return Payment.objects.select_related("source").get(pk=payment.pk)


def attempt_due(limit: int = 50) -> int:
    """Attempt the payments whose time has come; returns how many.

    Several may run at once: each takes what no other has. What one has taken when it dies comes up again.
    """
    claimed = _claim(Payment.objects.filter(next_try_at__lte=clock.real()).order_by("next_try_at"), limit)
    for payment in claimed:
        try:
            record(payment, _give_up(payment) if _is_abandoned(payment) else _ask(payment))
        except Exception:
            logger.exception("The answer to %s could not be recorded; trying again later.", payment)
    return len(claimed)


def cancel(payment: Payment) -> Payment:
    """Have the gateway see to it that a charge does not succeed any more, and record what it says.

    It may say that the charge succeeded before. Raises RuntimeError inside a transaction.
    """
    for claimed in _claim(Payment.objects.filter(pk=payment.pk, kind=Kind.CHARGE)):
        record(claimed, _give_up(claimed))
    return Payment.objects.select_related("source").get(pk=payment.pk)


@transaction.atomic(durable=True)
def _claim(payments, limit: int = 1) -> list[Payment]:
    """Take live payments for the time of one gateway call, leaving out those that another process has locked."""
    claimed = list(
        payments.live().select_related("source").select_for_update(skip_locked=True, no_key=True, of=("self",))[:limit]
    )
    for payment in claimed:
        payment.attempts += 1
        payment.next_try_at = clock.real() + ANSWER_WITHIN
    Payment.objects.filter(pk__in=[payment.pk for payment in claimed]).update(
        attempts=F("attempts") + 1, next_try_at=clock.real() + ANSWER_WITHIN
    )
    return claimed


def _ask(payment: Payment) -> Outcome:
    """The gateway's answer; whatever goes wrong on the way there or back is unknown."""
    gateway = gateways.get(payment.gateway)
    try:
        if payment.attempts > 1 and (outcome := gateway.lookup(payment.key)):
            return outcome
        return _charge(gateway, payment) if payment.kind == Kind.CHARGE else _send_back(gateway, payment)
    except Exception:
        logger.warning("No answer to %s from %s; asking again later.", payment, gateway.name, exc_info=True)
        return UNKNOWN


def _charge(gateway, payment: Payment) -> Outcome:
    return gateway.charge(
        key=payment.key,
        amount=payment.amount,
        currency=payment.currency,
        source_token=payment.source.token,
        description=payment.data.get("description", ""),
        return_url=settings.SITE_URL + payment.get_absolute_url(),
    )


def _send_back(gateway, payment: Payment) -> Outcome:
    return gateway.refund(
        key=payment.key,
        charge_reference=payment.refunds.gateway_reference if payment.refunds else "",
        source_token=payment.source.token,
        amount=payment.amount,
        currency=payment.currency,
    )


def _is_abandoned(payment: Payment) -> bool:
    return payment.state == State.CONFIRMING and payment.created_at + CONFIRM_WITHIN <= clock.now()


def _give_up(payment: Payment) -> Outcome:
    try:
        return gateways.get(payment.gateway).cancel(payment.key)
    except Exception:
        logger.warning("%s could not be cancelled; trying again later.", payment, exc_info=True)
        return UNKNOWN


# Writing down the answer


def record(payment: Payment, outcome: Outcome) -> None:
    """Have the recorder of its purpose write down a final outcome; one that is not final is only noted."""
    if not outcome.is_final:
        _note(payment.pk, outcome)
    elif payment.purpose in _recorders:
        _recorders[payment.purpose](payment.pk, outcome)
    elif payment.kind == Kind.REFUND:
        record_refund(payment.pk, outcome)
    else:
        record_top_up(payment.pk, outcome)


def hear(gateway_name: str, told: list[tuple[str, Outcome]]) -> None:
    """Record what a gateway told us unasked. Keys that are not ours are ignored."""
    payments = Payment.objects.filter(source__gateway=gateway_name).in_bulk([key for key, _ in told], field_name="key")
    for key, outcome in told:
        if key in payments:
            record(payments[key], outcome)


def settle(payment_id: int, outcome: Outcome) -> Payment | None:
    """Lock the payment and put it into the state that the outcome says, in the recorder's transaction.

    Returns None when it was settled before: then there is nothing left to do.
    """
    _insist_on_transaction()
    payment = Payment.objects.select_for_update(no_key=True, of=("self",)).select_related("source").get(pk=payment_id)
    if not payment.is_live:
        _report_contradiction(payment, outcome)
        return None
    _transition(payment, outcome)
    payment.save(
        update_fields=[
            "state",
            "gateway_reference",
            "confirm_url",
            "failure_code",
            "failure_text",
            "next_try_at",
            "settled_at",
        ]
    )
    return payment


def second_key(payment: Payment) -> str:
    """The key of the one charge that may be tried in its place: whoever tries it again asks for the same."""
    return f"{payment.key}:second"


def second_try_of(payment: Payment) -> Payment | None:
    """What was charged, or tried, in its place."""
    return Payment.objects.select_related("source").filter(key=second_key(payment)).first()


def was_payer_asked(payment: Payment) -> bool:
    """Whether the bank ever asked the payer to confirm it: then a no is the payer's own."""
    told = Event.objects.of(payment.thread or payment.reference)
    return told.filter(kind="payment.confirmation_asked", about=f"payment:{payment.pk}").exists()


def _transition(payment: Payment, outcome: Outcome) -> None:
    match outcome.status:
        case Status.SUCCEEDED:
            payment.succeed(clock.now(), outcome.reference)
        case Status.DECLINED:
            payment.fail(clock.now(), outcome.code or "declined", outcome.text or "The bank declined the payment.")
        case Status.CANCELLED:
            payment.cancel(clock.now())
        case Status.NEEDS_CONFIRMATION:
            payment.wait_for_payer(outcome.reference, outcome.confirm_url)
            payment.next_try_at = clock.real() + LOOK_AGAIN
        case Status.UNKNOWN:
            payment.wait_for_gateway(outcome.reference)
            payment.next_try_at = clock.real() + _patience(payment.attempts)


def _patience(attempts: int) -> timedelta:
    """How long to leave a silent gateway alone: twice as long each time."""
    return min(timedelta(seconds=5) * 2 ** min(attempts, 10), LONGEST_WAIT)


def _report_contradiction(payment: Payment, outcome: Outcome) -> None:
    """A gateway that took the money of a payment that we take for lost: people must look at that."""
    if outcome.status == Status.SUCCEEDED and payment.state != State.SUCCEEDED:
        logger.critical("The gateway says that %s succeeded, but it is %s here.", payment, payment.state)


@transaction.atomic(durable=True)
def _note(payment_id: int, outcome: Outcome) -> None:
    before = Payment.objects.select_for_update(no_key=True).get(pk=payment_id).state
    payment = settle(payment_id, outcome)
    if payment and payment.state == State.CONFIRMING != before:
        _tell(payment, "payment.confirmation_asked", url=payment.confirm_url)


@transaction.atomic(durable=True)
def record_refund(payment_id: int, outcome: Outcome) -> Payment | None:
    """The money has left for where it came from; or else the person gets it into the wallet."""
    payment = settle(payment_id, outcome)
    if payment is None:
        return None
    went = payment.state == State.SUCCEEDED
    target = payment.gateway_address if went else accounts.wallet(payment.user_id, payment.currency)
    _post(payment, {payment.payout_address: -payment.amount, target: payment.amount})
    _tell(payment, "payment.refunded" if went else "payment.refund_failed", why=payment.failure_text)
    return payment


@transaction.atomic(durable=True)
def record_top_up(payment_id: int, outcome: Outcome) -> Payment | None:
    """A charge that nobody has a better use for belongs to the person who paid it: into the wallet."""
    payment = settle(payment_id, outcome)
    if payment is None:
        return None
    if payment.state == State.SUCCEEDED:
        wallet = accounts.wallet(payment.user_id, payment.currency)
        _post(payment, {payment.gateway_address: -payment.amount, wallet: payment.amount})
    _tell(payment, f"payment.{payment.state}", why=payment.failure_text)
    return payment


def _post(payment: Payment, moves: dict[accounts.Address, int]) -> None:
    ledger.post(
        f"payment:{payment.pk}:settle", moves, kind=f"{payment.kind}.{payment.state}", thread=payment.thread, by=GATEWAY
    )


def _tell(payment: Payment, kind: str, **data) -> None:
    Event.record(
        kind,
        thread=payment.thread or payment.reference,
        about=f"payment:{payment.pk}",
        by=GATEWAY,
        amount=payment.amount,
        currency=payment.currency,
        **{name: value for name, value in data.items() if value},
    )


def _insist_on_transaction() -> None:
    if not connection.in_atomic_block:
        raise TransactionManagementError("Open a transaction first: it must be all or nothing.")


def _id_of(row_or_id) -> int:
    return getattr(row_or_id, "pk", row_or_id)
