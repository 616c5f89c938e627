"""The client's own marks on proposals, which nobody else sees: shortlisted, put aside, a note, seen."""

from collections.abc import Iterable

from django.db import transaction

from marketplace import clock
from marketplace.errors import Refused
from marketplace.jobs.models import Post, Proposal
from marketplace.jobs.models.proposal import NOTE
from marketplace.transitions import authorize, insist_on_active

MARKS = ["shortlisted_at", "archived_at"]


def _lock(proposal: Proposal, by) -> Proposal:
    """Lock one proposal for a mark by its client. The marks are no columns of any other verb."""
    locked = Proposal.objects.select_for_update(no_key=True).get(pk=proposal.pk)
    insist_on_active(by)
    authorize(locked.mark, by)
    return locked


@transaction.atomic(durable=True)
def shortlist(proposal: Proposal, *, by) -> Proposal:
    """Among those that may be hired."""
    return _mark(_lock(proposal, by), shortlisted_at=clock.now())


@transaction.atomic(durable=True)
def archive(proposal: Proposal, *, by) -> Proposal:
    """Out of sight; whoever proposed does not hear of it."""
    return _mark(_lock(proposal, by), archived_at=clock.now())


@transaction.atomic(durable=True)
def unmark(proposal: Proposal, *, by) -> Proposal:
    """Back among the others."""
    return _mark(_lock(proposal, by))


def _mark(proposal: Proposal, **marks) -> Proposal:
    for name in MARKS:
        setattr(proposal, name, marks.get(name))
    proposal.save(update_fields=MARKS)
    return proposal


@transaction.atomic(durable=True)
def note(proposal: Proposal, *, by, text: str) -> Proposal:
    """Keep a note for oneself."""
    proposal = _lock(proposal, by)
    if len(text) > NOTE:
        raise Refused(f"Write up to {NOTE} letters.", field="text")
    proposal.note = text.strip()
    proposal.save(update_fields=["note"])
    return proposal


@transaction.atomic(durable=True)
def look_through(post: Post, *, by, shown: Iterable[Proposal]) -> int:
    """The client has seen these proposals for the post. Returns how many were new."""
    insist_on_active(by)
    authorize(post.compare, by)
    found = post.proposals.filter(pk__in=[one.pk for one in shown], seen_at=None)
    return found.update(seen_at=clock.now())
