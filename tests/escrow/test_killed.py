"""Real processes, really killed: between the bank and our books, and with the ledger half-way through a sweep."""

import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest

from escrow import ledger, tasks
from escrow.gateways.sandbox.models import SandboxCharge
from escrow.models import JournalEntry, Payment
from escrow.models.payments import State
from marketplace import clock
from tests.conftest import card
from tests.escrow.conftest import FEES, GATEWAY, SUSPENSE, intend
from tests.infra.servers import database_url

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

START = """
import os, signal, sys
import django
django.setup()
from django.db import transaction
from escrow import accounts, ledger, payments, tasks

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

"""


def run(script: str) -> int:
    """What a new Python process, in the test database, ended with."""
    environment = os.environ | {"DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "tests.settings"}
    return subprocess.run([sys.executable, "-c", START + script], env=environment, timeout=60).returncode


def due():
    Payment.objects.live().update(next_try_at=clock.real() - timedelta(seconds=1))


DEATHS = {
    "before the bank was asked": "payments.gateway_calls._ask = die",
    "after the bank had charged": "payments.gateway_calls.record = die",
    "after the books were written, before the commit": "payments.events.record = die",
}


@pytest.mark.parametrize("death", DEATHS)
def test_a_payment_survives_the_death_of_its_process(ada, visa, death):
    payment = intend(ada, visa)
    killed = run(f"{DEATHS[death]}\npayments.attempt(payments.Payment.objects.get(pk={payment.pk}))")
    assert killed == -signal.SIGKILL
    assert (Payment.objects.get().state, ledger.balance(GATEWAY)) == (State.CREATED, 0)

    due()
    tasks.reconcile()

    assert (Payment.objects.get().state, ledger.balance(GATEWAY)) == (State.SUCCEEDED, -1000)
    assert SandboxCharge.objects.count() == 1


def test_a_reconciler_that_is_killed_is_followed_by_another(ada):
    for number in range(6):
        intend(ada, card(ada, "lost" if number % 2 else "works"), 100, reference=f"test:{number}")
    due()
    script = """
record, left = payments.gateway_calls.record, [3]
def dying(*args):
    left[0] -= 1
    return record(*args) if left[0] else die()
payments.gateway_calls.record = dying
tasks.reconcile()
"""
    assert run(script) == -signal.SIGKILL
    assert Payment.objects.live().exists()

    for _ in range(2):
        due()
        tasks.reconcile()

    assert set(Payment.objects.values_list("state", flat=True)) == {State.SUCCEEDED}
    assert ledger.balance(GATEWAY) == -600
    assert SandboxCharge.objects.count() == 6


def test_entries_of_a_killed_process_never_happened(db):
    script = """
with transaction.atomic():
    ledger.post("half", {accounts.suspense("USD"): -5, accounts.fees("USD"): 5}, kind="test")
    die()
"""
    assert run(script) == -signal.SIGKILL

    assert not JournalEntry.objects.exists()
    assert ledger.balances([FEES, SUSPENSE]) == {FEES: 0, SUSPENSE: 0}
