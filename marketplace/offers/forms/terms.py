"""What the work is, and what goes with it."""

from collections.abc import Collection

from django import forms

from marketplace.fields import DayField, LineField, TextField
from marketplace.gigs.forms.packages import discounts_of, spans_of
from marketplace.numbers import MOST_KEY
from marketplace.offers.terms import ContractKind
from marketplace.policies.models import Contract, OrderType, Policy, Revisions
from marketplace.widgets import Explained, RadioCards
from milestones.forms.lines import day_input


class TermsForm(forms.Form):
    """What the work is, and what goes with it under the chosen rulebook. `names`: no other fields are asked."""

    hide_optional = True

    title = LineField(label="Project name", required=False, max_length=120)
    scope = TextField(
        label="Scope",
        required=False,
        max_length=10_000,
        help_text="What is to be done, what is not, and what you need from each other.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    starts_on = DayField(label="The project starts on", required=False, widget=day_input())
    revisions = forms.IntegerField(
        label="Revisions in the whole order",
        required=False,
        min_value=0,
        max_value=100,
        widget=forms.NumberInput(attrs={"data-width": "short", "placeholder": "none"}),
    )
    months = forms.TypedChoiceField(
        label="For how long", required=False, coerce=int, empty_value=None, widget=RadioCards
    )
    discount = forms.TypedChoiceField(label="From the second month on", required=False, coerce=int, empty_value=None)
    contract = forms.ChoiceField(
        label="Which contract",
        required=False,
        choices=[
            (ContractKind.TEMPLATE, Explained("Cairn’s contract", "A neutral text, filled in from this offer.")),
            (ContractKind.UPLOAD, Explained("A contract of your own", "A PDF that you upload.")),
        ],
        widget=RadioCards,
    )
    upload = forms.IntegerField(required=False, min_value=1, max_value=MOST_KEY, widget=forms.HiddenInput)
    file = forms.FileField(
        label="Your contract",
        required=False,
        help_text="PDF, up to 5 MB. Only the two of you and support can open it.",
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf"}),
    )

    def __init__(
        self,
        *args,
        policy: Policy | None,
        order_type: str = OrderType.MILESTONES,
        names: Collection[str] = (),
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        for name in {*unused_terms(policy, order_type), *(set(self.fields) - set(names or self.fields))}:
            del self.fields[name]
        if policy and "months" in self.fields:
            spans = spans_of(policy)
            self.fields["months"].choices, self.fields["months"].initial = spans, spans[0][0]
            self.fields["discount"].choices = discounts_of(policy)

    def clean_revisions(self):
        return self.cleaned_data["revisions"] or 0

    def clean_months(self):
        return self.cleaned_data["months"] or 0

    def clean_discount(self):
        return self.cleaned_data["discount"] or 0


def unused_terms(policy: Policy | None, order_type: str = OrderType.MILESTONES) -> list[str]:
    """The fields that a rulebook, or this way to be paid, has no place for."""
    unused = [] if order_type == OrderType.SUBSCRIPTION else ["months", "discount"]
    if not (policy and policy.project_start_date):
        unused.append("starts_on")
    if not (policy and policy.revisions == Revisions.PER_ORDER):
        unused.append("revisions")
    if not (policy and policy.contract == Contract.TEMPLATE_OR_UPLOAD):
        unused += ["contract", "upload", "file"]
    return unused
