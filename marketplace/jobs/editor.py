"""The page on which a job post is written: one form, what its buttons do, and what is still missing.

Every button submits all of it. One that only changes steps gives the page back with all that was typed; what saves
keeps whatever has the right shape. What a script saves by itself is the same form.
"""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.functional import cached_property

from marketplace.errors import Refused
from marketplace.formats import decimal_text
from marketplace.gigs.editor import reading
from marketplace.jobs import actions, limits
from marketplace.jobs.actions.parts import versions
from marketplace.jobs.forms import PostForm, StepForm
from marketplace.jobs.forms.post import question_names
from marketplace.jobs.limits import PostProblem
from marketplace.jobs.models import Post, PostFile
from marketplace.jobs.terms import PostTerms
from marketplace.numbers import whole_number
from marketplace.rows import GONE, ROW, Rows, is_blank, next_number, numbered
from milestones import uploads

SAVE, PUBLISH, KEEP, UPLOAD = "save", "publish", "keep", "upload"  # KEEP is what the browser sends by itself
SAVING = (SAVE, PUBLISH, KEEP, UPLOAD)
STEP, FIELDS = "step", ["name", "description", "days", "amount"]
MOST_OP = 60  # letters
SPLIT = ("questions", "plan", "files", "budget_min", "budget_max")  # what no single field of the form holds as it is


class Line:
    """One step as the page shows it: its form, or what it takes to put it back."""

    def __init__(self, row: dict[str, Any], at: int, currency: str):
        self.row, self.number, self.at, self.is_gone = row, row[ROW], at, row[GONE]
        prefix = f"{STEP}-{self.number}"
        typed = {f"{prefix}-{name}": row.get(name, "") for name in FIELDS}
        self.form = None if self.is_gone else StepForm(typed, prefix=prefix, currency=currency)
        self.kept = [(name, text) for name, text in typed.items() if text and self.is_gone]


