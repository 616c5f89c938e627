"""Accepting work, and paying for it before it is delivered where the policy lets the client."""

from django.db import transaction

from escrow import fees
from escrow.money import to_money
from marketplace.actors import By
from marketplace.errors import Refused
from marketplace.idempotency import keys
from marketplace.policies.models import PartialRelease
from marketplace.transitions import authorize
from milestones.actions.parts import locking
from milestones.actions.parts.closing import close_cases
from milestones.actions.parts.finishing import follow
from milestones.actions.parts.refunding import take_from
from milestones.actions.parts.releasing import accepted, release_to_freelancer
from milestones.actions.parts.reviewing import insist_seen
from milestones.models import CaseKind, Milestone
from milestones.outcomes import Way, after
from milestones.unit_of_work import Done, UnitOfWork


@transaction.atomic(durable=True)
def approve(milestone: Milestone, *, by: By, seen: str = "") -> Done[Milestone]:
    """Accept the delivered work; pay now if the policy pays per milestone, and go on as it says.

    `seen` names the delivery that was looked at (`delivery_mark`). Raises Overtaken where a newer one came since.
    """
    work, milestone = locking.on_milestone(milestone, by)
    authorize(milestone.approve, by)
    insist_seen(milestone, seen)
    what = after(milestone.order, Way.ACCEPTED, milestone)
    _approve(work, milestone)
    follow(work, milestone.order, what)
    return Done(milestone, work.save())


@transaction.atomic(durable=True)
def approve_and_stop(milestone: Milestone, *, by: By, seen: str = "") -> Done[Milestone]:
    """Accept the delivered work and end the order with it. `seen` as in `approve`."""
    work, milestone = locking.on_milestone(milestone, by)
    authorize(milestone.approve_and_stop, by)
    insist_seen(milestone, seen)
    what = after(milestone.order, Way.STOPPED, milestone)
    _approve(work, milestone)
    work.record("order.stopped", milestone.order)
    follow(work, milestone.order, what)
    return Done(milestone, work.save())


def _approve(work: UnitOfWork, milestone: Milestone) -> None:
    milestone.approve(work.now)
    work.record("milestone.approved", milestone)
    accepted(work, milestone)


@transaction.atomic(durable=True)
def release(milestone: Milestone, *, by: By) -> Done[Milestone]:
    """Pay a milestone that was not delivered yet, where the policy has that."""
    work, milestone = locking.on_milestone(milestone, by)
    authorize(milestone.release, by)
    what = after(milestone.order, Way.ACCEPTED, milestone)
    milestone.release(work.now)
    work.record("milestone.released", milestone, in_revision=milestone.delivered_at is not None)
    accepted(work, milestone)
    follow(work, milestone.order, what)
    return Done(milestone, work.save())


@transaction.atomic(durable=True)
def release_part(milestone: Milestone, *, by: By, part: int, seen: str = "", once: str = "") -> Done[Milestone]:
    """Release `part` (minor units) of what is held; the rest stays held, or rolls into the next milestone.

    `seen` as in `approve`.
    """
    work, milestone = locking.on_milestone(milestone, by)
    keys.use(once, by=by)
    authorize(milestone.release_part, by)
    insist_seen(milestone, seen)
    check_part(milestone, part)
    if milestone.order.policy.partial_release == PartialRelease.REST_ROLLS:
        _release_and_roll(work, milestone, part)
    else:
        work.record("milestone.part_released", milestone, part=part, currency=milestone.currency)
        release_to_freelancer(work, milestone, part)
        milestone.release_part(part, work.now)
        work.change(milestone, "state", "released")
        close_cases(work, milestone.order, milestone=milestone, kind=CaseKind.SPLIT)  # of what was held
    return Done(milestone, work.save())


def check_part(milestone: Milestone, part: int) -> None:
    """Raises Refused when this much (minor units) can't be released as a part."""
    if not 0 < part < milestone.held:
        raise Refused(
            f"Release more than nothing and less than {to_money(milestone.held, milestone.currency)}; "
            "to release it all, approve the step.",
            field="part",
        )


def _release_and_roll(work: UnitOfWork, milestone: Milestone, part: int) -> None:
    """The milestone is paid with `part`; what is left, and its fee, already sits in the next one."""
    order, following = milestone.order, milestone.following
    what, rest = after(order, Way.ACCEPTED, milestone), milestone.held - part
    fee = fees.share(milestone.client_fee, milestone.price, milestone.price - rest, rest)
    rolled = to_money(rest, milestone.currency)
    _carry(milestone, following, rest, fee)
    milestone.amount -= rolled
    milestone.client_fee -= fee
    following.amount += rolled
    work.change(milestone, "amount", "client_fee", "charges")
    work.change(following, "amount", "client_fee", "charges", "carried")
    told = {"amount": rest, "part": part, "into": following.position, "currency": milestone.currency}
    work.record("milestone.rolled", milestone, **told)
    milestone.release_part(milestone.held, work.now)
    accepted(work, milestone)
    work.post(f"{milestone.reference}:roll", "milestone.roll", {milestone.escrow: -rest, following.escrow: rest}, order)
    follow(work, order, what)


def _carry(milestone: Milestone, following: Milestone, rest: int, fee: int) -> None:
    """Move the rest, its fee and the charges that paid them over to the next milestone."""
    uncharged = milestone.price + milestone.client_fee - milestone.from_source
    moved = max(rest + fee - uncharged, 0)
    kept = take_from(milestone.charges, moved)
    left = dict(kept)
    following.charges = [[key, paid - left.get(key, 0)] for key, paid in milestone.charges if paid > left.get(key, 0)]
    milestone.charges = kept
    following.carried += rest
    following.client_fee += fee


@transaction.atomic(durable=True)
def approve_for_support(milestone: Milestone, *, by: By, seen: str = "") -> Done[Milestone]:
    """Support accepts a delivery in the client's place, or releases a milestone that was not delivered.

    `seen` as in `approve`.
    """
    work, milestone = locking.on_milestone(milestone, by)
    authorize(milestone.accept_by_support, by)
    insist_seen(milestone, seen)
    what = after(milestone.order, Way.ACCEPTED, milestone)
    milestone.accept_by_support(work.now)
    work.record("milestone.approved", milestone)
    accepted(work, milestone)
    follow(work, milestone.order, what)
    return Done(milestone, work.save())
