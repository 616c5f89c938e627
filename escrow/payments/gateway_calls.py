"""Asking the gateway, outside of any transaction, each time with the key of the intent."""

import logging
from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.db import transaction
from django.db.models import F

from escrow import gateways
from escrow.gateways.base import UNKNOWN, Gateway, Outcome
from escrow.models import Payment
from escrow.models.payments import Kind, PaymentQuerySet, State
from escrow.payments.recording import record
from escrow.payments.settling import confirm_by
from marketplace import clock
from marketplace.actors import By
from marketplace.transitions import insist_on_active

logger = logging.getLogger(__name__)

ANSWER_WITHIN = timedelta(minutes=1)  # no gateway call takes longer; after that whoever made it is taken for dead


def attempt(payment: Payment) -> Payment:
    """Ask the gateway, and record its answer. Safe to do twice, and at the same time as somebody else.

    Raises RuntimeError inside a transaction: a gateway's answer cannot be rolled back.
    """
    for claimed in _claim(Payment.objects.filter(pk=payment.pk)):
        record(claimed, _ask(claimed))
    return Payment.objects.select_related("source").get(pk=payment.pk)


@shared_task(name="escrow.tasks.attempt")
def attempt_soon(payment_id: int) -> None:
    """The nudge after an intent was committed."""
    attempt(Payment.objects.get(pk=payment_id))


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


def cancel(payment: Payment, *, by: By) -> Payment:
    """Have the gateway see to it that a charge does not succeed any more, and record what it says.

    It may say that the charge succeeded before. Raises PermissionDenied where whoever asks is suspended by now, and
    RuntimeError inside a transaction.
    """
    for claimed in _claim(Payment.objects.filter(pk=payment.pk, kind=Kind.CHARGE), by=by):
        record(claimed, _give_up(claimed))
    return Payment.objects.select_related("source").get(pk=payment.pk)


@transaction.atomic(durable=True)
def _claim(payments: PaymentQuerySet, limit: int = 1, by: By | None = None) -> list[Payment]:
    """Take live payments for the time of one gateway call, leaving out those that another process has locked.

    `by` is who asks for it, where it is not only tried again.
    """
    claimed = list(
        payments.live().select_related("source").select_for_update(skip_locked=True, no_key=True, of=("self",))[:limit]
    )
    if by:
        insist_on_active(by)
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


def _charge(gateway: Gateway, payment: Payment) -> Outcome:
    return gateway.charge(
        key=payment.key,
        amount=payment.amount,
        currency=payment.currency,
        source_token=payment.source.token,
        description=payment.data.get("description", ""),
        return_url=settings.SITE_URL + payment.get_absolute_url(),
    )


def _send_back(gateway: Gateway, payment: Payment) -> Outcome:
    return gateway.refund(
        key=payment.key,
        charge_reference=payment.refunds.gateway_reference if payment.refunds else "",
        source_token=payment.source.token,
        amount=payment.amount,
        currency=payment.currency,
    )


def _is_abandoned(payment: Payment) -> bool:
    return payment.state == State.CONFIRMING and confirm_by(payment) <= clock.now()


def _give_up(payment: Payment) -> Outcome:
    try:
        return gateways.get(payment.gateway).cancel(payment.key)
    except Exception:
        logger.warning("%s could not be cancelled; trying again later.", payment, exc_info=True)
        return UNKNOWN
