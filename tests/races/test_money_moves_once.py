"""The same money asked for twice at once moves once."""

import threading
import time

import pytest

from escrow import payments, sources
from escrow.gateways.base import Outcome, Status
from escrow.ledger import AlreadyPosted
from escrow.models import JournalEntry, Payment, PaymentSource
from marketplace.actors import Support
from marketplace.deadlines.sweep import sweep
from marketplace.errors import Refused
from milestones.actions import approve, cases, deliver, disputes, fund, split, stop, support
from milestones.actions.parts import funding
from milestones.models import Milestone, State
from tests.conftest import card
from tests.races.conftest import PATIENCE
from tests.workshop import accept, again, attempt_all, hand_in, nth, pay, place, sheet, states


@pytest.fixture
def delivered(order):
    """The first of three steps, delivered, under a rulebook that pays per milestone and stops in silence."""
    return hand_in(order("steps8"), 1)


def refusals(outcomes):
    return [type(one) for one in outcomes if isinstance(one, Exception)]


def test_approve_twice(meet, together, ada, delivered):
    outcomes = together(lambda: approve.approve(delivered, by=ada), lambda: approve.approve(delivered, by=ada))

    assert refusals(outcomes) == [Refused]
    assert sheet() == {"gateway": -105_500, "grace:clearing": 80_000, "fees": 25_500}


def test_without_the_lock_only_the_ledger_stops_the_second(meet, unlocked, together, ada, visa, order):
    deal = order("open")
    pay(deal, 1, visa)
    milestone = hand_in(deal, 1)

    outcomes = together(lambda: approve.approve(milestone, by=ada), lambda: approve.approve(milestone, by=ada))

    assert refusals(outcomes) == [AlreadyPosted]
    assert sheet() == {"gateway": -103_000, "grace:wallet": 90_000, "fees": 13_000}


def test_approve_against_the_timer(meet, together, ada, delivered, move):
    move(days=8)

    together(lambda: approve.approve(delivered, by=ada), sweep)
    sweep()

    assert states(delivered.order) == ["paid", "skipped", "skipped", "completed"]
    assert again(delivered.order).ending == "stopped_by_timer"
    assert JournalEntry.objects.filter(kind="milestone.release").count() == 1


def test_stop_against_approve(meet, together, ada, order):
    contract = order("contract14")
    milestone = hand_in(contract, 1)

    outcomes = together(lambda: stop.stop(contract, by=ada), lambda: approve.approve(milestone, by=ada))

    assert refusals(outcomes) == []
    assert states(contract) == ["paid", "skipped", "skipped", "completed"]


def test_revision_against_approve(meet, together, ada, delivered):
    outcomes = together(
        lambda: approve.approve(delivered, by=ada), lambda: deliver.request_revision(delivered, by=ada, reason="Red.")
    )

    assert refusals(outcomes) == [Refused]
    assert nth(delivered.order, 1).state in (State.PAID, State.REVISION)


def test_fund_twice_from_the_balance(meet, together, ada, order, give):
    deal = order("steps8")
    hand_in(deal, 1)
    accept(deal, 1)
    give(ada, 500_000)
    milestone = nth(deal, 2)

    outcomes = together(lambda: fund.fund(milestone, by=ada), lambda: fund.fund(milestone, by=ada))

    assert refusals(outcomes) == [Refused]
    assert sheet()["ada:wallet"] == 500_000 - 105_500


def test_fund_twice_from_a_card(meet, together, ada, visa, order):
    deal = order("open")
    milestone = nth(deal, 1)

    outcomes = together(
        lambda: fund.fund(milestone, by=ada, source=visa), lambda: fund.fund(milestone, by=ada, source=visa)
    )

    assert refusals(outcomes) == [Refused]
    assert Payment.objects.count() == 1


def test_two_orders_cannot_spend_the_same_balance(meet, together, ada, order, give):
    first, second = order("open"), order("open")
    give(ada, 150_000)

    outcomes = together(lambda: fund.fund(nth(first, 1), by=ada), lambda: fund.fund(nth(second, 1), by=ada))

    assert len(refusals(outcomes)) == 1
    assert sheet()["ada:wallet"] == 150_000 - 103_000


def test_two_sweeps_share_the_work(together, order, move):
    deals = [order("steps8") for _ in range(6)]
    for deal in deals:
        hand_in(deal, 1)
    move(days=9)

    together(sweep, sweep)

    assert {tuple(states(deal)) for deal in deals} == {("paid", "skipped", "skipped", "completed")}
    assert JournalEntry.objects.filter(kind="milestone.release").count() == 6


def test_deliver_twice(meet, together, grace, order):
    deal = order("steps8")
    milestone = nth(deal, 1)

    outcomes = together(*[lambda: deliver.deliver(milestone, by=grace, message="Here.")] * 2)

    assert refusals(outcomes) == [Refused]
    assert Milestone.objects.get(pk=milestone.pk).deliveries.count() == 1


# Either the step was paid before the order stopped, and stays under way; or it was not, and nothing of it is kept.
PAID = ["paid", "funded", "skipped", "active"]
STOPPED = ["paid", "skipped", "skipped", "completed"]
ENDINGS = [
    (PAID, {"gateway": -210_000, "grace:clearing": 90_000, "escrow": 100_000, "fees": 20_000}),
    (STOPPED, {"gateway": -105_000, "grace:clearing": 90_000, "fees": 15_000}),
]


