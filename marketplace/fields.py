"""Form fields that Django has not."""

import unicodedata

from django import forms
from django.core.validators import MaxLengthValidator

from marketplace.validators import says_something, validate_line, validate_name


class LineField(forms.CharField):
    """A short text in one line, such as a title: blanks and line ends become one blank, and it is text to be seen."""

    default_validators = [validate_line]

    def to_python(self, value):
        return unicodedata.normalize("NFC", " ".join(super().to_python(value).split()))

    def run_validators(self, value):
        """The length first: what is too long is not looked at letter by letter."""
        if self.max_length is not None:
            MaxLengthValidator(self.max_length)(value)
        super().run_validators(value)


class TextField(forms.CharField):
    """A text of several lines. Of letters that nobody sees it says nothing, and is taken for empty."""

    def to_python(self, value):
        text = super().to_python(value)
        return text if says_something(text[: self.max_length]) else self.empty_value


class NameField(LineField):
    """What somebody goes by."""

    default_validators = [validate_name]


class Bounded(forms.Field):
    """What is longer than any moment is not even tried against the ways to write one."""

    longest = 40  # letters

    def to_python(self, value):
        if isinstance(value, str) and len(value) > self.longest:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class DayField(Bounded, forms.DateField):
    """A day."""


class InstantField(Bounded, forms.DateTimeField):
    """A day and a time of it."""
