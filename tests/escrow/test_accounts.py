import pytest

from escrow import accounts


@pytest.mark.parametrize(
    ("address", "name"),
    [
        (accounts.escrow("milestone:42", "USD"), "milestone:42:escrow"),
        (accounts.wallet(7, "USD"), "user:7:wallet"),
        (accounts.clearing(7, "USD"), "user:7:clearing"),
        (accounts.payout("payment:9", "USD"), "payment:9:payout"),
        (accounts.fees("USD"), "platform:fees"),
        (accounts.gateway("sandbox", "USD"), "sandbox:gateway"),
        (accounts.receivable(7, "USD"), "user:7:receivable"),
        (accounts.suspense("USD"), "platform:suspense"),
    ],
)
def test_every_address_reads_like_a_place(address, name):
    assert str(address) == name


def test_addresses_have_an_order_even_without_an_owner():
    unsorted = [accounts.wallet(2, "USD"), accounts.fees("USD"), accounts.wallet(1, "USD"), accounts.fees("EUR")]

    assert sorted(unsorted) == [
        accounts.fees("EUR"),
        accounts.fees("USD"),
        accounts.wallet(1, "USD"),
        accounts.wallet(2, "USD"),
    ]


def test_only_the_accounts_of_people_and_things_keep_a_balance():
    assert accounts.wallet(1, "USD").keeps_balance
    assert not accounts.fees("USD").keeps_balance
