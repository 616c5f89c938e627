"""Form controls that Django has not, drawn by templates/widgets/ and static/css/forms/."""

from django import forms

from marketplace.formats import symbol


class AmountInput(forms.TextInput):
    """An amount of one currency, its symbol before and its code behind it. Set `currency` in the form's __init__."""

    template_name = "widgets/amount.html"

    def __init__(self, currency="USD", attrs=None):
        super().__init__({"inputmode": "decimal", "autocomplete": "off", "class": "amount-input", **(attrs or {})})
        self.currency = currency

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["prefix"] = symbol(self.currency)
        context["widget"]["suffix"] = str(self.currency)
        return context


class Explained(str):
    """The words of a choice and what they mean: Explained("Fair", "Eight days of review, then it is paid.")"""

    __slots__ = ("meaning",)

    def __new__(cls, words, meaning=""):
        self = super().__new__(cls, words)
        self.meaning = meaning
        return self


class RadioCards(forms.RadioSelect):
    """Radio buttons as cards; the words of a choice may be Explained."""

    template_name = "widgets/radio_cards.html"

    def create_option(self, name, value, label, *args, **kwargs):
        option = super().create_option(name, value, label, *args, **kwargs)
        return {**option, "meaning": getattr(label, "meaning", "")}


def marked_first(choices: list[tuple[str, str]], marked: str) -> str:
    """Which choice is marked when the page opens: the one that is asked for, if it is there, else the first."""
    values = [value for value, _ in choices]
    return marked if marked in values else values[0]


class CheckCards(RadioCards, forms.CheckboxSelectMultiple):
    """Checkboxes as cards, several of which may be chosen."""

    input_type = "checkbox"
    allow_multiple_selected = True


class PictureInput(forms.ClearableFileInput):
    """A picture to upload, with a box to remove the one that is there."""

    template_name = "widgets/picture.html"
    clear_checkbox_label = "Remove the picture"


class StarChoice(forms.RadioSelect):
    """Stars to give, as radio buttons."""

    template_name = "widgets/stars.html"
