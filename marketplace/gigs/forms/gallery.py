"""Pictures: what stands for them where they are not seen."""

from django import forms

from marketplace.fields import LineField


class PictureForm(forms.Form):
    """One picture of the gallery."""

    hide_optional = True

    alt = LineField(
        label="What is to be seen",
        required=False,
        max_length=120,
        help_text="In a few words, for people who can’t see it.",
    )
