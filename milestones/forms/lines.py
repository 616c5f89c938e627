"""Form fields that more than one form has."""

from django import forms

from marketplace.validators import validate_line

MOST_LINES = 30
LINE = 120  # letters
MOST_LETTERS = 10_000  # of all lines together, with the blanks that are not kept


class Lines(forms.CharField):
    """A list that is typed one a line."""

    def __init__(self, **options):
        options.setdefault("widget", forms.Textarea(attrs={"rows": 3}))
        super().__init__(**{"required": False, "max_length": MOST_LETTERS, **options})

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value) -> list[str]:
        lines = [" ".join(line.split()) for line in super().clean(value).splitlines()]
        lines = [line for line in lines if line]
        if len(lines) > MOST_LINES:
            raise forms.ValidationError(f"At most {MOST_LINES} lines; these are {len(lines)}.")
        if long := next((line for line in lines if len(line) > LINE), None):
            raise forms.ValidationError(f"“{long[:30]}…” is longer than {LINE} letters.")
        for line in lines:
            validate_line(line)
        return lines


def day_input() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "data-width": "medium"})
