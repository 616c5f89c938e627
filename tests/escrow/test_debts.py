"""What is owed is never spent, and what reaches the wallet next pays it."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from escrow import accounts, debts, ledger, tasks
from escrow.models import JournalEntry
from marketplace.errors import Refused
from milestones.actions import fund
from milestones.actions.send_back import send_back
from tests.escrow.conftest import SUSPENSE, post
from tests.milestones.browsers import Play
from tests.workshop import nth, owe, states

USD = "USD"


def wallet(user):
    return accounts.wallet(user.pk, USD)


def owed(user):
    return accounts.receivable(user.pk, USD)


def get(user, amount, key="get"):
    post(key, moves={wallet(user): amount, SUSPENSE: -amount})


def purse(user):
    return ledger.balance(wallet(user)), ledger.balance(owed(user))


@pytest.mark.parametrize(("arrives", "is_left"), [(0, (0, -700)), (300, (0, -400)), (700, (0, 0)), (1000, (300, 0))])
def test_what_arrives_pays_it_once(ada, arrives, is_left):
    owe(ada, 700)
    if arrives:
        get(ada, arrives)

    tasks.pay_debts()
    tasks.pay_debts()

    assert purse(ada) == is_left
    assert JournalEntry.objects.filter(kind="debt.paid").count() == (1 if arrives else 0)


def test_it_is_paid_as_it_comes_and_a_new_debt_is_a_new_payment(ada):
    owe(ada, 700)
    for number in range(3):
        get(ada, 300, key=f"get:{number}")
        debts.settle()
    assert purse(ada) == (200, 0)

    owe(ada, 500)
    debts.settle()

    assert purse(ada) == (0, -300)


def test_other_people_and_other_currencies_pay_nothing(ada, grace):
    owe(ada, 700)
    get(grace, 1000)
    post("yen", moves={accounts.wallet(ada.pk, "JPY"): 1000, accounts.suspense("JPY"): -1000})

    debts.settle()

    assert purse(ada) == (0, -700)
    assert purse(grace) == (1000, 0)
    assert ledger.balance(accounts.wallet(ada.pk, "JPY")) == 1000


def test_what_was_spent_in_this_moment_is_left_alone(ada, monkeypatch):
    owe(ada, 700)
    get(ada, 300)
    monkeypatch.setattr(debts, "PAYABLE", debts.PAYABLE.replace("held.posted)", "held.posted + 1)"))

    debts.settle()

    assert purse(ada) == (300, -700)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_pay_it_once(ada):
    """While both have read the same debt, more arrives: the second must not take that for what is paid already."""
    owe(ada, 700)
    get(ada, 2000)
    together = Barrier(4)

    def pay():
        together.wait(10)
        debts.settle()
        connection.close()

    threads = [Thread(target=pay) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(30)

    assert purse(ada) == (1300, 0)


def test_what_is_owed_pays_no_step(ada, order, give):
    """Under open the balance pays a step whole, or not at all."""
    placed = order("open")
    give(ada, 103_000)
    owe(ada, 1)

    with pytest.raises(Refused):
        fund.fund(nth(placed, 1), by=ada)

    assert states(placed)[0] == "pending"


def test_nor_does_a_rulebook_spend_it_by_itself(ada, order, visa, move, give):
    it = Play(order("steps5"), visa, move)
    it.grace.deliver(1)
    give(ada, 105_000)
    owe(ada, 105_000)

    it.ada.approve(1)
    it.gateway_answers()

    assert it.states[1] == "funded"
    assert purse(ada) == (105_000, -105_000)


def test_nor_does_it_leave_for_the_card(ada, order, visa, move):
    it = Play(order("steps8"), visa, move)
    it.ada.ask_to_cancel(1)
    it.grace.accept()
    owe(ada, 1)

    with pytest.raises(Refused, match="balance"):
        send_back(it.milestone(1), by=ada)
