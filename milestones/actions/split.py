"""Dividing what a milestone holds as both sides agree: proposed by either, countered, agreed on, at any time."""

from django.db import transaction

from escrow.money import to_money
from marketplace.actors import By
from marketplace.errors import Refused
from marketplace.idempotency import keys
from marketplace.transitions import authorize, may
from milestones.actions.parts import answering, asking, locking
from milestones.models import Case, CaseKind, Milestone, State
from milestones.unit_of_work import Done, UnitOfWork


@transaction.atomic(durable=True)
def propose_split(milestone: Milestone, *, by: By, released: int, reason: str, once: str = "") -> Done[Case]:
    """Offer the other side to end a milestone: `released` (minor units) goes to the freelancer, the rest back.

    It takes the place of a proposal that waits, whosever that is. Nothing else changes until it is agreed to: work is
    handed in and reviewed as before. In a dispute, from the side that has to answer, it is an answer.
    """
    work, milestone = locking.on_milestone(milestone, by)
    authorize(milestone.propose_split, by)
    keys.use(once, by=by)
    if not reason.strip():
        raise Refused("Say why this is fair: the other side will read it.", field="reason")
    _check(milestone, released)
    answering.replace(work, milestone.order, CaseKind.SPLIT, milestone)
    parts = answering.division(milestone, released)
    split = asking.ask(work, milestone.order, CaseKind.SPLIT, milestone=milestone, reason=reason, data=parts)
    if milestone.state == State.DISPUTED:
        _in_dispute(work, milestone, split, by)
    else:
        work.record("case.asked", split, kind=split.kind, step=milestone.position)
    return Done(split, work.save())


def _check(milestone: Milestone, released: int) -> None:
    if 0 < released < milestone.held:
        return
    held = to_money(milestone.held, milestone.currency)
    instead = "; to leave the other side all of it, give in" if milestone.state == State.DISPUTED else ""
    raise Refused(f"More than nothing and less than {held}{instead}.", field="released")


def _in_dispute(work: UnitOfWork, milestone: Milestone, split: Case, by: By) -> None:
    dispute = answering.dispute_of(milestone)
    is_answer = may(dispute.reply, by) and not dispute.answered_at
    work.record("case.asked", split, kind=split.kind, **({"answers": dispute.pk} if is_answer else {}))
    if is_answer:
        answering.answered(work, dispute, split.reason)
