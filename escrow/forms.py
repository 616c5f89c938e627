"""What people type about their money."""

import re
from datetime import date

from django import forms

from escrow import cards
from marketplace import clock

# "08/29", "8 / 2029", and "0829": the digits that a phone offers have no stroke among them.
EXPIRY = re.compile(r"(?:(0?[1-9]|1[0-2])(?:\s*[/.-]\s*|\s+)|(0[1-9]|1[0-2]))(?:20)?([0-9]{2})")


class CardForm(forms.Form):
    """A card. The number is checked and handed to the gateway; it is never stored and never shown again."""

    number = forms.CharField(
        label="Card number",
        max_length=32,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "cc-number", "data-width": "medium"}),
    )
    expiry = forms.CharField(
        label="Valid until",
        help_text="Month and year, such as 08/29.",
        max_length=9,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "cc-exp", "data-width": "short"}),
    )
    security_code = forms.CharField(
        label="Security code",
        help_text="The three or four digits next to the signature.",
        max_length=4,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "cc-csc", "data-width": "short"}),
    )

    def clean_number(self) -> str:
        number = cards.digits(self.cleaned_data["number"])
        if not cards.passes_luhn(number):
            raise forms.ValidationError("This is not a card number. Check the digits.")
        return number

    def clean_expiry(self) -> date:
        match = EXPIRY.fullmatch(self.cleaned_data["expiry"].strip())
        if not match:
            raise forms.ValidationError("Write the month and the year, such as 08/29.")
        month, year = int(match[1] or match[2]), 2000 + int(match[3])
        today = clock.real()
        if (year, month) < (today.year, today.month):
            raise forms.ValidationError("This card has expired.")
        return date(year, month, 1)

    def clean_security_code(self) -> str:
        code = self.cleaned_data["security_code"]
        if not re.fullmatch(r"[0-9]{3,4}", code):
            raise forms.ValidationError("Three or four digits.")
        return code
