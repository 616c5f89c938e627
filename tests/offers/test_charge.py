"""An acceptance whose charge does not simply succeed."""

import pytest

from escrow import payments
from escrow.gateways.sandbox import gateway
from escrow.models import Payment
from marketplace.actors import GATEWAY
from marketplace.offers import actions
from marketplace.offers.history import history
from milestones.models import Order
from tests import workshop
from tests.offers import conftest as do
from tests.workshop import sheet


def declined(ada):
    return do.card(ada, "declined")


class TestTheClientAccepts:
    def test_a_declined_charge_leaves_the_offer_open_and_says_why(self, client, ada, grace, proposed):
        offer = do.accept(proposed(), by=ada, source=declined(ada))

        assert (offer.state, offer.awaits, offer.agreed_by) == ("sent", "client", None)
        assert sheet() == {}
        assert not Order.objects.exists()
        client.force_login(ada)
        page = client.get(offer.get_absolute_url()).content.decode()
        assert "Your payment did not go through: The bank declined the card." in page
        client.force_login(grace)
        assert "declined the card" not in client.get(offer.get_absolute_url()).content.decode()

    def test_another_card_will_do(self, ada, visa, proposed):
        offer = do.accept(proposed(), by=ada, source=declined(ada))

        offer = do.accept(offer, by=ada, source=visa)

        assert offer.state == "accepted"
        assert sheet() == {"gateway": -103_000, "escrow": 100_000, "fees": 3_000}

    def test_an_answer_that_got_lost_is_found(self, ada, proposed):
        offer = do.accept(proposed(), by=ada, source=do.card(ada, "lost"))
        assert offer.state == "accepting"

        do.settle(offer)

        assert do.again(offer).state == "accepted"
        assert sheet() == {"gateway": -103_000, "escrow": 100_000, "fees": 3_000}

    def test_the_answer_counts_once(self, ada, visa, proposed):
        offer = do.accept(proposed(), by=ada, source=visa)

        payment = Payment.objects.get()
        payments.record(payment, gateway.Sandbox().lookup(payment.key))

        assert Order.objects.count() == 1
        assert sheet() == {"gateway": -103_000, "escrow": 100_000, "fees": 3_000}
        assert offer.state == "accepted"

    def test_the_bank_asks_for_a_confirmation(self, client, ada, proposed):
        offer = do.accept(proposed(), by=ada, source=do.card(ada, "confirm"))
        payment = Payment.objects.get()
        client.force_login(ada)
        assert payment.get_absolute_url() in client.get(offer.get_absolute_url()).content.decode()

        gateway.decide(payment.gateway_reference, confirmed=True)
        payments.attempt(payment)

        assert do.again(offer).state == "accepted"

    def test_a_confirmation_that_is_refused_leaves_it_open(self, ada, proposed):
        offer = do.accept(proposed(), by=ada, source=do.card(ada, "confirm"))

        payments.cancel(Payment.objects.get(), by=GATEWAY)

        assert do.again(offer).state == "sent"
        assert sheet() == {}

    def test_whoever_agreed_did_so_once_however_many_cards_are_tried(self, client, ada, proposed):
        offer = proposed()
        for nature in ("declined", "insufficient"):
            do.accept(do.again(offer), by=ada, source=do.card(ada, nature))
        client.force_login(ada)
        told = [line.kind for line in history(do.again(offer), ada)]
        assert told == ["offer.payment_failed", "offer.payment_failed", "offer.agreed", "offer.sent"]

        do.accept(do.again(offer), by=ada, source=do.card(ada, "confirm"))

        told = [line.kind for line in history(do.again(offer), ada) if line.kind.startswith("offer.")]
        assert told[0] == "offer.agreed"  # that is the payment which is under way
        assert told.count("offer.agreed") == 2

    def test_meanwhile_nobody_else_moves(self, client, ada, grace, proposed):
        offer = do.accept(proposed(), by=ada, source=do.card(ada, "confirm"))

        for person, verb in ((ada, "accept"), (ada, "decline"), (grace, "counter")):
            client.force_login(person)
            response = client.post(f"/offers/{offer.pk}/{verb}/", {"version": 1, "reason": "No"})
            assert response.status_code in (302, 409)
        assert do.again(offer).state == "accepting"

    def test_a_balance_that_was_spent_meanwhile_calls_it_off(self, ada, grace, proposed, give):
        give(ada, 50_000)
        offer = do.accept(proposed(), by=ada, source=do.card(ada, "confirm"))
        spend(ada, grace, 50_000)

        confirm(Payment.objects.get())

        offer = do.again(offer)
        assert (offer.state, offer.awaits) == ("sent", "client")
        assert sheet() == {"gateway": -53_000, "ada:wallet": 53_000, "grace:wallet": 50_000, "suspense": -50_000}
        assert do.story(offer)[-2:] == ["payment.kept", "offer.payment_failed"]


