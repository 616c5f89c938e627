"""Answers that turn after they were final: written down once, moved in the books, told to the desk."""

import json
import logging

import pytest
from django.db import transaction
from django.urls import reverse

from escrow import accounts, ledger, metrics, payments
from escrow.gateways.base import Fact, Outcome, Status, Turn
from escrow.gateways.sandbox import afterwards, gateway
from escrow.gateways.sandbox.models import SandboxCharge
from escrow.models import JournalEntry, Payment, PaymentTurn
from escrow.models.payments import State
from escrow.models.turns import TurnKind
from escrow.payments import events
from escrow.payments.turning import NAMES, take
from marketplace.errors import Refused
from marketplace.events.models import Event
from marketplace.notifications import deliver, fan_out
from marketplace.notifications.models import FanOutFailure, Notification
from marketplace.notifications.recipients import TOLD
from milestones.pages.statement import PRIVATE, Statement
from milestones.wording.sentences import sentences
from tests.conftest import card
from tests.escrow.conftest import FEES, GATEWAY, SUSPENSE, intend, post
from tests.escrow.test_refund import send_back, wallet
from tests.escrow.test_webhook import tell
from tests.permissions.markup import flaws

COST = accounts.cost("sandbox", "USD")


def owed(user):
    return accounts.receivable(user.pk, "USD")


def held(*addresses):
    """What these accounts hold, without those that hold nothing."""
    return {address: amount for address, amount in ledger.balances(addresses).items() if amount}


def disputed(payment):
    return accounts.disputed(f"payment:{payment.pk}", "USD")


def happen(payment, name):
    """At the bank, which tells nobody yet."""
    afterwards.happen(SandboxCharge.objects.get(key=payment.key), name)


def hear(payment):
    """All that the bank knows of it."""
    said = afterwards.facts(SandboxCharge.objects.get(key=payment.key))
    payments.hear("sandbox", [(payment.key, fact) for fact in said])


def turns(payment):
    return list(payment.turns.order_by("pk").values_list("kind", flat=True))


@pytest.fixture
def charge(ada, visa):
    return payments.attempt(intend(ada, visa))


@pytest.fixture
def refund(ada, charge):
    return payments.attempt(send_back(ada, charge, 400))


# A refund


def test_a_refund_that_comes_back_is_in_the_wallet_and_its_payer_is_told(ada, charge, refund, caplog):
    happen(refund, "return")
    with caplog.at_level(logging.CRITICAL):
        hear(refund)

    assert held(GATEWAY, wallet(ada), refund.payout_address) == {GATEWAY: -1000, wallet(ada): 1000}
    assert JournalEntry.objects.latest("pk").kind == "refund.back"
    event = Event.objects.latest("pk")
    assert (event.kind, event.data["amount"], event.data["why"]) == (
        "payment.refund_returned",
        400,
        "The account that it goes to is closed.",
    )
    assert f"payment {refund.pk} came back; it is succeeded here" in caplog.text
    assert Payment.objects.get(pk=refund.pk).state == State.SUCCEEDED


def test_told_twice_or_in_two_ways_it_comes_back_once(client, ada, charge, refund):
    happen(refund, "return")
    for _ in range(2):
        hear(refund)
        assert tell(client, *gateway.webhook(refund.key)).status_code == 204
        payments.record(refund, Outcome(Status.DECLINED, code="refund_failed"))

    assert turns(refund) == ["returned"]
    assert held(GATEWAY, wallet(ada)) == {GATEWAY: -1000, wallet(ada): 1000}


def test_what_came_back_can_be_sent_again(ada, charge, refund):
    with pytest.raises(Refused):
        send_back(ada, charge, 1000)
    happen(refund, "return")
    hear(refund)

    again = payments.attempt(send_back(ada, charge, 1000))

    assert again.state == State.SUCCEEDED
    assert held(GATEWAY, wallet(ada)) == {}


