"""Putting a gig before everybody, for a while or no longer."""

from django.db import transaction

from marketplace import clock
from marketplace.errors import Refused
from marketplace.gigs import limits, standing
from marketplace.gigs.actions.parts import versions
from marketplace.gigs.actions.parts.locking import on_gig, record
from marketplace.gigs.ground import ground_of
from marketplace.gigs.models import Gig, GigDraft
from marketplace.transitions import authorize


@transaction.atomic(durable=True)
def publish(gig: Gig, *, by) -> Gig:
    """Make what the owner has written the newest version, for everybody to see. Orders and open offers stay.

    Raises Refused with the first thing that stands against it (`limits.problems` has all of them).
    """
    gig = on_gig(gig, by)
    authorize(gig.publish, by)
    terms = versions.current(gig)
    ground = ground_of(gig, terms)
    if found := limits.problems(terms, ground):
        raise Refused(found[0].message, field=found[0].field)
    if gig.version and not GigDraft.objects.filter(gig=gig).exists():
        raise Refused("Nothing has changed since it was published.")
    now, kind = clock.now(), "gig.revised" if gig.version else "gig.published"
    version = versions.write(gig, terms, ground, at=now)
    if gig.published_at is None:
        gig.standing = standing.beginning(gig.owner_id, now)
    gig.publish(now)
    gig.save(update_fields=["state", "published_at", "standing", *versions.REPEATED])
    GigDraft.objects.filter(gig=gig).delete()
    record(gig, kind, by=by, number=version.number)
    return gig


@transaction.atomic(durable=True)
def pause(gig: Gig, *, by) -> Gig:
    """Take it off the market for a while. Orders go on."""
    gig = on_gig(gig, by)
    authorize(gig.pause, by)
    gig.pause()
    return _saved(gig, "gig.paused", by)


@transaction.atomic(durable=True)
def resume(gig: Gig, *, by) -> Gig:
    """Put it back on the market, as its newest version says. Raises Refused where that could not be published now."""
    gig = on_gig(gig, by)
    authorize(gig.resume, by)
    terms = gig.version.said
    if found := limits.problems(terms, ground_of(gig, terms)):
        raise Refused(f"{found[0].message} Mend that, and publish it again.")
    gig.resume()
    return _saved(gig, "gig.resumed", by)


@transaction.atomic(durable=True)
def close(gig: Gig, *, by) -> Gig:
    """Sell it no longer, for good. Orders go on."""
    gig = on_gig(gig, by)
    authorize(gig.close, by)
    gig.close(clock.now())
    gig.save(update_fields=["state", "closed_at"])
    record(gig, "gig.closed", by=by)
    return gig


def _saved(gig: Gig, kind: str, by) -> Gig:
    gig.save(update_fields=["state"])
    record(gig, kind, by=by)
    return gig
