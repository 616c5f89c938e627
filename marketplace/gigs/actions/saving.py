"""Keeping a gig, or a person, to find it again. Nobody but whoever saved it knows."""

from django.db import transaction

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.errors import Refused
from marketplace.gigs.models import Gig, Saved
from marketplace.transitions import insist_on_active

MOST_SAVED = 500  # of one person
FULL = f"You have saved {MOST_SAVED} things. Take some away first."


@transaction.atomic(durable=True)
def keep(*, by: User, gig: Gig | None = None, person: User | None = None) -> None:
    """Save one of the two; twice is once. Raises Refused when there are too many.

    Counted under the lock of their own row, so that two tabs do not both save the last one.
    """
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    insist_on_active(by)
    mine = Saved.objects.filter(user=by)
    if mine.filter(gig=gig, person=person).exists():
        return
    if mine.count() >= MOST_SAVED:
        raise Refused(FULL)
    Saved.objects.create(user=by, gig=gig, person=person, at=clock.now())


@transaction.atomic(durable=True)
def let_go(*, by: User, gig: Gig | None = None, person: User | None = None) -> None:
    """Take one of the two away again; nothing where it was not saved."""
    insist_on_active(by)
    Saved.objects.filter(user=by, gig=gig, person=person).delete()
