"""One request to a step of the editor: what every step has.

Every button of a step submits all of it. One that only changes rows gives the page back with all that was typed, right
or wrong; what saves keeps whatever has the right shape, and then says what is still missing.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import cached_property

from marketplace.accounts.models import User
from marketplace.gigs import actions, limits, sections
from marketplace.gigs.actions.parts import versions
from marketplace.gigs.editor import wizard
from marketplace.gigs.ground import ground_of
from marketplace.gigs.limits import GigProblem
from marketplace.gigs.models import Gig
from marketplace.gigs.terms import GigTerms

SAVE, NEXT, KEEP = "save", "next", "keep"  # KEEP is what the browser sends by itself
MOST_OP = 60  # letters


class Page:
    """A step of the editor as it is shown. `data` is the QueryDict that was posted, None on a look; `files` came with
    it.
    """

    step = ""
    heading = ""
    advice = ""

    def __init__(self, user: User, gig: Gig, data=None, files: Sequence[UploadedFile] = ()):
        self.user, self.gig, self.data, self.files = user, gig, data, files
        self.op = data.get("op", "refresh")[:MOST_OP] if data is not None else ""
        self.terms: GigTerms = versions.current(gig)
        self.notes: dict[str, str] = {}  # what no field of a form has, by the id that it is shown at
        self.stale: actions.Stale | None = None
        self.is_kept = False
        if data is None and (gig.version or wizard.is_begun(self.terms, self.step)):
            self._say(self.problems_here)

    # What a step has of its own

    @property
    def parts(self) -> list[tuple[str, forms.BaseForm]]:
        """Its forms, each with what it is called in the list of what is wrong."""
        raise NotImplementedError

    def values(self) -> dict[str, Any]:
        """What was typed, for `actions.save`; the forms are valid."""
        raise NotImplementedError

    def place_of(self, problem: GigProblem) -> tuple[forms.BaseForm | None, str]:
        """The form and field that a problem is shown at; without a form, the id on the page."""
        raise NotImplementedError

    # Saving

    @property
    def is_saving(self) -> bool:
        return self.op in (SAVE, NEXT, KEEP)

    @property
    def at_once(self) -> bool:
        """Whether what is saved is published, too."""
        return False

    @property
    def leads_on(self) -> bool:
        """Whether what was pressed is done. Whatever is missing elsewhere is said on the page that follows."""
        return not self.errors

    @property
    def saved_words(self) -> str:
        """What was saved by itself."""
        return ""

    @property
    def anchor(self) -> str:
        """Where on the page that is."""
        return ""

    @property
    def seen(self) -> str | None:
        """What the page was written on; None where it did not say."""
        return self.data.get("seen") if self.data is not None else None

    @property
    def mark_to_send(self) -> str:
        """What the next press is written on: what the page showed, or what it was just told of."""
        renew = self.seen is None or self.stale or self.is_kept
        return sections.mark_of(self.terms, self.step) if renew else str(self.seen)

    def save(self) -> actions.Saving | None:
        """Keep what was typed. None where that is refused: then the page says what is wrong, and nothing is lost."""
        if not self.is_valid():
            return None
        try:
            saving = actions.save(
                self.gig, by=self.user, step=self.step, values=self.values(), seen=self.seen, at_once=self.at_once
            )
        except actions.Stale as stale:
            self.stale, self.terms = stale, stale.saved
            return None
        self.gig, self.terms, self.is_kept = saving.gig, saving.terms, True
        for name in ("problems", "ground", "stations"):
            self.__dict__.pop(name, None)
        self._say(self.problems_of_saving)
        return saving

    def is_valid(self) -> bool:
        return all([form.is_valid() for _, form in self.parts]) and not self.notes

    @property
    def problems_of_saving(self) -> list[GigProblem]:
        """What is said when it was saved, although it is kept."""
        return self.problems_here

    # What is wrong

    @cached_property
    def problems(self) -> list[GigProblem]:
        """All that stands against publishing what is saved."""
        return limits.problems(self.terms, self.ground)

    @property
    def problems_here(self) -> list[GigProblem]:
        return [one for one in self.problems if one.step == self.step]

    def _say(self, problems: list[GigProblem]) -> None:
        """Put each next to its field."""
        if not all([form.is_valid() for _, form in self.parts]):
            return  # what is there can't be read as it was saved: that is said first
        for problem in problems:
            form, field = self.place_of(problem)
            if form is None:
                self.notes[field] = f"{self.notes[field]} {problem.message}" if field in self.notes else problem.message
            else:
                form.add_error(field if field in form.fields else None, problem.message)

    @property
    def errors(self) -> list[tuple[str, str, str]]:
        """All that is wrong, as (id on the page, where, sentence), for the list at the top."""
        return [*((at, "", message) for at, message in self.notes.items()), *self._errors_of_forms()]

    def _errors_of_forms(self) -> Iterator[tuple[str, str, str]]:
        for place, form in self.parts:
            for name, messages in form.errors.items():
                at, label = form.prefix or self.step, ""
                if name in form.fields:
                    at, label = form[name].id_for_label or form[name].auto_id, str(form[name].label or "")
                where = ", ".join(word for word in (place, label) if word)
                yield from ((at, where, str(message)) for message in messages)

    # What the page shows

    @property
    def is_unsaved(self) -> bool:
        """Whether a button changed what is here, and nobody saved that yet."""
        return self.data is not None and not (self.is_kept or self.is_saving or self.errors)

    @property
    def template(self) -> str:
        return f"gigs/editor/{self.step}.html"

    @cached_property
    def stations(self) -> list[wizard.Station]:
        return wizard.stations(self.gig, self.terms, self.problems, self.step)

    @property
    def before(self) -> wizard.Station | None:
        step, _ = wizard.around(self.step)
        return next((one for one in self.stations if one.step == step), None)

    @property
    def after(self) -> wizard.Station | None:
        _, step = wizard.around(self.step)
        return next((one for one in self.stations if one.step == step), None)

    @property
    def url(self) -> str:
        return wizard.url_of(self.gig, self.step)

    @cached_property
    def ground(self) -> limits.Ground:
        """Its category, rulebook and so on, as they are saved."""
        return ground_of(self.gig, self.terms)
