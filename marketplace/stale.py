"""Forms that name what they were written on, so that an older tab overwrites nothing in silence."""

import hashlib
import json

from django import forms
from django.db import models
from django.forms.models import model_to_dict

from marketplace.errors import Refused

SEEN = "seen"
OVERTAKEN = "This was saved somewhere else, after you opened it here. Nothing was overwritten."


class Overtaken(Refused):
    """What was written on is not what is saved any more: `now` is, and `mark` names it."""

    def __init__(
        self,
        now,
        mark: str,
        message: str = f"{OVERTAKEN} Press once more to put what is here in its place.",
        *,
        row: int | None = None,
    ):
        super().__init__(message, row=row)
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
    `is_overtaken` says afterwards whether that is what it was refused for.
    """

    is_overtaken = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        names = [name for name in self._meta.fields if name in self.fields and _is_written(self.fields[name])]
        saved = model_to_dict(self.instance, names)
        self.saved = {name: _plain(value) for name, value in saved.items()}
        self.mark = fingerprint(self.saved)
        self.fields[SEEN] = SeenField(self.mark)

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if (seen := cleaned.pop(SEEN, "")) and seen != self.mark:
            self.is_overtaken = True
            say(self, Overtaken(self.saved, self.mark))
        return cleaned


class WatchedForm(SeenMixin, forms.ModelForm):
    """The form of a page at the desk on which two agents may write at once; see marketplace.admin_base.Watched."""

    seen = SeenField("")


def say(form, overtaken: Overtaken) -> None:
    """Tell what is saved now, field by field where it differs, and have the form that comes back name it."""
    form.data = form.data.copy()
    form.data[form.add_prefix(SEEN)] = overtaken.mark
    differs = [
        f"Saved as “{form[name].label}”: {_words(form.fields[name], value)}"
        for name, value in overtaken.now.items()
        if name in form.fields and name in form.cleaned_data and _plain(form.cleaned_data[name]) != value
    ]
    form.add_error(None, [overtaken.message, *differs])


def _words(field: forms.Field, value) -> str:
    if value in (None, "", []):
        return "nothing"
    if isinstance(field, forms.ModelChoiceField):
        keys = value if isinstance(value, list) else [value]
        return ", ".join(map(str, field.queryset.filter(pk__in=keys)))
    return str(field.prepare_value(value))


def _is_written(field: forms.Field) -> bool:
    """Whether this form changes what the field holds, and the other one's value can be told."""
    return not (field.disabled or isinstance(field, forms.FileField))


def _plain(value):
    """A value that can be compared with another: rows by their keys, several of them in order."""
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, models.QuerySet) or (
        isinstance(value, list) and any(isinstance(one, models.Model) for one in value)
    ):
        return sorted(one.pk for one in value)
    return value
