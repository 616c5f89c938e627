"""Payees: accounts of /v2, transfers to them, and what arrives at their bank or comes back."""

import pytest
import stripe

from tests.stripe.conftest import GRACE, charge

RECIPIENT = {"include": ["configuration.recipient"]}
LINK = {"refresh_url": "https://cairn.example/again/", "return_url": "https://cairn.example/back/"}


@pytest.fixture
def grace(client):
    return client.v2.core.accounts.create({**GRACE, "metadata": {"user": "8"}}).id


@pytest.fixture
def payable(double, client, grace):
    """Grace may be paid, and 1,000 euros of ours are available."""
    charge(client, amount=103_200)
    double.money_settles()
    double.onboards(grace)
    return grace


def send(client, payee: str, amount: int = 80_000, **values):
    return client.v1.transfers.create({"amount": amount, "currency": "eur", "destination": payee, **values})


def status_of(client, account: str) -> str:
    seen = client.v2.core.accounts.retrieve(account, RECIPIENT)
    return seen.configuration.recipient.capabilities.stripe_balance.stripe_transfers.status


def available(client, account: str) -> int:
    seen = client.v1.balance.retrieve(None, {"stripe_account": account})
    return sum(row.amount for row in seen.available)


def test_onboarding_makes_a_payee(double, client, grace):
    use = {"type": "account_onboarding", "account_onboarding": LINK}
    assert status_of(client, grace) == "restricted"
    assert client.v2.core.account_links.create({"account": grace, "use_case": use}).url.startswith("https://")
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.accounts.login_links.create(grace)

    double.onboards(grace)

    assert status_of(client, grace) == "active"
    assert client.v1.accounts.login_links.create(grace).url.startswith("https://")


def test_only_what_is_included_is_shown(client, grace):
    assert client.v2.core.accounts.retrieve(grace).configuration is None


def test_nobodys_account(client):
    use = {"type": "account_onboarding", "account_onboarding": LINK}
    with pytest.raises(stripe.InvalidRequestError) as unknown:
        client.v2.core.accounts.retrieve("acct_nobody")
    with pytest.raises(stripe.InvalidRequestError) as no_link:
        client.v2.core.account_links.create({"account": "acct_nobody", "use_case": use})

    assert (unknown.value.http_status, no_link.value.http_status) == (404, 404)


def test_the_same_key_makes_one_account(client):
    key = {"idempotency_key": "user:8"}

    made = {client.v2.core.accounts.create(GRACE, key).id for _ in range(2)}

    assert len(made) == 1


def test_a_transfer_and_what_each_side_has(client, payable):
    sent = send(client, payable, transfer_group="order:1042", metadata={"key": "withdrawal:17"})

    assert [one.id for one in client.v1.transfers.list({"transfer_group": "order:1042"}).data] == [sent.id]
    assert client.v1.balance.retrieve().available[0].amount == 100_177 - 80_000
    theirs = client.v1.balance.retrieve(None, {"stripe_account": payable})
    assert (theirs.available[0].amount, theirs.pending[0].amount) == (0, 80_000)


def test_nobody_is_paid_before_they_are_known(client, grace):
    with pytest.raises(stripe.InvalidRequestError) as refused:
        send(client, grace)

    assert refused.value.code == "insufficient_capabilities_for_transfer"


def test_or_after_their_capability_is_lost(double, client, payable):
    double.loses_capability(payable)

    with pytest.raises(stripe.InvalidRequestError) as refused:
        send(client, payable)

    assert refused.value.code == "insufficient_capabilities_for_transfer"


def test_what_is_pending_is_not_sent(double, client, grace):
    charge(client)
    double.onboards(grace)
    with pytest.raises(stripe.InvalidRequestError) as refused:
        send(client, grace)
    assert refused.value.code == "balance_insufficient"

    double.money_settles()

    assert send(client, grace).amount == 80_000


def test_a_payout_arrives_and_names_its_transfers(double, client, payable):
    sent = send(client, payable)
    double.money_settles()

    payout = double.payout_starts(payable)
    double.payout_arrives(payable)

    theirs = {"stripe_account": payable}
    assert client.v1.payouts.retrieve(payout, None, theirs).status == "paid"
    rows = client.v1.balance_transactions.list({"payout": payout, "expand": ["data.source"]}, theirs).data
    assert [(row.type, row.amount) for row in rows] == [("payout", -80_000), ("payment", 80_000)]
    assert rows[1].source.source_transfer == sent.id
    with pytest.raises(stripe.InvalidRequestError, match="No such payout"):
        client.v1.payouts.retrieve(payout)


def test_a_payout_bounces_after_it_had_arrived_and_the_transfer_is_taken_back(double, client, payable):
    sent = send(client, payable)
    double.money_settles()
    payout = double.payout_starts(payable)
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.transfers.reversals.create(sent.id)
    assert refused.value.code == "balance_insufficient"

    double.payout_arrives(payable)
    double.payout_bounces(payable)

    seen = client.v1.payouts.retrieve(payout, None, {"stripe_account": payable})
    assert (seen.status, seen.failure_code, available(client, payable)) == ("failed", "account_closed", 80_000)
    back = client.v1.transfers.reversals.create(sent.id)
    assert (back.amount, available(client, payable)) == (80_000, 0)
    assert client.v1.transfers.retrieve(sent.id).reversed is True
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.transfers.reversals.create(sent.id)


def test_there_is_no_payout_of_nothing(double, payable):
    with pytest.raises(ValueError, match="nothing"):
        double.payout_starts(payable)
