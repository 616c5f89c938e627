"""What support does to a gig, each with a reason that its owner reads."""

from dataclasses import replace

from django.db import transaction

from marketplace import clock
from marketplace.actors import Support
from marketplace.errors import Refused
from marketplace.gigs.actions.parts import versions
from marketplace.gigs.actions.parts.locking import on_gig, record
from marketplace.gigs.models import Category, Gig, GigDraft
from marketplace.gigs.terms import GigTerms
from marketplace.transitions import authorize


@transaction.atomic(durable=True)
def remove(gig: Gig, *, by: Support) -> Gig:
    """Take it off the market, until support restores it. Orders go on."""
    gig = on_gig(gig, by)
    authorize(gig.remove, by)
    gig.remove(by.reason, clock.now())
    return _saved(gig, "gig.removed", by)


@transaction.atomic(durable=True)
def restore(gig: Gig, *, by: Support) -> Gig:
    """Give it back to its owner, paused: they decide when it is seen again."""
    gig = on_gig(gig, by)
    authorize(gig.restore, by)
    gig.restore()
    return _saved(gig, "gig.restored", by)


@transaction.atomic(durable=True)
def move(gig: Gig, *, by: Support, category: Category) -> Gig:
    """File it under another kind of work: a new version by support, and the owner's draft follows."""
    gig = on_gig(gig, by)
    authorize(gig.move, by)
    before: Category = gig.category
    if category.parent_id is None:
        raise Refused("Choose a kind of work, not a whole field.", field="category")
    if category == before:
        raise Refused("It is filed there already.", field="category")
    terms = replace(gig.version.said, category=category.pk)
    version = versions.refile(gig, terms, category, at=clock.now())
    gig.save(update_fields=versions.REPEATED)
    if draft := GigDraft.objects.filter(gig=gig).first():
        draft.terms = replace(GigTerms.from_data(draft.terms), category=category.pk).as_data()
        draft.base = version.number
        draft.save(update_fields=["terms", "base"])
    record(gig, "gig.moved", by=by, number=version.number, was=before.name, category=category.name, reason=by.reason)
    return gig


def _saved(gig: Gig, kind: str, by: Support) -> Gig:
    gig.save(update_fields=["state", "removed_reason", "removed_at"])
    record(gig, kind, by=by, reason=by.reason)
    return gig
