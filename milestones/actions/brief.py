"""The brief of an order: the client answers its questions, the freelancer does without, sends back, reminds."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction

from marketplace import storage
from marketplace.actors import By
from marketplace.errors import Refused
from marketplace.idempotency import keys
from marketplace.transitions import authorize, permit
from milestones.actions.parts import answers as answering
from milestones.actions.parts import briefing, locking
from milestones.actions.parts.answers import Given, field_of, missing
from milestones.actions.parts.finishing import follow
from milestones.actions.parts.refunding import cancelled
from milestones.filing import expect_room, insist_on_room, store
from milestones.models import AnswerFile, Order
from milestones.outcomes import unanswered
from milestones.unit_of_work import Done, UnitOfWork

NO_PROBLEM = "Say what is missing: the client reads it."
NEEDED = "This one needs an answer before you hand in."


def answer(
    order: Order,
    *,
    by: By,
    answers: Mapping[int, list[str]] | None = None,
    files: Mapping[int, Sequence[Any]] | None = None,
    removed: Collection[int] = (),
    seen: str = "",
) -> Done[Order]:
    """Save answers, all or some: texts and Uploads by the positions of their questions, and the keys of files that go.

    After they were handed in, only what was left empty can be added, and the freelancer is told. Files are stored
    first, while nothing is locked. Raises Overtaken where something else is saved than was seen.
    """
    return _with_files(_answer, order, Given(answers or {}, files or {}, removed), by, seen)


def hand_in_answers(
    order: Order,
    *,
    by: By,
    answers: Mapping[int, list[str]] | None = None,
    files: Mapping[int, Sequence[Any]] | None = None,
    removed: Collection[int] = (),
    seen: str = "",
) -> Done[Order]:
    """Save them, and hand them in: the time of what is paid begins to run. Refused while a needed one is missing."""
    return _with_files(_hand_in, order, Given(answers or {}, files or {}, removed), by, seen)


def _with_files(act: Any, order: Order, given: Given, by: By, seen: str) -> Done[Order]:
    uploads = [one for some in given.files.values() for one in some]
    if not uploads:
        return act(order, given, by, seen)
    permit(order.answer, by)
    with storage.stored() as stored:
        expect_room(order, uploads, by=by)
        rows = {position: store(stored, some, AnswerFile) for position, some in given.files.items()}
        return act(order, replace(given, stored=rows), by, seen)


def _keep(work: UnitOfWork, order: Order, given: Given, by: By, seen: str) -> list[Any]:
    insist_on_room(order, [one for some in given.files.values() for one in some], by=by)
    return answering.keep(work, order, given, seen)


@transaction.atomic(durable=True)
def _answer(order: Order, given: Given, by: By, seen: str) -> Done[Order]:
    work, order = locking.on_order(order, by)
    authorize(order.answer, by)
    before = answering.mark_of(answering.questions_of(order))
    questions = _keep(work, order, given, by, seen)
    if not order.awaits_brief and answering.mark_of(questions) != before:
        work.record("order.answers_added", order)
    return Done(order, work.save())


@transaction.atomic(durable=True)
def _hand_in(order: Order, given: Given, by: By, seen: str) -> Done[Order]:
    work, order = locking.on_order(order, by)
    authorize(order.hand_in_answers, by)
    for question in missing(_keep(work, order, given, by, seen)):
        raise Refused(NEEDED, field=field_of(question.position))
    work.record("order.answered", order)
    briefing.came(work, order)
    return Done(order, work.save())


@transaction.atomic(durable=True)
def skip_answers(order: Order, *, by: By) -> Done[Order]:
    """Begin without the answers: the time of what is paid begins to run. The client may still give them."""
    work, order = locking.on_order(order, by)
    authorize(order.skip_answers, by)
    work.record("order.answers_skipped", order)
    briefing.came(work, order, skipped=True)
    return Done(order, work.save())


@transaction.atomic(durable=True)
def return_answers(order: Order, *, by: By, reason: str, once: str = "") -> Done[Order]:
    """Send answers back that do not suffice: the time stands again until others are handed in."""
    work, order = locking.on_order(order, by)
    keys.use(once, by=by)
    authorize(order.return_answers, by)
    if not reason.strip():
        raise Refused(NO_PROBLEM, field="reason")
    work.record("order.answers_returned", order, reason=reason.strip())
    briefing.went(work, order, reason.strip())
    return Done(order, work.save())


@transaction.atomic(durable=True)
def remind(order: Order, *, by: By) -> Done[Order]:
    """Remind the client of the questions, once a day."""
    work, order = locking.on_order(order, by)
    authorize(order.remind, by)
    order.reminded_at = work.now
    work.change(order, "reminded_at")
    work.record("order.reminded", order)
    return Done(order, work.save())


@transaction.atomic(durable=True)
def call_off(order: Order, *, by: By) -> Done[Order]:
    """Cancel alone, because the questions were not answered in time: all that is held goes back, with its fee."""
    work, order = locking.on_order(order, by)
    authorize(order.call_off, by)
    what = unanswered(order)
    work.record("order.called_off", order)
    for milestone in order.open:
        cancelled(work, milestone, milestone.cancel)
    follow(work, order, what)
    return Done(order, work.save())
