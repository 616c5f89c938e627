"""Handing in work, ticking off substeps, asking for changes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction

from marketplace import storage
from marketplace.actors import By, account_of
from marketplace.errors import Refused
from marketplace.idempotency import keys
from marketplace.transitions import authorize, permit
from milestones.actions.parts import due_dates, locking, waiting
from milestones.actions.parts.closing import close_cases
from milestones.actions.parts.reviewing import insist_seen, lengthen_review, start_review
from milestones.filing import expect_room, insist_on_room, keep_files, store
from milestones.models import CaseKind, Delivery, DeliveryFile, Milestone
from milestones.models.conditions import has_substeps
from milestones.models.states import WORKING
from milestones.timer_kinds import Kind
from milestones.unit_of_work import Done, UnitOfWork

NO_CHANGES = "Say what should change."


@dataclass(frozen=True)
class Submission:
    """What is handed in: `links` are {"url", "deliverable"}, `files` Uploads, and `stored` those as they are stored."""

    message: str
    links: Sequence[dict[str, Any]]
    files: Sequence[Any]
    stored: Sequence[Any] = ()


def deliver(
    milestone: Milestone,
    *,
    by: By,
    message: str = "",
    links: Sequence[dict[str, Any]] = (),
    files: Sequence[Any] = (),
    once: str = "",
) -> Done[Milestone]:
    """Submit work for review. `links` are {"url", "deliverable"}, `files` are Uploads. Refuses an empty delivery.

    The files are stored first, while nothing is locked: a slow storage keeps nobody waiting for the order.
    """
    submission = Submission(message.strip(), list(links), files)
    if not files:
        return _deliver(milestone, submission, by, once)
    permit(milestone.deliver, by)
    with storage.stored() as stored:
        expect_room(milestone.order, files, by=by)
        return _deliver(milestone, replace(submission, stored=store(stored, files, DeliveryFile)), by, once)


@transaction.atomic(durable=True)
def _deliver(milestone: Milestone, submission: Submission, by: By, once: str) -> Done[Milestone]:
    work, milestone = locking.on_milestone(milestone, by)
    keys.use(once, by=by)
    authorize(milestone.deliver, by)
    _check(submission)
    insist_on_room(milestone.order, submission.files, by=by)
    was_working = milestone.state in WORKING
    waiting.stop(work, milestone)
    milestone.deliver(work.now)
    work.change(milestone, "state", "delivered_at", "delivered_late", "review_extended")
    due_dates.watch(work, milestone)
    delivery = _keep(work, milestone, submission)
    start_review(work, milestone)
    work.record(
        "milestone.delivered",
        milestone,
        number=delivery.number,
        full_project=delivery.full_project,
        late=was_working and milestone.delivered_late,
    )
    for kind in (CaseKind.CHANGE_ORDER, CaseKind.WAIT):
        close_cases(work, milestone.order, milestone=milestone, kind=kind)
    return Done(milestone, work.save())


def _check(submission: Submission) -> None:
    if not submission.message and not submission.links and not submission.files:
        raise Refused("A delivery needs a message, a file or a link.", field="message")
    if any(urlsplit(link["url"]).scheme not in ("http", "https") for link in submission.links):
        raise Refused("A link starts with https:// or http://.", field="links")


def _keep(work: UnitOfWork, milestone: Milestone, submission: Submission) -> Delivery:
    """Write the delivery and its files at once: they are nobody's lock, and the files need its key."""
    delivery = Delivery(
        milestone=milestone,
        number=milestone.deliveries.count() + 1,
        by_id=account_of(work.by),
        message=submission.message,
        links=submission.links,
        full_project=milestone.is_last and milestone.order.policy.full_project_delivery,
        at=work.now,
    )
    keep_files(work.create(delivery), submission.files, submission.stored)
    return delivery


@transaction.atomic(durable=True)
def tick(milestone: Milestone, *, by: By, number: int, done: bool | None = None) -> Done[Milestone]:
    """Tick a substep off, or untick it; `done` is what it should be then. `number` counts from 0."""
    work, milestone = locking.on_milestone(milestone, by)
    authorize(milestone.tick, by)
    if not 0 <= number < len(milestone.substeps):
        raise Refused(has_substeps.refusal)
    substep = milestone.substeps[number]
    is_done = bool(substep["done_at"])
    if done is None or done != is_done:
        substep["done_at"] = None if is_done else work.now.isoformat()
        work.change(milestone, "substeps")
        work.record("milestone.ticked", milestone, name=substep["name"], done=not is_done)
    return Done(milestone, work.save())


@transaction.atomic(durable=True)
def request_revision(milestone: Milestone, *, by: By, reason: str, seen: str = "") -> Done[Milestone]:
    """Ask for changes to the newest delivery: it counts against the allowance and ends the review window.

    `seen` names the delivery that was looked at (`delivery_mark`). Raises Overtaken where a newer one came since.
    """
    work, milestone = locking.on_milestone(milestone, by)
    authorize(milestone.request_revision, by)
    insist_seen(milestone, seen)
    if not reason.strip():
        raise Refused(NO_CHANGES, field="reason")

    milestone.request_revision()
    work.change(milestone, "state", "revisions_used")
    work.settle(milestone.order, Kind.REVIEW, milestone=milestone)
    # At once: the unit of work writes what it has locked and read, and deliveries are neither.
    Delivery.objects.filter(pk=milestone.deliveries.latest("number").pk).update(
        revision_reason=reason.strip(), revision_at=work.now
    )
    work.record("milestone.revision_requested", milestone, left=milestone.revisions_left)
    due_dates.revise(work, milestone)
    return Done(milestone, work.save())


@transaction.atomic(durable=True)
def extend_review(milestone: Milestone, *, by: By, seen: str = "") -> Done[Milestone]:
    """The client takes the policy's one extension of the review window. `seen` as in `request_revision`."""
    work, milestone = locking.on_milestone(milestone, by)
    authorize(milestone.extend_review, by)
    insist_seen(milestone, seen)
    milestone.extend_review()
    work.change(milestone, "review_extended")
    lengthen_review(work, milestone, milestone.order.policy.review_extension_days)
    return Done(milestone, work.save())
