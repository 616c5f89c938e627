"""The plan: one form for each milestone."""

from django import forms

from escrow import amounts
from escrow.money import to_money
from marketplace.fields import DayField, LineField, TextField
from marketplace.policies.models import Policy, Revisions, TimeGiven
from marketplace.policies.plan import MilestoneTerms
from marketplace.widgets import AmountInput
from milestones.forms.fields import MinorField
from milestones.forms.lines import Lines, day_input

FOLDED = ("description", "substeps")  # fields that a milestone often goes without


class MilestoneForm(forms.Form):
    """One milestone of the plan. What is missing or too much is said by the policy's limits, not here."""

    hide_optional = True
    number = 0  # which of those that are typed it is, from 1

    name = LineField(label="Name of the step", required=False, max_length=120)
    amount = MinorField(label="Amount", required=False, currency="USD", widget=AmountInput(attrs={"data-amount": ""}))
    days = forms.IntegerField(
        label="Days",
        required=False,
        min_value=1,
        max_value=1000,
        widget=forms.NumberInput(attrs={"data-width": "short"}),
    )
    due_on = DayField(label="Due on", required=False, widget=day_input())
    revisions = forms.IntegerField(
        label="Revisions",
        required=False,
        min_value=0,
        max_value=100,
        widget=forms.NumberInput(attrs={"data-width": "short", "placeholder": "none"}),
    )
    description = TextField(
        label="Description", required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 2})
    )
    deliverables = Lines(label="Deliverables", help_text="What it produces, one a line.")
    substeps = Lines(label="Substeps", help_text="One a line; ticked off as the work goes on.")
    call = forms.BooleanField(label="With a video call", required=False)

    def __init__(self, *args, policy: Policy | None, currency: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.currency = currency
        self.optional = {"description", "substeps"}
        self.fields["amount"].currency = self.fields["amount"].widget.currency = currency
        if not (policy and policy.deliverables_required):
            self.optional.add("deliverables")
        if policy and policy.time_given == TimeGiven.OPTIONAL_DUE_DATE:
            self.optional.add("due_on")
        for name in unused_of_milestone(policy):
            del self.fields[name]

    def clean_amount(self) -> int:
        """In minor units; 0 where nothing is typed yet."""
        amount = self.cleaned_data["amount"]
        if amount == 0:
            raise forms.ValidationError(amounts.TOO_SMALL)
        return amount or 0

    @property
    def more_is_filled(self) -> bool:
        """Whether there is something in the part that is folded away."""
        return any(name in self.fields and (self[name].value() or self[name].errors) for name in FOLDED)

    def milestone(self) -> MilestoneTerms:
        """What was typed, as a milestone. Call it when the form is valid."""
        data = self.cleaned_data
        return MilestoneTerms(
            name=data["name"],
            amount=data["amount"],
            description=data["description"],
            deliverables=data["deliverables"],
            substeps=data.get("substeps", []),
            days=data.get("days"),
            due_on=data.get("due_on"),
            revisions=data.get("revisions") or 0,
            call=data["call"],
        )


def typed_milestone(milestone: MilestoneTerms, currency: str) -> dict:
    """The terms of a milestone as they would have been typed, to fill its form with."""
    return {
        "name": milestone.name,
        "amount": to_money(milestone.amount, currency).amount if milestone.amount else None,
        "days": milestone.days,
        "due_on": milestone.due_on,
        "revisions": milestone.revisions,
        "description": milestone.description,
        "deliverables": "\n".join(milestone.deliverables),
        "substeps": "\n".join(milestone.substeps),
        "call": "on" if milestone.call else "",
    }


def unused_of_milestone(policy: Policy | None) -> list[str]:
    unused = ["due_on" if policy is None or policy.time_given == TimeGiven.DAYS else "days"]
    if policy and policy.revisions != Revisions.PER_MILESTONE:
        unused.append("revisions")
    if policy and not policy.substeps:
        unused.append("substeps")
    return unused
