"""Writing down what the gateway said: once, by whoever learns it first, as the purpose wants it."""

import pytest
from django.db import transaction

from escrow import accounts, ledger, payments
from escrow.gateways.base import UNKNOWN, Outcome, Status
from escrow.models import Payment
from escrow.models.payments import State
from marketplace.events.models import Event
from tests.conftest import card
from tests.escrow.conftest import FEES, GATEWAY, intend, post

PAID = Outcome(Status.SUCCEEDED, reference="bank:1")
DECLINED = Outcome(Status.DECLINED, code="no", text="No.")
CANCELLED = Outcome(Status.CANCELLED)


class Buying(payments.Recorder):
    """Buys a thing, while there is one; remembers what it was asked."""

    in_stock = True
    calls: list[str] = []

    def lock(self):
        self.calls.append(f"lock before {self.asked.state}")

    def pays(self, payment):
        return self.in_stock

    def use(self, payment):
        self.calls.append(f"use {payment.state}")
        self.move(payment, FEES)

    def keep(self, payment):
        self.calls.append(f"keep {payment.state}")
        self.move(payment, accounts.wallet(payment.user_id, "USD"))

    def fail(self, payment):
        self.calls.append(f"fail {payment.state}")

    def save(self):
        self.calls.append("save")

    def move(self, payment, target):
        moves = {payment.gateway_address: -payment.amount, target: payment.amount}
        ledger.post(f"buy:{payment.pk}", moves, kind="thing.buy")


@pytest.fixture
def bought():
    """A purpose whose money is a fee; remembers what it was called with."""
    calls = []

    class Buy(Buying):
        @classmethod
        def record(cls, payment_id, outcome):
            calls.append(outcome)
            return super().record(payment_id, outcome)

    with payments.recorders.instead({"thing.buy": Buy}):
        yield calls


def test_the_recorder_of_the_purpose_decides_where_the_money_goes(ada, visa, bought):
    payments.attempt(intend(ada, visa, purpose="thing.buy"))

    assert ledger.balances([GATEWAY, FEES, accounts.wallet(ada.pk, "USD")]) == {
        GATEWAY: -1000,
        FEES: 1000,
        accounts.wallet(ada.pk, "USD"): 0,
    }
    assert [outcome.status for outcome in bought] == [Status.SUCCEEDED]


def test_twice_is_once(ada, visa, bought):
    payment = payments.attempt(intend(ada, visa, purpose="thing.buy"))
    payments.record(payment, Outcome(Status.SUCCEEDED, reference=payment.gateway_reference))

    assert len(bought) == 2
    assert ledger.balance(FEES) == 1000


@pytest.mark.parametrize(("outcome", "state"), [(DECLINED, State.FAILED), (CANCELLED, State.CANCELLED)])
def test_the_recorder_hears_of_every_end(ada, visa, bought, outcome, state):
    payment = intend(ada, visa, purpose="thing.buy")
    payments.record(payment, outcome)

    assert bought == [outcome]
    assert Payment.objects.get().state == state


def test_what_is_not_final_is_noted_without_it(ada, visa, bought):
    payment = intend(ada, visa, purpose="thing.buy")
    payments.record(payment, UNKNOWN)
    assert Payment.objects.get().state == State.UNKNOWN
    payments.record(payment, Outcome(Status.NEEDS_CONFIRMATION, reference="b", confirm_url="/bank/"))

    payment = Payment.objects.get()
    assert (payment.state, payment.confirm_url) == (State.CONFIRMING, "/bank/")
    assert bought == []


def test_the_payer_is_told_once_that_the_bank_asks(ada):
    payment = payments.attempt(intend(ada, card(ada, "confirm")))
    payments.attempt(payment)

    event = Event.objects.get()
    assert (event.kind, event.thread, event.about) == ("payment.confirmation_asked", "order:1", f"payment:{payment.pk}")
    assert event.data["url"] == payment.confirm_url
    assert event.data["amount"] == 1000


@pytest.mark.parametrize("late", [PAID, UNKNOWN, Outcome(Status.NEEDS_CONFIRMATION, "b", confirm_url="/bank/")])
def test_the_first_answer_wins(ada, visa, late):
    """One that says the opposite is written down beside it: see test_turns."""
    payment = payments.attempt(intend(ada, visa))
    payments.record(payment, late)

    assert Payment.objects.get().state == State.SUCCEEDED
    assert not payment.turns.exists()


def test_a_recorder_that_fails_leaves_nothing_behind(ada, visa, bought, held):
    """The money cannot be placed now: nothing is settled, and the reconciler will come again."""
    payment = intend(ada, visa, purpose="thing.buy")
    with transaction.atomic():
        post(f"buy:{payment.pk}", moves={held: -1, FEES: 1})
    with pytest.raises(ledger.AlreadyPosted):
        payments.attempt(payment)

    assert Payment.objects.get().state == State.CREATED
    assert ledger.balance(GATEWAY) == 0


def test_top_ups_are_in_the_history(ada, visa):
    payments.attempt(intend(ada, visa))
    payments.attempt(intend(ada, card(ada, "declined")))

    assert list(Event.objects.order_by("pk").values_list("kind", flat=True)) == ["payment.succeeded", "payment.failed"]


@pytest.fixture
def buying(monkeypatch):
    """A recorder of the one shape, for a purpose of the tests."""
    monkeypatch.setattr(Buying, "calls", [])
    with payments.recorders.instead({"thing.buy": Buying}):
        yield Buying


@pytest.mark.parametrize(
    ("nature", "in_stock", "call"),
    [("works", True, "use succeeded"), ("works", False, "keep succeeded"), ("declined", True, "fail failed")],
)
def test_a_recorder_uses_a_charge_or_keeps_it_or_says_why_not(ada, buying, monkeypatch, nature, in_stock, call):
    monkeypatch.setattr(Buying, "in_stock", in_stock)
    payments.attempt(intend(ada, card(ada, nature), purpose="thing.buy"))

    assert buying.calls == ["lock before created", call, "save"]


def test_what_is_settled_is_nobodys_business_any_more(ada, visa, buying):
    payment = payments.attempt(intend(ada, visa, purpose="thing.buy"))
    payments.record(payment, Outcome(Status.SUCCEEDED, reference=payment.gateway_reference))

    assert buying.calls == ["lock before created", "use succeeded", "save", "lock before succeeded"]
