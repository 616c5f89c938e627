"""Keeping what the client answers, under the lock of the order."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction

from marketplace.errors import Refused
from marketplace.stale import Overtaken, fingerprint
from milestones.models import AnswerFile, Order, OrderQuestion
from milestones.models.question import LONGEST_ANSWER
from milestones.questions import QuestionKind
from milestones.unit_of_work import UnitOfWork

STANDS = "This answer was handed in, and the work goes by it: it stays as it is."


def field_of(position: int) -> str:
    """What the field of the form is called in which the question at this place is answered."""
    return f"answer-{position}"


@dataclass(frozen=True)
class Given:
    """What a client answers: texts and Uploads by the positions of their questions, and the keys of files that go.

    `stored` are the uploads as they are stored already. What is not named stays as it is.
    """

    answers: Mapping[int, list[str]] = field(default_factory=dict)
    files: Mapping[int, Sequence[Any]] = field(default_factory=dict)
    removed: Collection[int] = ()
    stored: Mapping[int, Sequence[AnswerFile]] = field(default_factory=dict)


def questions_of(order: Order) -> list[OrderQuestion]:
    """The questions of an order with their answers and files."""
    return list(order.questions.prefetch_related("files"))


def mark_of(questions: Sequence[OrderQuestion]) -> str:
    """A short word that changes with what is saved."""
    return fingerprint([[one.position, one.answer, [file.pk for file in one.files.all()]] for one in questions])


def missing(questions: Sequence[OrderQuestion]) -> list[OrderQuestion]:
    """Those that need an answer and have none."""
    return [one for one in questions if one.required and not one.is_answered]


def keep(work: UnitOfWork, order: Order, given: Given, seen: str) -> list[OrderQuestion]:
    """Write down what is given, and return the questions as they are then.

    Raises Overtaken where it was typed on something older than is saved (`seen` is the `mark_of` of then), and Refused,
    with the field, for what is no answer and for what was handed in already. It is written at once: the order's lock is
    that of its answers, and the unit of work reads none of them.
    """
    questions = questions_of(order)
    if seen and seen != mark_of(questions):
        raise Overtaken(_as_typed(questions), mark_of(questions))
    for question in questions:
        if _changes(question, given):
            _insist_open(order, question)
            _keep_one(work, question, given)
    return questions_of(order)


def _as_typed(questions: Sequence[OrderQuestion]) -> dict[str, Any]:
    """What is saved, by the fields of the form that it was typed into."""
    texts = [one for one in questions if one.kind != QuestionKind.FILE]
    several = {field_of(one.position): one.answer for one in texts if one.kind == QuestionKind.CHOICES}
    return {field_of(one.position): "".join(one.answer) for one in texts} | several


def _changes(question: OrderQuestion, given: Given) -> bool:
    texts = given.answers.get(question.position, question.answer)
    files = given.files.get(question.position) or [one for one in question.files.all() if one.pk in given.removed]
    return texts != question.answer or bool(files)


def _insist_open(order: Order, question: OrderQuestion) -> None:
    """What is handed in stands; what was left empty may still be added, as nobody works by it."""
    if not order.awaits_brief and question.is_answered:
        raise Refused(STANDS, field=field_of(question.position))


def _keep_one(work: UnitOfWork, question: OrderQuestion, given: Given) -> None:
    """One answer with its files, at once."""
    texts = given.answers.get(question.position, question.answer)
    _insist_fits(question, texts)
    gone = [one for one in question.files.all() if one.pk in given.removed]
    there = question.files.count() - len(gone)
    new = given.stored.get(question.position, ())
    if question.kind != QuestionKind.FILE and (new or gone):
        raise Refused("This question is not answered by files.", field=field_of(question.position))
    if there + len(new) > settings.UPLOAD_MAX_FILES:
        raise Refused(
            f"At most {settings.UPLOAD_MAX_FILES} files; put some into a ZIP file.", field=field_of(question.position)
        )
    forget(gone)
    for row in new:
        row.question, row.at = question, work.now
        row.save(force_insert=True)
    question.answer = texts
    question.answered_at = work.now if texts or there + len(new) else None
    question.save(update_fields=["answer", "answered_at"])


def forget(files: Sequence[AnswerFile]) -> None:
    """Delete the rows at once, and after the commit what is stored of them."""
    AnswerFile.objects.filter(pk__in=[one.pk for one in files]).delete()
    for one in files:
        transaction.on_commit(partial(one.file.storage.delete, str(one.file.name)), robust=True)


def _insist_fits(question: OrderQuestion, texts: list[str]) -> None:
    """Raise Refused where this is no answer to the question: forms ask the same, next to the field."""
    where = field_of(question.position)
    if question.chooses and not set(texts) <= set(question.options):
        raise Refused("Choose among the answers that are offered.", field=where)
    if len(texts) > (len(question.options) if question.kind == QuestionKind.CHOICES else 1):
        raise Refused("One answer, please.", field=where)
    if question.kind == QuestionKind.FILE and texts:
        raise Refused("This question is answered by files.", field=where)
    if any(len(one) > LONGEST_ANSWER for one in texts):
        raise Refused(f"An answer has at most {LONGEST_ANSWER} letters.", field=where)
