"""Answers that turn after they were final: written down once, moved in the books, told to the desk.

The payment keeps the state in which it was settled, and what was done for it stands: its turns say what came after.
Each entry brings the books to what the gateway holds by now. Amounts are minor units.
"""

import logging

from django.db import transaction

from escrow import accounts, ledger
from escrow.accounts import Address
from escrow.gateways.base import Fact, Outcome, Status, Turn
from escrow.models import Payment, PaymentTurn
from escrow.models.payments import Kind, State
from escrow.models.turns import TurnKind
from escrow.payments import events
from marketplace import subjects
from marketplace.actors import GATEWAY

logger = logging.getLogger(__name__)

# Payment and turn → the kind of its entry in the ledger, and of its event.
NAMES = {
    (Kind.CHARGE, TurnKind.LATE): ("charge.late", "payment.charge_late"),
    (Kind.CHARGE, TurnKind.RETURNED): ("charge.back", "payment.charge_returned"),
    (Kind.CHARGE, TurnKind.DISPUTED): ("dispute.taken", "payment.disputed"),
    (Kind.CHARGE, TurnKind.WON): ("dispute.won", "payment.dispute_won"),
    (Kind.CHARGE, TurnKind.LOST): ("dispute.lost", "payment.dispute_lost"),
    (Kind.REFUND, TurnKind.LATE): ("refund.late", "payment.refund_late"),
    (Kind.REFUND, TurnKind.RETURNED): ("refund.back", "payment.refund_returned"),
}


class NotYet(Exception):
    """What is told is of a payment that has no final answer yet: the gateway has to tell it again."""


def contradict(payment: Payment, outcome: Outcome) -> PaymentTurn | None:
    """Write down a final outcome that says the opposite of how a payment was settled; its row is locked by the caller.

    Returns None where both say the same, the outcome is not final, or it was told before.
    """
    succeeded = outcome.status == Status.SUCCEEDED
    if not outcome.is_final or succeeded == (payment.state == State.SUCCEEDED):
        return None
    return _turn(payment, TurnKind.LATE if succeeded else TurnKind.RETURNED, payment.amount, text=outcome.text)


@transaction.atomic(durable=True)
def take(payment_id: int, fact: Fact) -> PaymentTurn | None:
    """Write down a fact about a settled payment. Returns None where it was told before, or says nothing new.

    Raises NotYet while the payment has no final answer, and ValueError for a dispute of a refund.
    """
    payment = Payment.objects.select_for_update(no_key=True, of=("self",)).select_related("source").get(pk=payment_id)
    if payment.is_live:
        raise NotYet(f"{payment} has no final answer yet.")
    if not _went_through(payment):
        if fact.turn == Turn.RETURNED:
            return None  # we knew that nothing was moved
        _turn(payment, TurnKind.LATE, payment.amount)  # nobody disputes what was never charged
    return _turn(payment, TurnKind(fact.turn), fact.amount, fact.reference, fact.cost, fact.text)


def _went_through(payment: Payment) -> bool:
    return payment.state == State.SUCCEEDED or payment.turns.filter(kind=TurnKind.LATE).exists()


def _turn(
    payment: Payment, kind: TurnKind, amount: int, reference: str = "", cost: int = 0, text: str = ""
) -> PaymentTurn | None:
    if (Kind(payment.kind), kind) not in NAMES:
        raise ValueError(f"{payment} is a refund, which nobody disputes.")
    said = {"amount": amount, "cost": cost, "text": text[:200]}
    turn, is_new = PaymentTurn.objects.get_or_create(payment=payment, kind=kind, reference=reference, defaults=said)
    if not is_new:
        return None
    thread = subjects.thread_now(payment.thread)  # what paid an offer is of the order by now
    owed = _post(turn, thread)
    _, name = NAMES[Kind(payment.kind), kind]
    events.record(payment, name, thread=thread, amount=amount, cost=cost, owed=owed, why=turn.text)
    logger.log(
        logging.INFO if kind == TurnKind.WON else logging.CRITICAL,
        "The gateway says that %s %s; it is %s here.",
        payment,
        turn.words,
        payment.state,
    )
    return turn


def _post(turn: PaymentTurn, thread: str) -> int:
    """Bring the books to what the gateway holds. Returns what its payer owes from now on."""
    wallet = accounts.wallet(turn.payment.user_id, turn.payment.currency)
    try:
        with transaction.atomic():
            return _post_with(turn, thread, wallet, ledger.balance(wallet))
    except ledger.Overdrawn:  # the balance was spent in this moment
        return _post_with(turn, thread, wallet, 0)


def _post_with(turn: PaymentTurn, thread: str, wallet: Address, balance: int) -> int:
    payment, entry = turn.payment, NAMES[Kind(turn.payment.kind), TurnKind(turn.kind)][0]
    moves = _moves(turn, wallet, min(balance, turn.amount))
    if turn.cost:
        gateway = payment.gateway_address
        moves[gateway] = moves.get(gateway, 0) + turn.cost
        moves[accounts.cost(payment.gateway, payment.currency)] = -turn.cost
    key = ":".join(filter(None, [f"payment:{payment.pk}", turn.kind, turn.reference]))
    ledger.post(key, moves, kind=entry, thread=thread, by=GATEWAY)
    return -moves.get(accounts.receivable(payment.user_id, payment.currency), 0)


def _moves(turn: PaymentTurn, wallet: Address, from_wallet: int) -> dict[Address, int]:
    """Where the amount goes. What a charge is missed by comes from its payer's balance, and is owed beyond that."""
    payment, amount = turn.payment, turn.amount
    gateway, currency = payment.gateway_address, payment.currency
    disputed, suspense = accounts.disputed(f"payment:{payment.pk}", currency), accounts.suspense(currency)
    missed = {wallet: -from_wallet, accounts.receivable(payment.user_id, currency): from_wallet - amount}
    match Kind(payment.kind), TurnKind(turn.kind):
        case Kind.REFUND, TurnKind.LATE:  # the person has it twice, here and there: people must look at that
            return {gateway: amount, suspense: -amount}
        case _, TurnKind.LATE:
            return {gateway: -amount, wallet: amount}
        case Kind.REFUND, TurnKind.RETURNED:
            return {gateway: -amount, wallet: amount}
        case _, TurnKind.RETURNED:
            return {gateway: amount, **missed}
        case _, TurnKind.DISPUTED:
            return {gateway: amount, disputed: -amount}
        case _, TurnKind.WON:
            return {gateway: -amount, (suspense if _is_closed(turn) else disputed): amount}
    return {} if _is_closed(turn) else {disputed: amount, **missed}


def _is_closed(turn: PaymentTurn) -> bool:
    """Whether the dispute was decided before: then the bank says two things about it."""
    decided = PaymentTurn.objects.filter(payment=turn.payment, reference=turn.reference)
    return decided.filter(kind__in=[TurnKind.WON, TurnKind.LOST]).exclude(pk=turn.pk).exists()
