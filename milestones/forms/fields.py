"""Fields that the forms about orders share."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from escrow import amounts
from marketplace.formats import decimal_text
from marketplace.validators import validate_line
from marketplace.widgets import AmountInput


class LinesField(forms.CharField):
    """A list that is typed one to a line. Cleans to a list of strings without the empty ones."""

    def __init__(self, *, max_items: int = 20, max_item: int = 120, rows: int = 3, **options):
        options.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(**{"max_length": 2 * max_items * max_item, **options})
        self.max_items, self.max_item = max_items, max_item

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value) -> list[str]:
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        if len(lines) > self.max_items:
            raise ValidationError(f"At most {self.max_items} lines; these are {len(lines)}.")
        for line in lines:
            self.check(line)
        return lines

    def check(self, line: str) -> None:
        self.check_length(line)
        validate_line(line)

    def check_length(self, line: str) -> None:
        if len(line) > self.max_item:
            raise ValidationError(f"“{line[:30]}…” is longer than {self.max_item} letters.")


class LinksField(LinesField):
    """Web addresses, one to a line."""

    valid = URLValidator(schemes=["http", "https"])

    def __init__(self, **options):
        super().__init__(**{"max_items": 20, "max_item": 500, "rows": 1, **options})

    def clean(self, value) -> list[str]:
        """Addresses without their beginning, as people copy them, get it."""
        return [_completed(line) for line in super().clean(value)]

    def check(self, line: str) -> None:
        self.check_length(line)
        try:
            self.valid(_completed(line))
        except ValidationError as error:
            words = f"“{line[:60]}” is not a web address. One looks like https://example.org/work."
            raise ValidationError(words) from error


def _completed(address: str) -> str:
    return address if "://" in address else f"https://{address}"


class MinorField(forms.Field):
    """An amount of one currency; cleans to minor units, or to None where nothing is typed. See `escrow.amounts`."""

    def __init__(self, *, currency: str, **options):
        self.currency = currency
        options.setdefault("widget", AmountInput(currency))
        super().__init__(**options)

    def prepare_value(self, value):
        return decimal_text(value, self.currency) if isinstance(value, int) else value

    def to_python(self, value) -> int | None:
        if value is None or isinstance(value, int):
            return value
        try:
            return amounts.read(value, self.currency)
        except amounts.NotAnAmount as error:
            raise ValidationError(str(error)) from error

    def has_changed(self, initial, data) -> bool:
        try:
            return (initial or None) != (self.to_python(data) or None)
        except ValidationError:
            return True


class SeveralFiles(forms.ClearableFileInput):
    """A control that takes several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files. Cleans to a list of whatever `check` makes of each; `good` has those that passed, in any case."""

    most = 50

    def __init__(self, *, check, **options):
        options.setdefault("widget", SeveralFiles)
        super().__init__(**options)
        self.check, self.good = check, []

    def clean(self, data, initial=None) -> list:
        files = data if isinstance(data, list | tuple) else [data] if data else []
        self.good, errors = [], []
        for file in files[: self.most]:
            try:
                self.good.append(self.check(super().clean(file, initial)))
            except ValidationError as error:
                errors += error.error_list
        if len(files) > self.most:
            errors.append(ValidationError(f"These are {len(files)} files; at most {self.most} are looked at."))
        if errors:
            raise ValidationError(errors)
        return self.good


def readable(form: type[forms.Form], names: Iterable[str], typed: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed into these fields of a form that does not show them any more, as far as it can be read."""
    found = {}
    for name in names:
        with suppress(ValidationError):
            if value := form.base_fields[name].clean(typed.get(name) or ""):
                found[name] = value
    return found