def test_a_refund_that_arrives_after_all_waits_in_suspense(ada):
    """It was put into the wallet when the bank refused it, so that somebody has it twice now."""
    charge = payments.attempt(intend(ada, card(ada, "keeps")))
    refund = payments.attempt(send_back(ada, charge, 400))
    assert refund.state == State.FAILED
    SandboxCharge.objects.filter(key=refund.key).update(status="succeeded")

    payments.record(refund, Outcome(Status.SUCCEEDED, reference="b"))

    assert turns(refund) == ["late"]
    assert held(GATEWAY, wallet(ada), SUSPENSE) == {GATEWAY: -600, wallet(ada): 1000, SUSPENSE: -400}
    assert Event.objects.latest("pk").kind == "payment.refund_late"


def test_that_a_refund_failed_which_we_knew_is_nothing_new(ada):
    charge = payments.attempt(intend(ada, card(ada, "keeps")))
    refund = payments.attempt(send_back(ada, charge, 400))

    assert take(refund.pk, Fact(Turn.RETURNED, 400)) is None
    assert not PaymentTurn.objects.exists()


def test_nobody_disputes_a_refund(refund):
    with pytest.raises(ValueError, match="is a refund, which nobody disputes"):
        take(refund.pk, Fact(Turn.DISPUTED, 400, "d"))
    assert not PaymentTurn.objects.exists()


# A charge


def test_a_charge_that_went_through_after_all_is_its_payers(ada, caplog):
    payment = payments.attempt(intend(ada, card(ada, "declined")))
    SandboxCharge.objects.update(status="succeeded")
    with caplog.at_level(logging.CRITICAL):
        for _ in range(2):
            payments.record(payment, Outcome(Status.SUCCEEDED, reference="a"))

    assert caplog.text.count("went through after all; it is failed here") == 1
    assert turns(payment) == ["late"]
    assert held(GATEWAY, wallet(ada)) == {GATEWAY: -1000, wallet(ada): 1000}
    assert Payment.objects.get().state == State.FAILED
    assert Event.objects.latest("pk").kind == "payment.charge_late"


@pytest.mark.parametrize(("spent", "owes"), [(0, 0), (400, 400), (1000, 1000)])
def test_a_charge_that_comes_back_is_taken_from_the_wallet_and_owed_beyond_that(ada, charge, spent, owes):
    if spent:
        post("spent", moves={wallet(ada): -spent, FEES: spent})
    SandboxCharge.objects.update(status="declined")

    payments.record(charge, Outcome(Status.DECLINED, code="returned", text="The account was empty."))

    assert turns(charge) == ["returned"]
    assert ledger.balances([GATEWAY, wallet(ada), owed(ada)]) == {GATEWAY: 0, wallet(ada): 0, owed(ada): -owes}
    assert Event.objects.latest("pk").data.get("owed", 0) == owes


def test_a_balance_that_is_spent_in_the_same_moment_is_owed(ada, charge, monkeypatch):
    """Between looking at the balance and taking it nothing is locked: the ledger says no, and all of it is owed."""
    post("spent", moves={wallet(ada): -400, FEES: 400})
    SandboxCharge.objects.update(status="declined")
    monkeypatch.setattr(ledger, "balance", lambda address: 1000)

    payments.record(charge, Outcome(Status.DECLINED, code="returned"))

    monkeypatch.undo()
    assert held(wallet(ada), owed(ada)) == {wallet(ada): 600, owed(ada): -1000}


# A dispute


def test_a_dispute_takes_the_charge_and_a_fee_until_it_is_decided(ada, charge):
    happen(charge, "dispute")
    hear(charge)

    assert turns(charge) == ["disputed"]
    assert held(GATEWAY, wallet(ada), disputed(charge), COST) == {
        GATEWAY: 1500,
        wallet(ada): 1000,
        disputed(charge): -1000,
        COST: -1500,
    }
    assert JournalEntry.objects.latest("pk").kind == "dispute.taken"


def test_a_won_dispute_brings_it_back_but_for_the_fee(ada, charge):
    happen(charge, "dispute")
    hear(charge)
    happen(charge, "win")
    hear(charge)

    assert turns(charge) == ["disputed", "won"]
    assert held(GATEWAY, wallet(ada), disputed(charge), COST) == {GATEWAY: 500, wallet(ada): 1000, COST: -1500}


