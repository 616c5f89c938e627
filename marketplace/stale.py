"""Forms that name what they were written on, so that an older tab overwrites nothing in silence."""

import hashlib
import json

from django import forms
from django.forms.models import model_to_dict

from marketplace.errors import Refused

SEEN = "seen"
OVERTAKEN = "This was saved somewhere else, after you opened it here. Nothing was overwritten."


class Overtaken(Refused):
    """What was written on is not what is saved any more: `now` is, and `mark` names it."""

    def __init__(self, now, mark: str):
        super().__init__(f"{OVERTAKEN} Press once more to put what is here in its place.")
        self.now, self.mark = now, mark


def fingerprint(values) -> str:
    """A short word that changes with these values, which JSON or str() can write down."""
    text = json.dumps(values, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:20]


class SeenField(forms.CharField):
    """What the page was written on: sent back as it was, and never a change of its own."""

    def __init__(self, mark: str):
        super().__init__(required=False, widget=forms.HiddenInput, initial=mark, max_length=40)

    def has_changed(self, initial, data) -> bool:
        return False


class SeenMixin:
    """For a ModelForm: refuses once what was written on something older, and says what is saved now.

    Pass the instance as it is in the database, locked. A form that does not say what it saw is taken as it is.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        names = [name for name in self._meta.fields if not isinstance(self.fields[name], forms.FileField)]
        self.saved = model_to_dict(self.instance, names)
        self.mark = fingerprint(self.saved)
        self.fields[SEEN] = SeenField(self.mark)

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if (seen := cleaned.pop(SEEN, "")) and seen != self.mark:
            say(self, Overtaken(self.saved, self.mark))
        return cleaned


def say(form, overtaken: Overtaken) -> None:
    """Tell what is saved now, field by field where it differs, and have the form that comes back name it."""
    form.data = form.data.copy()
    form.data[form.add_prefix(SEEN)] = overtaken.mark
    differs = [
        f"Saved as “{form[name].label}”: {_words(form.fields[name].prepare_value(value))}"
        for name, value in overtaken.now.items()
        if name in form.fields and name in form.cleaned_data and form.cleaned_data[name] != value
    ]
    form.add_error(None, [overtaken.message, *differs])


def _words(value) -> str:
    return "nothing" if value in (None, "", []) else str(value)
