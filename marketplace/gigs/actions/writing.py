"""Writing a gig, before anybody else sees it: a new one, or the next version of one that is published."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.errors import Refused
from marketplace.gigs import limits, sections
from marketplace.gigs.actions.parts import versions
from marketplace.gigs.actions.parts.locking import on_gig, record
from marketplace.gigs.ground import gig_policies, ground_of
from marketplace.gigs.limits import MOST_GIGS, GigProblem
from marketplace.gigs.models import Gig, GigDraft, GigState, GigVersion
from marketplace.gigs.terms import GigTerms, Package, PackageKey
from marketplace.idempotency import keys
from marketplace.transitions import authorize, insist_on_active, why_not


@transaction.atomic(durable=True)
def begin(*, by: User, once: str = "") -> Gig:
    """A new gig, as a draft of the owner's own. Raises Refused when they have as many as anybody may have.

    Counted under the lock of their own row, so that two tabs do not both make the last one.
    """
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    insist_on_active(by)
    used = keys.use(once, by=by)
    if Gig.objects.of(by).exclude(state=GigState.CLOSED).count() >= MOST_GIGS:
        raise Refused(f"A person has at most {MOST_GIGS} gigs. Close one that you no longer sell.")
    policy = gig_policies().first()
    terms = GigTerms(policy=policy.pk if policy else None, packages=[Package(PackageKey.BASIC)])
    gig = Gig(owner=by, created_at=clock.now(), changed_at=clock.now())
    gig.save(force_insert=True)
    GigDraft.objects.create(gig=gig, terms=terms.as_data())
    if used:
        used.made = gig.thread
        used.save(update_fields=["made"])
    return gig


class Stale(Refused):
    """What was written on is not what is saved any more. `saved` is that; nothing of it was overwritten."""

    def __init__(self, saved: GigTerms):
        super().__init__("This was saved somewhere else, after you opened it here. Nothing was overwritten.")
        self.saved = saved


@dataclass(frozen=True)
class Saving:
    """What came of saving: the terms as they are now, the version that was published by it, or why none was."""

    gig: Gig
    terms: GigTerms
    version: GigVersion | None = None
    problems: tuple[GigProblem, ...] = ()


@transaction.atomic(durable=True)
def save(
    gig: Gig, *, by: User, step: str, values: dict[str, Any], seen: str | None = None, at_once: bool = False
) -> Saving:
    """Keep what a step of the editor says. `seen` is the mark of what it was written on (`sections.mark_of`).

    With `at_once`, the whole becomes the next version of a gig that is published, if nothing stands against it: that
    is how a milestone that is saved is there for clients. Raises Stale when another tab saved this step since.
    """
    gig = on_gig(gig, by)
    authorize(gig.edit, by)
    before = versions.current(gig)
    if seen is not None and seen != sections.mark_of(before, step):
        raise Stale(before)
    terms = sections.changed(before, step, values)
    if gig.version and terms == gig.version.said:  # as clients see it: there is nothing to publish
        GigDraft.objects.filter(gig=gig).delete()
        return Saving(gig, terms)
    versions.keep(gig, terms)
    if not (at_once and gig.is_published):
        return Saving(gig, terms)
    if against := why_not(gig.publish, gig.owner):  # its owner is suspended: it stays a draft
        return Saving(gig, terms, problems=(GigProblem(step, "", against),))
    ground = ground_of(gig, terms)
    if found := limits.problems(terms, ground):
        return Saving(gig, terms, problems=tuple(found))
    return Saving(gig, terms, _publish(gig, terms, ground, by))


def _publish(gig: Gig, terms: GigTerms, ground, by) -> GigVersion:
    now = clock.now()
    version = versions.write(gig, terms, ground, at=now)
    gig.save(update_fields=versions.REPEATED)
    GigDraft.objects.filter(gig=gig).delete()
    record(gig, "gig.revised", by=by, number=version.number)
    return version
