"""Accounts without a stored balance: the roll-up loses nothing, however slow a transaction is."""

from threading import Event, Thread
from time import sleep

import pytest
from django.db import connection, transaction

from escrow import ledger, tasks
from escrow.checks import check_books
from escrow.models import BalanceRollup
from tests.escrow.conftest import FEES, SUSPENSE, post, sql, undone

EARN = {SUSPENSE: -100, FEES: 100}


def rolled() -> int | None:
    return BalanceRollup.objects.filter(account__kind="fees").values_list("posted", flat=True).first()


def rolled_up_to(amount: int) -> bool:
    """Roll up until it covers that much. A writer in another database of the cluster holds the cut back, too."""
    for _ in range(50):
        tasks.roll_up()
        if rolled() == amount:
            return True
        sleep(0.1)
    if sql("SELECT 1 FROM pg_stat_activity WHERE backend_xid IS NOT NULL AND datname <> current_database()"):
        pytest.skip("Another database of this cluster has a transaction that does not end.")
    return False


@pytest.mark.django_db(transaction=True)
def test_it_sums_up_what_is_over_and_reads_the_rest():
    post("one", moves=EARN)
    assert rolled_up_to(100)
    post("two", moves=EARN)

    assert ledger.balance(FEES) == 200
    assert rolled_up_to(200)
    tasks.roll_up()
    assert (rolled(), ledger.balance(FEES)) == (200, 200)


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_commits_late_is_not_lost():
    """It got its entry's number before the roll-up, and its commit after it: a cut by number or time would miss it."""
    post("first", moves=EARN)
    posted, may_commit = Event(), Event()
    slow = Thread(target=post_slowly, args=(posted, may_commit))
    slow.start()
    assert posted.wait(10)
    post("quick", moves=EARN)
    tasks.roll_up()
    assert ledger.balance(FEES) == 200

    may_commit.set()
    slow.join(10)

    assert ledger.balance(FEES) == 300
    assert rolled_up_to(300)
    assert ledger.balance(FEES) == 300


def post_slowly(posted: Event, may_commit: Event) -> None:
    with transaction.atomic():
        ledger.post("slow", EARN, kind="test")
        posted.set()
        may_commit.wait(10)
    connection.close()


@pytest.mark.django_db(transaction=True)
def test_two_at_once_add_up_once():
    post("one", moves=EARN)
    with transaction.atomic():
        tasks.roll_up()
        other = Thread(target=lambda: (tasks.roll_up(), connection.close()))
        other.start()
        other.join(10)
        assert not other.is_alive()

    assert rolled_up_to(100)
    assert ledger.balance(FEES) == 100


@pytest.mark.django_db(transaction=True)
def test_after_a_restore_into_a_new_cluster_it_begins_afresh():
    """Transaction numbers start again there: what the old roll-ups say they cover is in the future."""
    post("one", moves=EARN)
    assert rolled_up_to(100)
    sql("UPDATE escrow_balancerollup SET upto = '9999999999'")
    post("two", moves=EARN)
    assert ledger.balance(FEES) == 200

    assert rolled_up_to(200)
    assert ledger.balance(FEES) == 200


@pytest.mark.django_db(transaction=True)
def test_the_check_finds_a_roll_up_that_is_wrong():
    post("one", moves=EARN)
    tasks.roll_up()
    with undone():
        sql("UPDATE escrow_balancerollup SET posted = posted + 1")
        assert "every_balance_is_the_sum_of_its_lines" in {problem.check for problem in check_books()}