@pytest.mark.parametrize("spent", [0, 600, 1000])
def test_a_lost_dispute_is_paid_by_its_payer(ada, charge, spent):
    if spent:
        post("spent", moves={wallet(ada): -spent, FEES: spent})
    happen(charge, "dispute")
    happen(charge, "lose")
    hear(charge)
    hear(charge)

    assert turns(charge) == ["disputed", "lost"]
    assert ledger.balances([GATEWAY, wallet(ada), owed(ada), disputed(charge), COST]) == {
        GATEWAY: 1500,
        wallet(ada): 0,
        owed(ada): -spent,
        disputed(charge): 0,
        COST: -1500,
    }
    assert Event.objects.latest("pk").kind == "payment.dispute_lost"


@pytest.mark.parametrize("decision", ["win", "lose"])
def test_told_backwards_it_ends_the_same(ada, charge, decision):
    happen(charge, "dispute")
    happen(charge, decision)
    said = afterwards.facts(SandboxCharge.objects.get())

    payments.hear("sandbox", [(charge.key, fact) for fact in reversed(said)])

    expected = {"win": {GATEWAY: 500, wallet(ada): 1000}, "lose": {GATEWAY: 1500}}[decision]
    assert held(GATEWAY, wallet(ada), disputed(charge), owed(ada)) == expected


def test_who_presses_on_an_old_page_is_refused(ada, charge):
    """A second window, opened before the first one disputed it."""
    old = SandboxCharge.objects.get()
    happen(charge, "dispute")
    named = SandboxCharge.objects.get().dispute
    happen(charge, "win")

    with pytest.raises(Refused):
        afterwards.happen(old, "dispute")

    assert SandboxCharge.objects.get().dispute == named
    hear(charge)


@pytest.mark.parametrize(("first", "second"), [(Turn.WON, Turn.LOST), (Turn.LOST, Turn.WON)])
def test_a_bank_that_decides_twice_is_for_the_desk(ada, charge, first, second, caplog):
    """The first decision stands in the dispute's own account; what the second brings is in suspense."""
    happen(charge, "dispute")
    SandboxCharge.objects.update(status="succeeded" if Turn.WON in (first, second) else "lost")
    taken = Fact(Turn.DISPUTED, 1000, "d", 1500)
    with caplog.at_level(logging.CRITICAL):
        said = [taken, Fact(first, 1000, "d"), Fact(second, 1000, "d")]
        payments.hear("sandbox", [(charge.key, fact) for fact in said])

    assert turns(charge) == ["disputed", first, second]
    assert ledger.balance(disputed(charge)) == 0
    assert ledger.balance(SUSPENSE) == (1000 if second == Turn.WON else 0)
    assert "is decided for the payer" in caplog.text


def test_what_is_disputed_was_charged_whatever_we_were_told(ada):
    payment = payments.attempt(intend(ada, card(ada, "declined")))
    SandboxCharge.objects.update(status="disputed", dispute="d")

    take(payment.pk, Fact(Turn.DISPUTED, 1000, "d"))

    assert turns(payment) == ["late", "disputed"]
    assert held(GATEWAY, wallet(ada), disputed(payment)) == {wallet(ada): 1000, disputed(payment): -1000}


def test_what_is_disputed_is_not_sent_back(ada, charge):
    happen(charge, "dispute")
    hear(charge)

    refund = payments.attempt(send_back(ada, charge, 400))

    assert refund.state == State.FAILED
    assert refund.failure_text == "The payment is disputed, so the bank sends nothing back."
    assert ledger.balance(wallet(ada)) == 1000


# How it is told


def test_what_overtakes_our_own_answer_waits_for_it(client, ada):
    """A dispute of a charge of whose success we do not know yet: the gateway is asked first."""
    payment = payments.attempt(intend(ada, card(ada, "lost")))
    assert payment.state == State.UNKNOWN
    happen(payment, "dispute")
    body, headers = gateway.webhook(payment.key)
    assert [one.get("turn") for one in json.loads(body)] == [None, "disputed"]

    hear(payment)

    assert Payment.objects.get().state == State.SUCCEEDED
    assert turns(payment) == ["disputed"]


