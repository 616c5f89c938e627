"""The fifth step: the pictures, their order, what stands for them and what stays in view; and uploading more."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property

from marketplace.errors import Refused
from marketplace.gigs import actions, limits
from marketplace.gigs.actions.picturing import FIELD as FILE
from marketplace.gigs.editor import reading
from marketplace.gigs.editor.page import Page
from marketplace.gigs.forms import PictureForm
from marketplace.gigs.forms.gallery import focus_of
from marketplace.gigs.gallery import checking
from marketplace.gigs.limits import GigProblem
from marketplace.gigs.models import Picture
from marketplace.gigs.terms import Shown
from marketplace.numbers import MOST_KEY, whole_number
from marketplace.rows import GONE, ROW, Rows

NAME, UPLOAD = "picture", "upload"
AGAIN = "Choose the pictures again, and press “Upload”: this time they were not kept."


class GalleryPage(Page):
    """The rows are the pictures; a row's number is the key of its picture."""

    step = limits.GALLERY
    heading = "Gallery"
    advice = (
        "The first picture is the one in lists. Show work, not words: text in pictures is read by nobody on a phone."
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.files and not self.is_saving:
            self.notes[FILE] = AGAIN

    @property
    def is_saving(self) -> bool:
        return self.op == UPLOAD or super().is_saving

    @property
    def leads_on(self) -> bool:
        """An upload leads back to this page, where all that is missing is said."""
        return (self.op == UPLOAD and FILE not in self.notes) or super().leads_on

    @cached_property
    def rows(self) -> Rows:
        if self.data is None:
            return [{"alt": one.alt, "focus": "", ROW: str(one.picture), GONE: False} for one in self.terms.pictures]
        there = reading.rows(self.data, NAME, ["alt", "focus"], below=MOST_KEY)
        return reading.pressed(self.op, NAME, there, {})[0]

    @cached_property
    def lines(self) -> list[dict[str, Any]]:
        there = self.gig.pictures.in_bulk([int(row[ROW]) for row in self.rows])
        found, at = [], 0
        for row in self.rows:
            prefix = f"{NAME}-{row[ROW]}"
            picture = there.get(int(row[ROW]))
            if picture is None and self.data is not None:
                continue  # a key of somebody else's
            at += not row[GONE]
            typed = {f"{prefix}-alt": row["alt"], f"{prefix}-focus": row["focus"] or focus_of(picture)}
            form = None if row[GONE] else PictureForm(typed, prefix=prefix)
            found.append({"number": row[ROW], "at": at, "row": row, "form": form, "picture": picture})
        return found

    @property
    def living(self) -> list[dict[str, Any]]:
        return [one for one in self.lines if one["form"]]

    @property
    def parts(self):
        return [(f"Picture {one['at']}", one["form"]) for one in self.living]

    def values(self) -> dict[str, Any]:
        keys = [whole_number(one["number"]) or 0 for one in self.living]
        return {
            "pictures": [
                Shown(key, one["form"].cleaned_data["alt"]) for key, one in zip(keys, self.living, strict=True)
            ]
        }

    def save(self) -> actions.Saving | None:
        """What was typed first, then what was chosen: of pictures nothing is kept beside what could not be saved."""
        saving = super().save()
        if saving is None:
            if self.files:
                self.notes[FILE] = AGAIN
            return None
        for one in self.living:
            self._cut_anew(one["picture"], one["form"])
        self._upload()
        return saving

    def _cut_anew(self, picture: Picture | None, form: PictureForm) -> None:
        if picture and form.point and form.cleaned_data["focus"] != focus_of(picture):
            actions.refocus(self.gig, picture, by=self.user, x=form.point[0], y=form.point[1])

    def _upload(self) -> None:
        """Put what was chosen into the gallery, all of it or nothing."""
        if not self.files:
            if self.op == UPLOAD:
                self.notes[FILE] = "Choose a picture first."
            return
        try:
            actions.upload(self.gig, [self._checked(one) for one in self.files], by=self.user)
        except Refused as refused:
            self.notes[FILE] = refused.message
        else:
            self.op = UPLOAD  # whichever button it was

    def _checked(self, file) -> checking.Upload:
        try:
            return checking.check(file)
        except ValidationError as error:
            which = f"“{checking.clean_name(file.name)}”: " if len(self.files) > 1 else ""
            raise Refused(which + error.messages[0], field=FILE) from error

    @property
    def problems_here(self) -> list[GigProblem]:
        """Not that a picture is in the making: it says so itself, until it is shown, and keeps nobody on this step."""
        return [one for one in super().problems_here if not one.passes]

    def place_of(self, problem: GigProblem):
        if problem.index is None:
            return None, "pictures"
        return self.living[problem.index]["form"], "alt" if problem.field == "alt" else "picture"
