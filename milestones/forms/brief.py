"""Answering the questions of an order, and sending answers back."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.functional import cached_property

from marketplace.errors import Refused
from marketplace.fields import TextField
from marketplace.numbers import whole_number
from marketplace.stale import SEEN, SeenField
from marketplace.verbs import VerbForm
from milestones import uploads
from milestones.actions import brief
from milestones.actions.brief import NEEDED, NO_PROBLEM
from milestones.actions.parts.answers import field_of, mark_of, questions_of
from milestones.forms.fields import FilesField
from milestones.models import AnswerFile, OrderQuestion
from milestones.models.question import LONGEST_ANSWER
from milestones.questions import QuestionKind


class AnswersForm(VerbForm):
    """The questions of an order that can still be answered, with what is saved of their answers.

    Nothing is needed for saving. What is good is kept, even where the form goes back for something else.
    """

    hide_optional = True
    NEEDS_ANSWERS = False
    is_held = False  # whether what is good of it was saved although it went back

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        every = questions_of(self.about)
        self.questions = [one for one in every if self.about.awaits_brief or not one.is_answered]
        self.optional = {field_of(one.position) for one in self.questions if not one.required}
        for question in self.questions:
            name = field_of(question.position)
            self.fields[name] = FIELDS[question.kind](question)
            self.initial.setdefault(name, initial_of(question))
        self.fields[SEEN] = SeenField(mark_of(every))

    @property
    def rows(self) -> list[tuple[OrderQuestion, forms.BoundField, list[AnswerFile]]]:
        """Each question with its field, and the files that are kept for it."""
        return [(one, self[field_of(one.position)], list(one.files.all())) for one in self.questions]

    @property
    def limits(self) -> str:
        """What may be handed in, said before."""
        size = filesizeformat(settings.UPLOAD_MAX_BYTES).replace(".0", "")
        return f"Up to {settings.UPLOAD_MAX_FILES} files of {size} each. Programs are not taken."

    @cached_property
    def removed(self) -> set[int]:
        """The keys of the files that are to go."""
        sent = self.data.getlist("removed") if hasattr(self.data, "getlist") else self.data.get("removed", [])
        return {key for one in sent if (key := whole_number(one)) is not None}

    def clean(self):
        cleaned = super().clean()
        for question in self.questions if self.NEEDS_ANSWERS else ():
            name = field_of(question.position)
            if question.required and name not in self.errors and not (cleaned.get(name) or self._keeps(question)):
                self.add_error(name, NEEDED)
        return cleaned

    def _keeps(self, question: OrderQuestion) -> bool:
        return any(one.pk not in self.removed for one in question.files.all())

    @property
    def terms(self) -> dict[str, Any]:
        """What is good of it, as the actions take it."""
        files, answers = {}, {}
        for question in self.questions:
            name = field_of(question.position)
            if question.kind == QuestionKind.FILE:
                files[question.position] = self.fields[name].good
            elif name in self.cleaned_data:
                value = self.cleaned_data[name]
                answers[question.position] = value if isinstance(value, list) else [value] if value else []
        given = {position: some for position, some in files.items() if some}
        return {"answers": answers, "files": given, "removed": self.removed, "seen": self.cleaned_data.get(SEEN, "")}

    def hold(self, *, by) -> None:
        """Save what is good of it, because the form goes back; where somebody saved something else, nothing."""
        try:
            brief.answer(self.about, by=by, **self.terms)
        except Refused:
            return
        saved, self.is_held = questions_of(self.about), True
        self.questions = [one for one in saved if field_of(one.position) in self.fields]
        data = self.data.copy()
        data[self.add_prefix(SEEN)] = mark_of(saved)
        self.data = data


class HandInForm(AnswersForm):
    """The same, handed in: what needs an answer must have one."""

    NEEDS_ANSWERS = True


def initial_of(question: OrderQuestion):
    """What is saved, as its field takes it."""
    if question.kind == QuestionKind.CHOICES:
        return question.answer
    return question.answer[0] if question.answer else None


def _text(question: OrderQuestion) -> forms.Field:
    return TextField(
        max_length=LONGEST_ANSWER, required=False, label=question.text, widget=forms.Textarea(attrs={"rows": 3})
    )


def _choice(question: OrderQuestion) -> forms.Field:
    choices = [(one, one) for one in question.options]
    return forms.ChoiceField(choices=choices, required=False, label=question.text, widget=forms.RadioSelect)


def _choices(question: OrderQuestion) -> forms.Field:
    return forms.MultipleChoiceField(
        choices=[(one, one) for one in question.options],
        required=False,
        label=question.text,
        widget=forms.CheckboxSelectMultiple,
    )


def _files(question: OrderQuestion) -> forms.Field:
    check = partial(uploads.check, field=field_of(question.position))
    return FilesField(check=check, required=False, label=question.text)


FIELDS: dict[str, Callable[[OrderQuestion], forms.Field]] = {
    QuestionKind.TEXT: _text,
    QuestionKind.CHOICE: _choice,
    QuestionKind.CHOICES: _choices,
    QuestionKind.FILE: _files,
}


class ReturnForm(VerbForm):
    reason = TextField(
        max_length=5000,
        label="What is missing",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": NO_PROBLEM},
    )