def test_while_there_is_no_answer_the_gateway_is_asked_to_tell_again(client, ada, monkeypatch):
    payment = payments.attempt(intend(ada, card(ada, "lost")))
    happen(payment, "dispute")
    body, headers = gateway.webhook(payment.key)
    monkeypatch.setattr(gateway.Sandbox, "parse_webhook", lambda *_: [(payment.key, Fact(Turn.DISPUTED, 1000, "d"))])
    monkeypatch.setattr(gateway.Sandbox, "lookup", lambda *_: 1 / 0)

    assert tell(client, body, headers).status_code == 503
    assert Payment.objects.get().state == State.UNKNOWN
    assert not PaymentTurn.objects.exists()
    with pytest.raises(payments.NotYet):
        take(payment.pk, Fact(Turn.DISPUTED, 1000, "d"))


def test_keys_that_are_not_ours_are_ignored(db):
    payments.hear("sandbox", [("nobody's", Fact(Turn.DISPUTED, 1000, "d"))])

    assert not PaymentTurn.objects.exists()


def test_a_webhook_tells_outcomes_and_facts(client, ada, charge):
    happen(charge, "dispute")
    happen(charge, "lose")

    assert tell(client, *gateway.webhook(charge.key)).status_code == 204
    assert turns(charge) == ["disputed", "lost"]


def test_every_turn_has_an_entry_an_event_a_sentence_and_somebody_who_hears():
    for entry, event in NAMES.values():
        assert entry in PRIVATE
        assert event in sentences
        assert TOLD[event]
    assert {kind for _, kind in NAMES} == set(TurnKind)


def test_operators_see_what_turned_for_a_day_and_what_is_disputed(ada, charge, move):
    def found():
        return {one.name: (one.value, bool(one.trouble)) for one in metrics.turns()}

    assert found() == {"payments_disputed": (0, False), "payments_turned": (0, False)}
    happen(charge, "dispute")
    hear(charge)
    assert found() == {"payments_disputed": (1, False), "payments_turned": (1, True)}
    move(days=1, minutes=1)
    assert found() == {"payments_disputed": (1, False), "payments_turned": (0, False)}
    happen(charge, "lose")
    hear(charge)
    assert found() == {"payments_disputed": (0, False), "payments_turned": (1, True)}


@pytest.mark.parametrize(("kind", "turn"), NAMES)
def test_the_desk_and_the_payer_read_it_in_a_mail(ada, sam, charge, kind, turn, mailoutbox):
    payment = charge if kind == "charge" else payments.attempt(send_back(ada, charge, 400))
    Payment.objects.update(thread="")  # of no order
    payment, (_, name) = Payment.objects.get(pk=payment.pk), NAMES[kind, turn]
    for owed in (0, 700):
        with transaction.atomic():
            events.record(payment, name, amount=400, owed=owed, why="It was not theirs.")
    fan_out.tell()

    assert not FanOutFailure.objects.filter(event__kind=name).exists()
    told = Notification.objects.filter(kind=name)
    assert set(told.values_list("user", flat=True)) == ({sam.pk, ada.pk} if len(TOLD[name]) == 2 else {sam.pk})
    deliver.send()
    written_to = " ".join(address for mail in mailoutbox for address in mail.to)
    assert all(address in written_to for address in told.values_list("user__email", flat=True))


# Pages


def test_the_payer_reads_it_on_the_payments_page_and_in_the_list(client, ada, charge, refund):
    happen(refund, "return")
    hear(refund)
    client.force_login(ada)

    page = client.get(refund.get_absolute_url()).content.decode()

    assert flaws(page) == []
    assert "Your bank sent this refund back. The account that it goes to is closed. $4.00 is in your wallet." in page
    assert "is on its way back" not in page
    assert "Came back" in page
    assert 'data-state="returned">Came back' in client.get(reverse("escrow:payments")).content.decode()
    assert "Came back" in client.get(reverse("escrow:payments_csv")).content.decode()


@pytest.mark.parametrize("who", ["ada", "grace"])
def test_what_happens_at_the_bank_is_said_by_its_payer_alone(client, ada, grace, charge, who, request):
    client.force_login(request.getfixturevalue(who))
    url = reverse("sandbox:happen", args=[charge.gateway_reference, "dispute"])

    assert client.get(url).status_code == 405
    response = client.post(url)

    assert response.status_code == (302 if who == "ada" else 404)
    assert turns(charge) == (["disputed"] if who == "ada" else [])