def test_pay_and_stop_do_not_lose_money(meet, together, ada, order, give):
    deal = order("contract14")
    hand_in(deal, 1)
    accept(deal, 1)

    paid, stopped = together(lambda: pay(deal, 2, deal.payment_source), lambda: stop.stop(deal, by=ada))
    attempt_all(deal)  # what came too late goes back

    assert not isinstance(stopped, Exception)
    assert not isinstance(paid, Exception) or isinstance(paid, Refused)
    assert (states(deal), sheet()) in ENDINGS


@pytest.fixture
def disputed(order, ada):
    """The first step of an order under steps8 in dispute."""
    made = order("steps8")
    return disputes.dispute(nth(made, 1), by=ada, reason="Not what we agreed.").thing


def test_both_give_in_at_once(meet, together, ada, grace, disputed):
    milestone = disputed.milestone

    outcomes = together(lambda: disputes.give_in(milestone, by=ada), lambda: disputes.give_in(milestone, by=grace))

    assert refusals(outcomes) == [Refused]
    assert sheet() in (
        {"gateway": -105_500, "grace:clearing": 80_000, "fees": 25_500},
        {"gateway": -105_500, "ada:wallet": 105_500},
    )


def test_a_split_is_accepted_while_support_decides(meet, together, ada, grace, sam, disputed):
    proposed = split.propose_split(disputed.milestone, by=grace, released=50_000, reason="Half of it is there.").thing

    outcomes = together(
        lambda: cases.accept(proposed, by=ada),
        lambda: disputes.decide(disputed, by=Support(sam, "I looked at both."), released=0),
    )

    assert refusals(outcomes) == [Refused]
    assert sheet() in (
        {"gateway": -105_500, "ada:wallet": 52_750, "grace:clearing": 40_000, "fees": 12_750},
        {"gateway": -105_500, "ada:wallet": 105_500},
    )


def test_without_the_lock_only_the_ledger_stops_the_second_to_give_in(meet, unlocked, together, ada, grace, disputed):
    milestone = disputed.milestone

    outcomes = together(lambda: disputes.give_in(milestone, by=ada), lambda: disputes.give_in(milestone, by=grace))

    assert refusals(outcomes) != [Refused]


@pytest.fixture
def declined(ada, grace):
    """An automatic charge of step 2 that the bank has not answered yet, with another card as the default."""
    usual, own = card(ada), card(ada)
    deal = place(ada, grace, "steps5", source=own)
    hand_in(deal, 1)
    approve.approve(nth(deal, 1), by=ada)
    assert usual.is_default
    return Payment.objects.get(source=own, state="created")


def say_no(payment):
    return lambda: payments.record(payment, Outcome(Status.DECLINED, code="no", text="No."))


def test_the_default_stands_in_while_somebody_presses_pay(meet, together, ada, declined):
    """Whoever comes first, there is one live charge: the person waits for the bank, as the other card is asked."""
    chosen = card(ada)
    second = Milestone.objects.get(pk=declined.data["milestones"][0])

    outcomes = together(say_no(declined), lambda: fund.fund(second, by=ada, source=chosen))

    assert refusals(outcomes) == [Refused]
    assert [one.is_default for one in PaymentSource.objects.filter(payments__state="created")] == [True]
    attempt_all(second.order)
    assert sheet()["gateway"] == -210_000


def test_the_bank_says_no_twice_at_once(meet, together, declined):
    outcomes = together(say_no(declined), say_no(declined))

    assert refusals(outcomes) == []
    assert Payment.objects.live().count() == 1


def test_the_order_is_cancelled_while_the_bank_says_no(meet, together, sam, declined):
    """Either nothing else is tried, or what was comes too late and goes back."""
    deal = Milestone.objects.get(pk=declined.data["milestones"][0]).order

    outcomes = together(say_no(declined), lambda: support.cancel_order(deal, by=Support(sam, "Both wrote to us.")))
    attempt_all(deal)
    attempt_all(deal)  # the refund of what came too late

    assert refusals(outcomes) == []
    assert states(deal) == ["paid", "skipped", "skipped", "completed"]
    assert sheet()["grace:clearing"] == 80_000
    assert "escrow" not in sheet()


@pytest.fixture
def own_card(ada, grace):
    """A delivered step, after which this card is charged by itself; nothing else can be."""
    own = card(ada)
    return own, hand_in(place(ada, grace, "steps5", source=own), 1)


def test_a_card_that_is_removed_while_it_is_to_be_charged(monkeypatch, together, ada, own_card):
    own, delivered = own_card
    ask_source, chosen, removed = funding.ask_source, threading.Event(), threading.Event()

    def ask_late(*args, **data):
        chosen.set()
        return removed.wait(10) and ask_source(*args, **data)

    monkeypatch.setattr(funding, "ask_source", ask_late)

    def remove():
        chosen.wait(10)
        sources.remove(own, by=ada)
        removed.set()

    outcomes = together(lambda: approve.approve(delivered, by=ada), remove)

    assert refusals(outcomes) == []
    assert not Payment.objects.live().exists()
    assert again(delivered.order).charge_problem == sources.GONE


def test_a_card_that_is_charged_while_it_is_to_be_removed(monkeypatch, together, ada, own_card):
    own, delivered = own_card
    asked, nudge = threading.Event(), payments.nudge

    def nudge_late(payment):
        asked.set()
        time.sleep(PATIENCE)
        nudge(payment)

    monkeypatch.setattr(payments, "nudge", nudge_late)

    outcomes = together(
        lambda: approve.approve(delivered, by=ada), lambda: asked.wait(10) and sources.remove(own, by=ada)
    )

    assert refusals(outcomes) == [Refused]
    assert Payment.objects.live().get().source.removed_at is None
