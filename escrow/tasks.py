"""What happens without anybody asking. The timetable is in marketplace.celery; each of these is safe to run twice."""

import logging

from celery import shared_task
from django.db import connection

from escrow import checks, debts, payments
from escrow.payments.gateway_calls import attempt_soon as attempt
from marketplace.mail import outbox

__all__ = ["attempt", "check_books", "pay_debts", "reconcile", "roll_up"]
logger = logging.getLogger(__name__)


@shared_task
def reconcile() -> None:
    """Finish the payments that a crash, a timeout or a silent bank left open."""
    while payments.attempt_due():
        pass


@shared_task
def pay_debts() -> None:
    """Let what has reached people's wallets pay what they owe."""
    debts.settle()


@shared_task
def roll_up() -> None:
    """Sum up the accounts that keep no balance, so that reading them stays quick."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT public.escrow_roll_up()")


@shared_task
def check_books() -> int:
    """Every night: do the books still add up? Returns how many rows offend."""
    problems = checks.check_books()
    if problems:
        text = "\n".join(map(str, problems))
        try:
            outbox.post_to_admins("The books do not add up", text)
        finally:
            logger.critical("The books do not add up:\n%s", text, extra={"told": True})
    return len(problems)