class TestTheFreelancerAccepts:
    def test_a_declined_charge_asks_the_client(self, client, ada, grace, visa, offered):
        offer = do.accept(offered(source=declined(ada)), by=grace)

        assert (offer.state, offer.awaits, offer.agreed_by) == ("sent", "client", grace)
        assert sheet() == {}
        client.force_login(ada)
        assert "Grace accepted: your payment is missing" in client.get(offer.get_absolute_url()).content.decode()

    def test_without_any_way_to_pay_the_client_is_asked(self, ada, grace, offered, give):
        give(ada, 103_000)
        offer = offered(source=None)
        spend(ada, grace, 103_000)

        offer = do.accept(offer, by=grace)

        assert (offer.state, offer.awaits, offer.agreed_by) == ("sent", "client", grace)
        assert do.story(offer)[-2:] == ["offer.agreed", "offer.payment_failed"]

    def test_a_card_that_was_removed_meanwhile_is_not_charged(self, ada, grace, visa, offered):
        offer = offered()
        visa.removed_at, visa.is_default = workshop.clock.now(), False
        visa.save()

        assert do.accept(offer, by=grace).agreed_by == grace
        assert not Payment.objects.exists()

    def test_in_a_studio_the_order_waits_for_the_payment(self, ada, grace, visa, offered):
        offer = do.accept(offered("studio", source=declined(ada)), by=grace)

        assert offer.state == "accepted"
        assert workshop.states(offer.order) == ["pending", "pending", "pending", "active"]
        assert workshop.pay(offer.order, 1, source=visa).state == "funded"
        assert sheet() == {"gateway": -202_900, "escrow": 200_000, "fees": 2_900}


class TestPaying:
    """The client pays for what the freelancer has accepted."""

    @pytest.fixture
    def unpaid(self, ada, grace, offered):
        return do.accept(offered(source=declined(ada)), by=grace)

    def test_it_places_the_order(self, client, ada, grace, visa, unpaid):
        do.press(client, ada, unpaid, "pay", source=visa.pk)

        offer = do.again(unpaid)
        assert (offer.state, offer.agreed_by) == ("accepted", grace)
        assert sheet() == {"gateway": -103_000, "escrow": 100_000, "fees": 3_000}

    def test_from_the_balance_at_once(self, client, ada, unpaid, give):
        give(ada, 103_000)

        response = do.press(client, ada, unpaid, "pay", source="balance")

        assert response.url == do.again(unpaid).order.get_absolute_url()

    def test_a_second_decline_asks_again(self, client, ada, grace, unpaid):
        do.press(client, ada, unpaid, "pay", source=unpaid.payment_source_id)

        assert (do.again(unpaid).state, do.again(unpaid).agreed_by) == ("sent", grace)

    @pytest.mark.parametrize(("who", "status"), [("grace", 403), ("mallory", 404), ("sam", 404)])
    def test_nobody_else_may(self, client, unpaid, who, status, request):
        assert do.press(client, request.getfixturevalue(who), unpaid, "pay").status_code == status
        assert sheet() == {}

    def test_twice_is_once(self, client, ada, visa, unpaid):
        do.press(client, ada, unpaid, "pay", source=visa.pk)

        assert do.press(client, ada, unpaid, "pay", source=visa.pk).status_code == 409
        assert Order.objects.count() == 1

    def test_not_before_the_freelancer_accepts(self, client, ada, visa, offered):
        assert do.press(client, ada, offered(), "pay", source=visa.pk).status_code == 409
        assert sheet() == {}

    def test_a_new_version_takes_the_acceptance_back(self, ada, visa, unpaid):
        actions.save_draft(unpaid, by=ada, terms=do.terms("fair", 500))

        offer = actions.counter(unpaid, by=ada, source=visa).offer

        assert (offer.agreed_by, offer.awaits) == (None, "freelancer")


def confirm(payment: Payment) -> None:
    gateway.decide(payment.gateway_reference, confirmed=True)
    payments.attempt(payment)


def spend(ada, grace, amount: int) -> None:
    """Money leaves Ada's balance some other way."""
    from django.db import transaction

    from escrow import accounts, ledger

    moves = {accounts.wallet(ada.pk, "USD"): -amount, accounts.wallet(grace.pk, "USD"): amount}
    with transaction.atomic():
        ledger.post("test:spend", moves, kind="test.spend")
