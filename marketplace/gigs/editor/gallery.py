"""The fifth step: the order of the pictures, and what stands for them. They are uploaded on the same page."""

from typing import Any

from django.utils.functional import cached_property

from marketplace.gigs import limits
from marketplace.gigs.editor import reading
from marketplace.gigs.editor.page import Page
from marketplace.gigs.forms import PictureForm
from marketplace.gigs.limits import GigProblem
from marketplace.gigs.terms import Shown
from marketplace.numbers import MOST_KEY, whole_number
from marketplace.rows import GONE, ROW, Rows

NAME = "picture"


class GalleryPage(Page):
    """The rows are the pictures; a row's number is the key of its picture."""

    step = limits.GALLERY
    heading = "Gallery"
    advice = (
        "The first picture is the one in lists. Show work, not words: text in pictures is read by nobody on a phone."
    )

    @cached_property
    def rows(self) -> Rows:
        if self.data is None:
            return [{"alt": one.alt, ROW: str(one.picture), GONE: False} for one in self.terms.pictures]
        there = reading.rows(self.data, NAME, ["alt"], below=MOST_KEY)
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
            form = None if row[GONE] else PictureForm({f"{prefix}-alt": row["alt"]}, prefix=prefix)
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

    def place_of(self, problem: GigProblem):
        if problem.index is None:
            return None, "pictures"
        return self.living[problem.index]["form"], "alt" if problem.field == "alt" else "picture"
