"""One row of the plan in the editor: its form, or, of one that was removed, what it takes to put it back."""

from dataclasses import replace

from django import forms
from django.core.exceptions import ValidationError

from marketplace.policies.models import Policy
from marketplace.policies.plan import MilestoneTerms
from milestones.forms import plan_ops
from milestones.forms.fields import readable
from milestones.forms.milestones import MilestoneForm, unused_of_milestone
from milestones.forms.plan_rows import GONE

NAMES = list(MilestoneForm.base_fields)
WRITTEN_ON = ["milestone", "seen"]  # of a milestone that there is: its key, and the mark of the terms that were shown


class Row:
    """`row` is what was typed, by field name. `checked`: it is to be kept, so that its form is bound."""

    def __init__(self, row: dict, *, policy: Policy | None, currency: str, checked: bool):
        self.row, self.number, self.is_gone = row, row[plan_ops.ROW], row[GONE]
        self.unused = unused_of_milestone(policy)
        self.form = None if self.is_gone else self._form(policy, currency, checked)

    def _form(self, policy, currency: str, checked: bool) -> MilestoneForm:
        prefix = f"milestones-{self.number}"
        options = {"policy": policy, "currency": currency, "prefix": prefix}
        if checked:
            return MilestoneForm({f"{prefix}-{name}": self.row.get(name, "") for name in NAMES}, **options)
        form = MilestoneForm(initial=self.row, **options)
        _say_what_is_no_amount(form, self.row.get("amount"))
        return form

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing in the fields that this rulebook has."""
        return plan_ops.is_blank({name: value for name, value in self.row.items() if name not in self.unused})

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What travels along unseen: all of a row that is gone; else what this rulebook has no field for."""
        names = [*(NAMES if self.is_gone else self.unused), *WRITTEN_ON]
        return [(f"milestones-{self.number}-{name}", str(self.row[name])) for name in names if self.row.get(name)]

    def milestone(self) -> MilestoneTerms:
        """What was typed, and what is kept of fields that this rulebook has not. Call it when the form is valid."""
        return replace(self.form.milestone(), **readable(MilestoneForm, self.unused, self.row))

    @property
    def name(self) -> str:
        return str(self.row.get("name") or "").strip() or "a step without a name"


def _say_what_is_no_amount(form: MilestoneForm, typed) -> None:
    """An amount that can't be read is said at once; everything else only when the plan is to be kept."""
    if not str(typed or "").strip():
        return
    form.full_clean()  # gives an unbound form its empty list of errors
    form.cleaned_data = {}
    try:
        form.cleaned_data["amount"] = form.fields["amount"].clean(str(typed))
        form.clean_amount()
    except ValidationError as error:
        form.add_error("amount", error)


def errors_of(form: forms.Form, number: int = 0) -> list[tuple[str, str, str]]:
    """What is wrong with one form of a plan, as (id of the control, label, message).

    `number` is the place of the milestone that it is of, from 1; 0 for a form that is of none.
    """
    found, place = [], f"Step {number}, " if number else ""
    for name, messages in form.errors.items():
        target, label = "plan", ""
        if name in form.fields:
            target = form[name].id_for_label or form[name].auto_id
            label = str(form[name].label)
        found += [(target, place + label, str(text)) for text in messages]
    return found
