"""What is asked before an offer is sent, accepted, paid, sent back or declined."""

from collections.abc import Sequence
from typing import Any

from django import forms

from marketplace.fields import LineField, TextField
from marketplace.numbers import MOST_KEY
from marketplace.offers.actions.parts.publishing import NO_SIGNATURE
from marketplace.verbs import VerbForm
from marketplace.widgets import Explained, RadioCards, marked_first

NOT_READ = "Say that you have read it before you sign it."


class ConfirmForm(forms.Form):
    """What is asked on the page before an offer is sent, accepted or paid; only what the case needs."""

    source = forms.ChoiceField(label="Pay with", widget=RadioCards)
    signature = LineField(
        label="Sign with your full name",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name", "class": "sign-line"}),
        error_messages={"required": NO_SIGNATURE},
    )
    agree = forms.BooleanField(
        label="I have read it all, with the contract, and this is my signature under it.",
        error_messages={"required": NOT_READ},
    )
    message = TextField(label="Message", required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3}))
    version = forms.IntegerField(required=False, max_value=MOST_KEY, widget=forms.HiddenInput)
    read = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    deposit = forms.ChoiceField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, ways=(), deposits=(), signs: bool, writes: bool, marked: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.by_value = {str(way.source.pk) if way.source else "balance": way.source for way, _ in ways}
        if ways:
            choices: list[Any] = [
                (value, Explained(*words)) for value, (_, words) in zip(self.by_value, ways, strict=True)
            ]
            self.fields["source"].choices = choices
            self.fields["source"].initial = marked_first(choices, marked)
            if self.initial.get("source") not in self.by_value:  # it can't pay this amount
                self.initial.pop("source", None)
        else:
            del self.fields["source"]
        if deposits:
            self.fields["deposit"].choices = [(one.value, one.name) for one in deposits]
            self.fields["deposit"].initial = next(one.value for one in deposits if one.is_chosen)
        else:
            del self.fields["deposit"]
        if not signs:
            del self.fields["signature"], self.fields["agree"]
        if not writes:
            del self.fields["message"], self.fields["read"]

    def answers(self) -> dict:
        """The chosen source, the signature and the message, as the actions take them."""
        data = self.cleaned_data
        answers: dict[str, Any] = {name: data[name] for name in ("signature", "message", "read") if name in data}
        if "source" in data:
            answers["source"] = self.by_value[data["source"]]
        if "deposit" in data:
            answers["whole"] = data["deposit"] == "whole"
        return answers


class OrderForm(ConfirmForm):
    """What is asked on the page that orders a gig. `read` is the digest of the version that it shows.

    `spans` are the ways in which it can be bought: once, or for some months, each with what it means.
    """

    months = forms.ChoiceField(label="How often?", required=False, widget=RadioCards)

    def __init__(self, *args, spans: Sequence[tuple[str, str]], **kwargs):
        super().__init__(*args, signs=False, writes=True, **kwargs)
        del self.fields["message"], self.fields["version"]
        if len(spans) > 1:
            self.fields["months"].choices = spans
        else:
            del self.fields["months"]

    def answers(self) -> dict:
        return super().answers() | {"months": int(self.cleaned_data.get("months") or 0)}


class ReasonForm(VerbForm):
    """Why an offer is declined."""

    reason = TextField(label="Why?", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class ChangesForm(VerbForm):
    """What should be different."""

    message = TextField(label="What should be different?", max_length=5000, widget=forms.Textarea(attrs={"rows": 4}))
