"""The books at the support desk: everything is found and linked, nothing is edited, and lists stay cheap."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from escrow import accounts, payments
from escrow.gateways.sandbox.models import SandboxCharge
from escrow.models import Account, JournalEntry, Payment, PaymentSource
from marketplace import admin_base as desk_pages
from marketplace.accounts.models import User
from tests.conftest import card
from tests.escrow.conftest import FEES, intend, post, sql
from tests.escrow.test_refund import send_back

MODELS = [Account, JournalEntry, Payment, PaymentSource, SandboxCharge]


@pytest.fixture
def desk(client, sam, monkeypatch):
    """The desk, opened by Sam."""
    monkeypatch.setattr("marketplace.accounts.admin_site._has_second_factor", lambda request: True)
    client.force_login(sam)
    return client


@pytest.fixture
def trade(ada, visa, held):
    """Some of everything."""
    charge = payments.attempt(intend(ada, visa, description="Logo"))
    send_back(ada, charge, 400)
    payments.attempt(intend(ada, card(ada, "declined"), reference="test:2"))
    post("fee", moves={held: -10, FEES: 10}, thread="order:1", by=ada)
    post("no fee", moves={held: 10, FEES: -10}, thread="order:1", reverses="fee")
    return charge


def url(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


@pytest.mark.parametrize("model", MODELS)
def test_every_list_and_every_row_opens(desk, trade, model):
    assert desk.get(url(model, "changelist")).status_code == 200
    for row in model.objects.all():
        assert desk.get(url(model, "change", row.pk)).status_code == 200


@pytest.mark.parametrize("model", MODELS)
def test_nothing_is_added_changed_or_deleted_by_hand(desk, trade, sam, model):
    User.objects.filter(pk=sam.pk).update(is_superuser=True)
    row = model.objects.first()

    assert desk.get(url(model, "add")).status_code == 403
    assert desk.post(url(model, "change", row.pk), {"amount": 1}).status_code == 403
    assert desk.post(url(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    assert "delete_selected" not in desk.get(url(model, "changelist")).content.decode()


@pytest.mark.parametrize("model", MODELS)
def test_a_longer_list_asks_no_more_queries(desk, trade, ada, visa, model):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            desk.get(url(model, "changelist"))
        return len(seen)

    queries()
    before = queries()
    for number in range(5):
        payments.attempt(intend(ada, card(ada), reference=f"more:{number}"))
        post(f"more:{number}", moves={FEES: -1, accounts.escrow(f"more:{number}", "USD"): 1})
    assert queries() == before


@pytest.mark.parametrize(
    ("model", "text", "found"),
    [
        (Account, "thing:1", 1),
        (Account, "ada@example.org", 1),
        (JournalEntry, "held", 1),
        (JournalEntry, "order:1", 4),
        (Payment, "test:1", 2),
        (Payment, "order:1", 3),
        (Payment, "ada@example.org", 3),
        (PaymentSource, "4242", 2),
    ],
)
def test_it_is_found(desk, trade, model, text, found):
    assert desk.get(url(model, "changelist"), {"q": text}).context["cl"].result_count == found


def test_a_key_finds_the_payment_and_what_the_bank_remembers(desk, trade):
    for model in (Payment, SandboxCharge):
        assert desk.get(url(model, "changelist"), {"q": trade.key}).context["cl"].result_count == 1


def test_an_account_shows_what_it_holds_and_leads_to_its_entries(desk, trade):
    account = Account.objects.get(kind="fees")
    page = desk.get(url(Account, "change", account.pk)).content.decode()
    assert "added up from its lines" in page
    assert f"postings__account={account.pk}" in page

    entries = desk.get(url(JournalEntry, "changelist"), {"postings__account": account.pk})
    assert entries.context["cl"].result_count == 2


def test_an_entry_shows_its_lines_and_what_it_takes_back(desk, trade, held):
    entry = JournalEntry.objects.get(key="no fee")
    page = desk.get(url(JournalEntry, "change", entry.pk)).content.decode()

    assert "thing:1:escrow" in page
    assert "+$0.10" in page
    assert url(JournalEntry, "change", entry.reverses_id) in page


def test_a_payment_leads_to_its_refund(desk, trade):
    refund = Payment.objects.get(kind="refund")

    assert url(Payment, "change", refund.pk) in desk.get(url(Payment, "change", trade.pk)).content.decode()
    assert url(Payment, "change", trade.pk) in desk.get(url(Payment, "change", refund.pk)).content.decode()


def test_a_long_list_is_counted_roughly(desk, trade, monkeypatch):
    monkeypatch.setattr(desk_pages, "COUNTED", 2)
    sql("ANALYZE escrow_account")

    assert desk.get(url(Account, "changelist")).context["cl"].result_count >= Account.objects.count()
    assert desk.get(url(Account, "changelist"), {"kind__exact": "escrow"}).context["cl"].result_count == 1
    assert desk.get(url(Account, "changelist"), {"currency": "USD"}).context["cl"].result_count == 3


def test_the_desk_is_closed_to_everybody_else(client, ada, trade):
    client.force_login(ada)

    assert client.get(url(Account, "changelist")).status_code in (302, 403)
