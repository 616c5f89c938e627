"""The packages, and what is included in which."""

from django import forms

from marketplace.fields import LineField, TextField
from marketplace.formats import percent_text
from marketplace.gigs.limits import MOST_DAYS
from marketplace.gigs.terms import Included, Package, PackageKey
from marketplace.policies.models import Policy
from marketplace.widgets import AmountInput
from milestones.forms.fields import MinorField

MOST_REVISIONS = 100
SHORT = {"data-width": "short"}
TICKED = "yes"


class PackageForm(forms.Form):
    """One package, whose key is the prefix."""

    hide_optional = True

    name = LineField(label="Name", required=False, max_length=35)
    text = TextField(
        label="What the client gets", required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )
    price = MinorField(label="Price", required=False, currency="USD", widget=AmountInput)
    days = forms.IntegerField(
        label="Days", required=False, min_value=1, max_value=MOST_DAYS, widget=forms.NumberInput(attrs=SHORT)
    )
    revisions = forms.IntegerField(
        label="Revisions",
        required=False,
        min_value=0,
        max_value=MOST_REVISIONS,
        widget=forms.NumberInput(attrs=SHORT),
    )

    def __init__(self, *args, currency: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["price"].currency = self.fields["price"].widget.currency = currency

    def package(self) -> Package:
        """What was typed. Call it when the form is valid."""
        data = self.cleaned_data
        numbers = {name: data[name] or 0 for name in ("price", "days", "revisions")}
        return Package(self.prefix, data["name"], data["text"], **numbers)


class SubscriptionForm(forms.Form):
    """For how many months the packages can be subscribed to, and what later months cost less."""

    hide_optional = True

    months = forms.TypedMultipleChoiceField(
        label="Clients may subscribe for",
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text="Leave all empty, and packages are ordered once at a time.",
    )
    discount = forms.TypedChoiceField(
        label="From the second month on", required=False, coerce=int, empty_value=None, initial=0
    )

    def __init__(self, *args, policy: Policy, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["months"].choices = spans_of(policy)
        self.fields["discount"].choices = discounts_of(policy)


def spans_of(policy: Policy) -> list[tuple[int, str]]:
    """For how many months a rulebook lets people subscribe."""
    return [(one, f"{one} months") for one in policy.subscription_months]


def discounts_of(policy: Policy) -> list[tuple[int, str]]:
    """What later months may cost less, in basis points."""
    less = [(one, f"{percent_text(one)} less") for one in policy.subscription_discounts]
    return [(0, "the same price"), *less]


class IncludedForm(forms.Form):
    """One row of what is included: for each package a tick, or a short text that counts more than that."""

    hide_optional = True

    name = LineField(label="What", required=False, max_length=60)

    def __init__(self, *args, keys: list[str], **kwargs):
        super().__init__(*args, **kwargs)
        for key in keys:
            self.fields[key] = forms.BooleanField(label=PackageKey(key).label, required=False)
            self.fields[f"{key}-text"] = LineField(required=False, max_length=30)
        self.keys = keys

    @property
    def cells(self) -> list[tuple]:
        """For each package the label, the tick and the text."""
        return [(PackageKey(key).label, self[key], self[f"{key}-text"]) for key in self.keys]

    def included(self) -> Included:
        """What was typed. Call it when the form is valid."""
        data = self.cleaned_data
        said = {key: data[f"{key}-text"] or (TICKED if data[key] else "") for key in self.keys}
        return Included(data["name"], {key: value for key, value in said.items() if value})
