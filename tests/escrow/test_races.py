"""Real threads on the real database. Each race is run once more with its guard taken down, and then it is lost."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from escrow import accounts, gateways, ledger, payments, tasks
from escrow.gateways.base import Fact, Outcome, Status, Turn
from escrow.gateways.sandbox.models import SandboxCharge
from escrow.models import Payment, PaymentTurn
from escrow.models.payments import State
from tests.conftest import card
from tests.escrow.conftest import FEES, GATEWAY, SUSPENSE, intend, post, sql

pytestmark = pytest.mark.django_db(transaction=True)

THREADS = 8


def at_once(work, count=THREADS) -> list:
    """Run work(0), work(1), … in as many threads, all starting together; what each returned or raised."""
    start = Barrier(count)

    def run(number):
        try:
            sql("SELECT 1")
            start.wait(10)
            return work(number)
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def spend(wallet):
    def take(number):
        post(f"spend:{number}", moves={wallet: -100, FEES: 100})
        return "spent"

    return take


@pytest.fixture
def wallet(ada):
    """Enough for one payment of 100 and a half."""
    wallet = accounts.wallet(ada.pk, "USD")
    post("given", moves={SUSPENSE: -150, wallet: 150})
    post("fees exist", moves={SUSPENSE: -1, FEES: 1})
    return wallet


def test_two_payments_out_of_one_wallet_and_money_for_one(wallet):
    answers = at_once(spend(wallet))

    assert answers.count("spent") == 1
    assert sum(isinstance(answer, ledger.Overdrawn) for answer in answers) == THREADS - 1
    assert ledger.balance(wallet) == 50


def test_without_the_floor_all_of_them_pass(wallet):
    sql("ALTER TABLE escrow_balance DROP CONSTRAINT escrow_balance_not_overdrawn")
    try:
        answers = at_once(spend(wallet))
        assert answers.count("spent") == THREADS
        assert ledger.balance(wallet) == 150 - THREADS * 100
        post("mended", moves={SUSPENSE: -THREADS * 100, wallet: THREADS * 100})
    finally:
        sql(
            "ALTER TABLE escrow_balance ADD CONSTRAINT escrow_balance_not_overdrawn CHECK (posted >= floor)",
        )


def test_the_same_key_in_many_threads_is_posted_once(wallet):
    answers = at_once(lambda _: post("once", moves={wallet: -10, FEES: 10}))

    assert answers.count(None) == 1
    assert sum(isinstance(answer, ledger.AlreadyPosted) for answer in answers) == THREADS - 1


def test_money_going_round_in_circles_locks_nobody_out(ada, grace, mallory, sam):
    """Every thread moves between the same wallets, each in another order of arguments."""
    people = [ada, grace, mallory, sam]
    wallets = [accounts.wallet(one.pk, "USD") for one in people]
    post("given", moves={SUSPENSE: -4000} | dict.fromkeys(wallets, 1000))

    def circle(number):
        for turn in range(20):
            one, other = wallets[(number + turn) % 4], wallets[(number * 3 + turn + 1) % 4]
            if one != other:
                post(f"turn:{number}:{turn}", moves={one: -1, other: 1})

    assert at_once(circle) == [None] * THREADS
    assert sum(ledger.balances(wallets).values()) == 4000


def test_running_balances_follow_the_order_in_which_money_moved(ada, wallet):
    post("more", moves={SUSPENSE: -10_000, wallet: 10_000})
    at_once(lambda n: [post(f"n:{n}:{i}", moves={wallet: -100 + n, FEES: 100 - n}) for i in range(10)])

    rows = ledger.entries_of_owner(ada, "USD", limit=200)
    assert [row.available_after for row in rows[:-1]] == [
        older.available_after + row.available for row, older in zip(rows[:-1], rows[1:], strict=True)
    ]
    assert min(row.available_after for row in rows) >= 0


def test_everybody_pays_fees_at_the_same_time_and_no_one_waits_for_another(wallet):
    """The fee account has no row to queue for: a transaction that has posted to it does not hold up the next."""
    with transaction.atomic():
        ledger.post("open", {SUSPENSE: -7, FEES: 7}, kind="test")
        answers = at_once(lambda n: post(f"fee:{n}", moves={SUSPENSE: -1, FEES: 1}))
        assert answers == [None] * THREADS

    assert ledger.balance(FEES) == 1 + 7 + THREADS


def test_a_wallet_is_what_it_looks_like_while_another_transaction_holds_it(wallet):
    """The other half of that: a stored balance is a queue."""
    with transaction.atomic():
        ledger.post("open", {wallet: -100, FEES: 100}, kind="test")
        answers = at_once(lambda n: impatient(wallet, n), 2)

    assert {type(answer).__name__ for answer in answers} == {"OperationalError"}


def impatient(wallet, number):
    with transaction.atomic():
        sql("SET LOCAL lock_timeout = '200ms'")
        ledger.post(f"spend:{number}", {wallet: -100, FEES: 100}, kind="test")


def test_one_payment_attempted_by_many_is_charged_and_recorded_once(ada, visa):
    payment = intend(ada, visa)
    at_once(lambda _: payments.attempt(payment))
    payments.attempt(payment)

    assert Payment.objects.get().state == State.SUCCEEDED
    assert SandboxCharge.objects.count() == 1
    assert ledger.balance(GATEWAY) == -1000


def test_one_answer_recorded_by_many_is_recorded_once(ada):
    payment = payments.attempt(intend(ada, card(ada, "lost")))
    outcome = gateways.get("sandbox").lookup(payment.key)
    assert at_once(lambda _: payments.record(payment, outcome)) == [None] * THREADS

    assert ledger.balance(GATEWAY) == -1000


def test_without_the_lock_it_would_be_recorded_again_and_the_key_is_the_last_to_stop_it(ada, monkeypatch):
    """`settle` reads without locking, as a plain get() does: only the ledger's unique key keeps the money right."""
    payment = payments.attempt(intend(ada, card(ada, "lost")))
    outcome = gateways.get("sandbox").lookup(payment.key)
    with monkeypatch.context() as patch:
        patch.setattr("django.db.models.query.QuerySet.select_for_update", lambda queryset, **_: queryset)
        answers = at_once(lambda _: payments.record(payment, outcome))

    assert any(isinstance(answer, ledger.AlreadyPosted) for answer in answers)
    assert ledger.balance(GATEWAY) == -1000