def test_each_of_it_is_a_click_away_from_the_payment(client, ada, charge):
    client.force_login(ada)
    bank = reverse("sandbox:bank", args=[charge.gateway_reference])
    assert f'href="{bank}"' in client.get(charge.get_absolute_url()).content.decode()

    for label, name, words in [
        ("Dispute this payment", "dispute", "Your bank took $10.00 back until it has decided."),
        ("Decide for the payer", "lose", "$10.00 goes back to you for good."),
    ]:
        page = client.get(bank).content.decode()
        assert flaws(page) == []
        url = reverse("sandbox:happen", args=[charge.gateway_reference, name])
        assert label in page
        assert f'action="{url}"' in page
        assert words in client.post(url, follow=True).content.decode()
        assert client.post(url).status_code == 409
    assert client.post(reverse("sandbox:happen", args=[charge.gateway_reference, "explode"])).status_code == 404


def test_what_was_refunded_is_not_disputed_at_the_pretend_bank(client, ada, charge, refund):
    client.force_login(ada)

    assert "Dispute this payment" not in client.get(reverse("sandbox:bank", args=[charge.gateway_reference])).text
    assert "Send this refund back" in client.get(reverse("sandbox:bank", args=[refund.gateway_reference])).text


def test_the_desk_lists_it_with_its_payment(client, sam, settings, charge):
    settings.DEMO = True  # without a second factor
    happen(charge, "dispute")
    hear(charge)
    client.force_login(sam)

    listed = client.get(reverse("admin:escrow_paymentturn_changelist")).content.decode()
    of_it = client.get(reverse("admin:escrow_payment_changelist")).content.decode()
    shown = client.get(reverse("admin:escrow_payment_change", args=[charge.pk])).content.decode()

    assert "Disputed" in listed
    assert 'data-state="disputed">Disputed' in of_it
    assert "What the gateway said after its answer was final" in shown
    assert "The payer says that it was not theirs." in shown


def test_an_order_whose_payment_turned_still_adds_up(ada, grace, order):
    placed = order("fair")
    payment = Payment.objects.get()
    happen(payment, "dispute")
    happen(payment, "lose")
    hear(payment)

    for user in (ada, grace):
        statement = Statement(placed, user)
        assert statement.adds_up
        assert ("The bank decided the dispute for the payer" in [row.text for row in statement.rows]) == (user == ada)


# The slow bank


def test_a_bank_account_has_two_weeks_to_send_its_transfer(client, ada, move):
    client.force_login(ada)
    details = {"number": "4000 0000 0000 3410", "expiry": "08/49", "security_code": "123"}
    client.post(reverse("escrow:add_source"), details)
    source = ada.payment_sources.get()
    assert str(source) == "Bank account ending in 3410"
    payment = payments.attempt(intend(ada, source))
    page = client.get(payment.confirm_url).content.decode()
    assert flaws(page) == []
    assert "Send this transfer" in page
    assert payment.gateway_reference in page

    move(days=13)
    client.post(payment.confirm_url, {"confirm": ""})

    assert Payment.objects.get().state == State.SUCCEEDED
    assert ledger.balance(GATEWAY) == -1000


def test_one_that_never_arrives_was_not_refused(client, ada):
    payment = payments.attempt(intend(ada, card(ada, "transfer")))
    client.force_login(ada)

    page = client.post(payment.confirm_url, {"refuse": ""}, follow=True).content.decode()

    assert Payment.objects.get().state == State.FAILED
    assert "The transfer never arrived. Nothing was charged." in page


def test_without_it_the_payment_is_given_up(ada, move):
    payment = payments.attempt(intend(ada, card(ada, "transfer")))
    assert (payments.confirm_by(payment) - payment.created_at).days == 14

    move(days=14, minutes=1)
    Payment.objects.update(next_try_at=payment.created_at)
    payments.attempt_due()

    assert Payment.objects.get().state == State.CANCELLED


def test_a_turn_needs_no_transaction_of_the_caller(charge):
    with pytest.raises(RuntimeError), transaction.atomic():
        take(charge.pk, Fact(Turn.DISPUTED, 1000, "d"))
