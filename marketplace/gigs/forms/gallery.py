"""Pictures: what stands for them where they are not seen, and what stays in view where they are cut."""

from django import forms

from marketplace.fields import LineField
from marketplace.gigs.models import Picture

# As percent from the left and from the top, row by row.
ACROSS, DOWN = {0: "left", 50: "middle", 100: "right"}, {0: "Top", 50: "Middle", 100: "Bottom"}
FOCUSES = [(f"{x}-{y}", f"{top}, {side}") for y, top in DOWN.items() for x, side in ACROSS.items()]


class PictureForm(forms.Form):
    """One picture of the gallery."""

    hide_optional = True

    alt = LineField(
        label="What is to be seen",
        required=False,
        max_length=120,
        help_text="In a few words, for people who can’t see it.",
    )
    focus = forms.ChoiceField(label="What stays in view", required=False, choices=FOCUSES, widget=forms.RadioSelect)

    @property
    def point(self) -> tuple[int, int] | None:
        """What was chosen; None where nothing was."""
        x, _, y = self.cleaned_data.get("focus", "").partition("-")
        return (int(x), int(y)) if y else None


def focus_of(picture: Picture | None) -> str:
    """The choice that is nearest to its focal point."""
    x, y = (picture.focus_x, picture.focus_y) if picture else (50, 50)
    return f"{_nearest(x)}-{_nearest(y)}"


def _nearest(percent: int) -> int:
    return min(ACROSS, key=lambda one: abs(one - percent))