def test_two_reconcilers_share_the_work(ada, visa):
    for number in range(12):
        intend(ada, visa, 100 + number, reference=f"test:{number}")
    Payment.objects.update(next_try_at=visa.verified_at)
    assert at_once(lambda _: tasks.reconcile(), 3) == [None] * 3

    assert set(Payment.objects.values_list("state", "attempts")) == {(State.SUCCEEDED, 1)}
    assert ledger.balance(GATEWAY) == -sum(100 + number for number in range(12))


def test_two_refunds_do_not_share_one_charge(ada, visa):
    charge = payments.attempt(intend(ada, visa))
    wallet = accounts.wallet(ada.pk, "USD")
    post("plenty", moves={SUSPENSE: -9000, wallet: 9000})

    @transaction.atomic
    def back(number):
        intent = payments.refund(payments.Cause("refund", "test:1"), charge=charge.pk, amount=600)
        ledger.post(f"back:{number}", {wallet: -600, intent.payout_address: 600}, kind="test")
        return "sent"

    answers = at_once(back)

    assert answers.count("sent") == 1
    assert Payment.objects.filter(kind="refund").count() == 1


def test_a_double_click_intends_once(ada, visa):
    answers = at_once(lambda _: intend(ada, visa))

    assert sum(isinstance(answer, Payment) for answer in answers) == 1
    assert Payment.objects.count() == 1


def test_one_turn_told_by_many_is_written_down_once(ada, visa):
    """A fact of the webhook and an outcome of the reconciler meet: the row of the payment is their queue."""
    charge = payments.attempt(intend(ada, visa))
    SandboxCharge.objects.update(status="declined")
    declined, came_back = Outcome(Status.DECLINED, code="returned"), Fact(Turn.RETURNED, 1000)

    def tell(number):
        if number % 2:
            payments.record(charge, declined)
        else:
            payments.hear("sandbox", [(charge.key, came_back)])

    assert at_once(tell) == [None] * THREADS
    assert PaymentTurn.objects.count() == 1
    assert ledger.balance(GATEWAY) == 0


def test_without_the_lock_it_would_be_written_twice_and_the_constraint_stops_it(ada, visa, monkeypatch):
    """No row is locked, and nobody asks whether it was told before: the unique key keeps the money right."""
    charge = payments.attempt(intend(ada, visa))
    SandboxCharge.objects.update(status="declined")
    with monkeypatch.context() as patch:
        patch.setattr("django.db.models.query.QuerySet.select_for_update", lambda queryset, **_: queryset)
        patch.setattr(type(PaymentTurn.objects), "get_or_create", written_anew)
        answers = at_once(lambda _: payments.hear("sandbox", [(charge.key, Fact(Turn.RETURNED, 1000))]))

    assert {type(one).__name__ for one in answers} == {"NoneType", "IntegrityError"}
    assert PaymentTurn.objects.count() == 1
    assert ledger.balance(GATEWAY) == 0


def written_anew(manager, defaults, **named):
    return manager.create(**named, **defaults), True