class PostEditor:
    """One request to it. `data` is the QueryDict that was posted, None on a look; `files` came with it."""

    def __init__(self, user, post: Post, data=None, files=()):
        self.user, self.post, self.data, self.files = user, post, data, files
        self.op = data.get("op", "refresh")[:MOST_OP] if data is not None else ""
        self.terms: PostTerms = versions.current(post)
        self.notes: dict[str, str] = {}
        self.stale: actions.Stale | None = None
        self.is_kept = False

    # What was typed

    @cached_property
    def currency(self) -> str:
        typed = self.data.get("currency", "") if self.data is not None else self.terms.currency
        return typed if typed in settings.CURRENCIES else self.terms.currency

    @cached_property
    def form(self) -> PostForm:
        return PostForm(self.data if self.data is not None else _typed(self.terms), currency=self.currency)

    @cached_property
    def rows(self) -> Rows:
        if self.data is None:
            return numbered([_raw(one, self.terms.currency) for one in self.terms.plan])
        there = reading.rows(self.data, STEP, FIELDS)
        return reading.pressed(self.op, STEP, there, {})[0]

    @cached_property
    def lines(self) -> list[Line]:
        found, at = [], 0
        for row in self.rows:
            at += not row[GONE]
            found.append(Line(row, at, self.currency))
        return found

    @property
    def living(self) -> list[Line]:
        return [one for one in self.lines if one.form]

    @property
    def next_step(self) -> int:
        return next_number(self.rows)

    @property
    def parts(self) -> list[tuple[str, Any]]:
        return [("", self.form), *((f"Step {one.at}", one.form) for one in self.living)]

    @cached_property
    def kept_files(self) -> list[PostFile]:
        """Those that are ticked, of those that were uploaded for this post."""
        if self.data is None:
            keys = self.terms.files
        else:
            keys = [key for key in map(whole_number, self.data.getlist("files")) if key is not None]
        found = self.post.files.in_bulk(keys[: limits.MOST_FILES])
        return [found[key] for key in keys if key in found]

    @property
    def given(self) -> PostTerms:
        """The terms that were typed; the forms are valid."""
        said = self.form.cleaned_data
        least, most = said["budget_min"] or 0, said["budget_max"] or 0
        plain = {name: said[name] for name in ("title", "category", "currency", "language", "text", "skills")}
        return PostTerms(
            **plain,
            policy=said["policy"].pk if said["policy"] else None,
            budget_min=least or most,
            budget_max=most or least,
            questions=[said[name] for name in question_names() if said[name].strip()],
            plan=[one.form.step() for one in self.living if one.form and not is_blank(one.row)],
            files=[one.pk for one in self.kept_files],
            visibility=said["visibility"],
            hires_wanted=said["hires_wanted"],
            days=said["days"],
        )

    # Saving

    @property
    def is_saving(self) -> bool:
        return self.op in SAVING

    @property
    def seen(self) -> str | None:
        return self.data.get("seen") if self.data is not None else None

    @property
    def mark_to_send(self) -> str:
        """What the next press is written on: what the page showed, or what it was just told of."""
        renew = self.seen is None or self.stale or self.is_kept
        return actions.mark_of(self.terms) if renew else str(self.seen)

    def save(self) -> bool:
        """Keep what was typed, and the files that came with it. False where something is wrong: the page says what."""
        if not all([form.is_valid() for _, form in self.parts]):
            return False
        try:
            saving = actions.save(self.post, by=self.user, terms=self.given, seen=self.seen)
        except actions.Stale as stale:
            self.stale, self.terms = stale, stale.saved
            return False
        self.post, self.terms, self.is_kept = saving.post, saving.terms, True
        if self.op == UPLOAD:
            return self._attach()
        return True

    def _attach(self) -> bool:
        try:
            checked = [uploads.check(one) for one in self.files]
        except ValidationError as error:
            self.notes["file"] = error.messages[0]
            return False
        if not checked:
            self.notes["file"] = "Choose a file first."
            return False
        try:
            self.terms = actions.attach(self.post, by=self.user, files=checked).terms
        except Refused as refused:
            self.notes["file"] = refused.message
            return False
        return True

    def say_what_is_missing(self) -> bool:
        """Put what stands against opening it next to its fields. Returns whether anything does."""
        found = limits.problems(self.terms, limits.ground_of(self.post, self.terms))
        if found and all([form.is_valid() for _, form in self.parts]):
            for problem in found:
                self._show(problem)
        return bool(found)

    def _show(self, problem: PostProblem) -> None:
        if problem.index is not None:
            living = [one for one in self.living if not is_blank(one.row)]
            living[problem.index].form.add_error("name", problem.message)
        elif problem.field in self.form.fields:
            self.form.add_error(problem.field, problem.message)
        else:
            self.notes["file" if problem.field == "files" else problem.field] = problem.message

    # What the page shows

    @property
    def errors(self) -> list[tuple[str, str, str]]:
        """All that is wrong, as (id on the page, where, sentence), for the list at the top."""
        return [*((at, "", message) for at, message in self.notes.items()), *self._errors_of_forms()]

    def _errors_of_forms(self) -> Iterator[tuple[str, str, str]]:
        for place, form in self.parts:
            for name, messages in form.errors.items():
                at, label = form.prefix or "post", ""
                if name in form.fields:
                    at, label = form[name].id_for_label or form[name].auto_id, str(form[name].label or "")
                where = ", ".join(word for word in (place, label) if word)
                yield from ((at, where, str(message)) for message in messages)

    @property
    def is_unsaved(self) -> bool:
        """Whether a button changed what is here, and nobody saved that yet."""
        return self.data is not None and not (self.is_kept or self.is_saving or self.errors)

    @property
    def url(self) -> str:
        return reverse("jobs:edit", args=[self.post.pk])

    @property
    def is_new(self) -> bool:
        return self.post.version_id is None


def _typed(terms: PostTerms) -> dict[str, Any]:
    """Terms as they would have been typed."""
    plain = {name: value for name, value in terms.as_data().items() if name not in SPLIT}
    least = "" if terms.budget_min == terms.budget_max else _plain(terms.budget_min, terms.currency)
    budget = {"budget_min": least, "budget_max": _plain(terms.budget_max, terms.currency)}
    asked = dict(zip(question_names(), terms.questions, strict=False))
    return plain | budget | asked | {"skills": ", ".join(terms.skills)}


def _raw(one, currency: str) -> dict[str, Any]:
    amount = _plain(one.amount, currency)
    return {"name": one.name, "description": one.description, "days": str(one.days or ""), "amount": amount}


def _plain(amount: int, currency: str) -> str:
    return decimal_text(amount, currency) if amount else ""
