"""How every verb on a gig begins, and how it is written down."""

from marketplace.events.models import Event
from marketplace.gigs.models import Gig
from marketplace.transitions import insist_on_active


def on_gig(gig: Gig, by) -> Gig:
    """Lock a gig for a verb by this actor. Raises PermissionDenied for an account that is closed by now."""
    locked = Gig.objects.lock(gig.pk)
    insist_on_active(by)
    return locked


def record(gig: Gig, kind: str, *, by, **data) -> Event:
    """Write down what happened to it."""
    return Event.record(kind, thread=gig.thread, about=gig.thread, by=by, **data)
