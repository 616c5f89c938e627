"""Each promise about the books is broken once, with the guards off, and the check finds it."""

import io
from threading import Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from escrow import accounts, checks, payments, tasks
from escrow.gateways.base import Fact, Turn
from escrow.gateways.sandbox.models import SandboxCharge
from tests.conftest import card
from tests.escrow.conftest import FEES, SUSPENSE, intend, post, sql, undone

ENTRY = "(SELECT id FROM escrow_journalentry WHERE key = 'held')"
CRIMES = {
    "every_entry_adds_up_to_zero": "UPDATE escrow_posting SET amount = amount + 1 WHERE amount > 0",
    "every_entry_has_lines": f"DELETE FROM escrow_posting WHERE entry_id = {ENTRY}",
    "every_line_is_in_the_currency_of_its_entry_and_account": "UPDATE escrow_posting SET currency = 'EUR'",
    "every_currency_adds_up_to_zero": "UPDATE escrow_balance SET posted = posted + 1",
    "every_balance_is_the_sum_of_its_lines": "UPDATE escrow_balance SET posted = posted + 1",
    "no_balance_is_below_its_floor": "ALTER TABLE escrow_balance DROP CONSTRAINT escrow_balance_not_overdrawn;"
    " UPDATE escrow_balance SET posted = -1",
    "every_reversal_takes_back_exactly_what_it_reverses": "UPDATE escrow_journalentry SET reverses_id ="
    f" {ENTRY} WHERE key = 'unlike'",
    "every_gateway_account_is_what_its_payments_moved": "UPDATE escrow_payment SET amount = amount + 1"
    " WHERE state = 'succeeded' AND kind = 'charge'",
    "every_payout_waits_exactly_as_long_as_its_refund": "UPDATE escrow_payment SET amount = amount - 1"
    " WHERE kind = 'refund'",
    "no_charge_is_refunded_more_than_it_took": "UPDATE escrow_payment SET amount = 1 WHERE kind = 'charge'",
    "every_disputed_account_is_what_its_disputes_took": "UPDATE escrow_paymentturn SET amount = amount + 1",
    "the_sandbox_bank_and_the_payments_agree": "DELETE FROM sandbox_sandboxcharge",
}


@pytest.fixture
def trade(ada, visa, held):
    """A charge that succeeded and a refund of it that waits, one that is disputed, and two entries that have nothing to
    do with each other.
    """
    charge = payments.attempt(intend(ada, visa, 500))
    with transaction.atomic():
        refund = payments.refund(payments.Cause("refund", "test:1"), charge=charge, amount=200)
        post("back", moves={accounts.wallet(ada.pk, "USD"): -200, refund.payout_address: 200})
    lost = payments.attempt(intend(ada, visa, 300, reference="test:2"))
    SandboxCharge.objects.filter(key=lost.key).update(status="disputed", dispute="d")
    payments.hear("sandbox", [(lost.key, Fact(Turn.DISPUTED, 300, "d"))])
    post("unlike", moves={SUSPENSE: -1, FEES: 1})


def test_honest_books_have_no_problems(trade):
    assert checks.check_books() == []


def test_there_is_a_crime_for_every_check():
    ours = {name for name, check in checks.promises.items() if check.__module__.startswith("escrow.")}

    assert set(CRIMES) == ours


@pytest.mark.parametrize("check", CRIMES)
def test_the_check_finds_it(check, trade):
    with undone():
        sql("SET CONSTRAINTS ALL IMMEDIATE")
        sql("SET LOCAL session_replication_role = replica")
        sql(CRIMES[check])
        assert check in {problem.check for problem in checks.check_books()}


def test_the_command_names_the_rows_and_fails(trade):
    told = io.StringIO()
    with undone():
        sql("SET LOCAL session_replication_role = replica")
        sql("UPDATE escrow_balance SET posted = posted + 1 WHERE posted = 1000")
        with pytest.raises(CommandError, match="do not add up"):
            call_command("check_books", stderr=told)
        sql("SET LOCAL session_replication_role = origin")

    assert "says 1001, its lines add up to 1000" in told.getvalue()


def test_the_command_says_when_all_is_well(trade):
    told = io.StringIO()
    call_command("check_books", stdout=told)

    assert told.getvalue() == "The books add up.\n"


def the_moon_is_full():
    yield "it is not"


@pytest.mark.django_db
def test_a_part_of_the_site_may_add_its_own(monkeypatch):
    with checks.promises.instead({}):
        checks.promises.register()(the_moon_is_full)
        assert [str(problem) for problem in checks.check_books()] == ["the_moon_is_full: it is not"]


@pytest.mark.django_db(transaction=True)
def test_it_sees_one_moment_while_payments_go_on(held, monkeypatch):
    seen = []

    def look_twice():
        seen.append(sql("SELECT sum(posted) FROM escrow_balance"))
        in_another_session(lambda: post("meanwhile", moves={held: -1, FEES: 1}))
        seen.append(sql("SELECT sum(posted) FROM escrow_balance"))
        return []

    with checks.promises.instead({"look_twice": look_twice}):
        checks.check_books()

    assert seen[0] == seen[1]


def in_another_session(work):
    thread = Thread(target=lambda: (work(), connection.close()))
    thread.start()
    thread.join(10)


def test_every_night_somebody_is_told(db, monkeypatch, settings, mailoutbox):
    settings.ADMINS = ["root@example.org"]
    with monkeypatch.context() as patch:
        patch.setattr(checks, "check_books", lambda: [checks.Problem("a", "b")])
        tasks.check_books()

    assert mailoutbox[0].body == "a: b"


def test_money_of_a_card_that_keeps_it_is_no_problem(ada):
    payments.attempt(intend(ada, card(ada, "keeps"), 500))

    assert checks.check_books() == []
