"""What must be true of orders and the books together; `manage.py check_books` runs it with the ledger's own checks."""

from escrow import ledger
from escrow.checks import promises
from milestones.models import Milestone


@promises.register()
def escrow_matches_states():
    """Each milestone's escrow account holds exactly what its state, price and releases imply."""
    found = {
        address.reference: amount
        for address, amount in ledger.balances_of(kind="escrow").items()
        if address.reference.startswith("milestone:")
    }
    for milestone in Milestone.objects.iterator():
        held = found.pop(milestone.reference, 0)
        if held != milestone.held:
            yield f"{milestone.reference} is {milestone.state}: {held} held, not {milestone.held}"
    for reference, amount in found.items():
        if amount:
            yield f"{reference} holds {amount} for no milestone"
