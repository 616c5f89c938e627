"""What the payer sees of a payment, and the pretend bank's page."""

import pytest
from django.urls import reverse

from escrow import gateways, ledger, payments
from escrow.models import Payment
from escrow.models.payments import State
from tests.conftest import card
from tests.escrow.conftest import GATEWAY, intend


def page(client, user, payment, **headers):
    client.force_login(user)
    return client.get(payment.get_absolute_url(), headers=headers)


@pytest.mark.parametrize(
    ("nature", "words"),
    [
        ("works", "Paid."),
        ("declined", "The bank declined the card."),
        ("slow", "hasn’t answered yet"),
        ("lost", "nothing is charged twice"),
        ("confirm", "Confirm at your bank"),
    ],
)
def test_it_says_how_things_stand(client, ada, nature, words):
    payment = payments.attempt(intend(ada, card(ada, nature)))

    assert words in page(client, ada, payment).content.decode()


def test_it_asks_again_by_itself_until_the_bank_has_answered(client, ada):
    payment = payments.attempt(intend(ada, card(ada, "lost")))
    assert "every 3s" in page(client, ada, payment).content.decode()

    payments.attempt(payment)
    part = page(client, ada, payment, hx_request="true").content.decode()
    assert "every 3s" not in part
    assert "Paid." in part
    assert "<html" not in part


def test_it_leads_back_but_never_off_the_site(client, ada, visa):
    payment = intend(ada, visa, back="/orders/7/#milestone-2")
    assert 'href="/orders/7/#milestone-2"' in page(client, ada, payment).content.decode()

    other = intend(ada, visa, reference="test:2", back="https://evil.example/")
    assert "evil" not in page(client, ada, other).content.decode()


def test_looking_writes_nothing_and_is_quick(client, ada, visa, django_assert_max_num_queries):
    payment = intend(ada, visa)
    client.force_login(ada)
    with django_assert_max_num_queries(4) as seen:
        client.get(payment.get_absolute_url())

    assert all(query["sql"].startswith("SELECT") for query in seen.captured_queries)


@pytest.mark.parametrize("who", ["grace", "mallory"])
def test_nobody_else_sees_it(client, ada, visa, who, request):
    payment = intend(ada, visa)
    stranger = request.getfixturevalue(who)

    assert page(client, stranger, payment).status_code == 404
    assert client.post(reverse("escrow:cancel_payment", args=[payment.pk])).status_code == 404
    assert Payment.objects.get().state == State.CREATED


def at_the_bank(client, user, payment, answer):
    client.force_login(user)
    assert "Is this payment yours?" in client.get(payment.confirm_url).content.decode()
    return client.post(payment.confirm_url, {answer: ""})


@pytest.fixture
def asked(ada):
    """A payment that Ada has to confirm at her bank."""
    return payments.attempt(intend(ada, card(ada, "confirm"), description="Logo: sketches"))


def test_confirming_pays(client, ada, asked):
    response = at_the_bank(client, ada, asked, "confirm")

    assert response.url == asked.get_absolute_url()
    assert Payment.objects.get().state == State.SUCCEEDED
    assert ledger.balance(GATEWAY) == -1000


def test_refusing_does_not(client, ada, asked):
    at_the_bank(client, ada, asked, "refuse")

    payment = Payment.objects.get()
    assert (payment.state, payment.failure_code) == (State.FAILED, "not_confirmed")
    assert ledger.balance(GATEWAY) == 0


def test_a_second_answer_changes_nothing(client, ada, asked):
    at_the_bank(client, ada, asked, "confirm")
    client.post(asked.confirm_url, {"refuse": ""})

    assert Payment.objects.get().state == State.SUCCEEDED
    assert "answered already" in client.get(asked.confirm_url).content.decode()


def test_nobody_else_confirms_it(client, mallory, asked):
    client.force_login(mallory)

    assert client.post(asked.confirm_url, {"confirm": ""}).status_code == 404
    assert Payment.objects.get().state == State.CONFIRMING


def test_a_site_with_real_money_has_no_pretend_bank(client, ada, asked, settings, monkeypatch):
    monkeypatch.setattr("escrow.gateways.current", lambda: type("Real", (), {"name": "stripe"}))
    client.force_login(ada)

    assert client.get(asked.confirm_url).status_code == 404


def test_the_payer_may_give_up(client, ada, asked):
    client.force_login(ada)
    client.post(reverse("escrow:cancel_payment", args=[asked.pk]))
    assert Payment.objects.get().state == State.CANCELLED

    client.post(asked.confirm_url, {"confirm": ""})
    assert Payment.objects.get().state == State.CANCELLED
    assert ledger.balance(GATEWAY) == 0


def test_giving_up_before_the_bank_was_asked_keeps_it_from_being_asked(client, ada, visa):
    payment = intend(ada, visa)
    client.force_login(ada)
    client.post(reverse("escrow:cancel_payment", args=[payment.pk]))
    payments.attempt(payment)

    assert Payment.objects.get().state == State.CANCELLED
    assert gateway_says(payment) == "cancelled"


def gateway_says(payment):
    charge = {"amount": payment.amount, "currency": payment.currency, "source_token": payment.source.token}
    return gateways.get("sandbox").charge(key=payment.key, description="", return_url="", **charge).status
