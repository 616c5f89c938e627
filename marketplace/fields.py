"""Form fields that Django has not."""

import unicodedata

from django import forms

from marketplace.validators import validate_line, validate_name


class LineField(forms.CharField):
    """A short text in one line, such as a title: blanks and line ends become one blank, and it is text to be seen."""

    default_validators = [validate_line]

    def to_python(self, value):
        return unicodedata.normalize("NFC", " ".join(super().to_python(value).split()))


class NameField(LineField):
    """What somebody goes by."""

    default_validators = [validate_name]
