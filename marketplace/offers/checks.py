"""What must be true of offers and the books together; `manage.py check_books` runs it with the ledger's own checks."""

from escrow import ledger
from escrow.checks import promises
from marketplace.offers.models import Deposit, Offer


@promises.register()
def offers_hold_exactly_their_deposits():
    """An offer's escrow account holds the price of its deposit, and nothing when there is none."""
    found = {
        address.reference: amount
        for address, amount in ledger.balances_of(kind="escrow").items()
        if address.reference.startswith("offer:") and amount
    }
    for deposit in Deposit.objects.filter(ended_at=None).select_related("offer").only("price", "offer__id"):
        held = found.pop(deposit.offer.thread, 0)
        if held != deposit.price:
            yield f"{deposit.offer.thread} holds {held}, its deposit is {deposit.price}"
    for reference, amount in found.items():
        yield f"{reference} holds {amount} for no deposit"


@promises.register()
def deposits_are_for_open_offers():
    """No deposit outlives its offer."""
    for offer in Offer.objects.closed().filter(deposits__isnull=False, deposits__ended_at=None).only("state"):
        yield f"{offer.thread} is {offer.state} and still has a deposit"
