"""What support fills in when it acts for the house: the reason, and what the verb needs beside it."""

from django import forms

from marketplace import stale
from marketplace.actors import Support
from marketplace.errors import Refused
from marketplace.fields import InstantField, TextField
from marketplace.formats import minor_text, symbol
from marketplace.stale import SEEN, Overtaken, SeenField
from marketplace.verbs import VerbForm
from milestones.actions.support import LONGEST_EXTENSION, NO_REASON
from milestones.forms.fields import MinorField


def reason_field(who_reads: str, needed: str) -> TextField:
    """Why support does it; `who_reads` stands below the field, `needed` is said where it is empty."""
    return TextField(
        label="Reason",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
        help_text=who_reads,
        error_messages={"required": needed},
    )


class ReasonForm(VerbForm):
    """Why support does it. The reason goes into the order's history, where both sides read it."""

    reason = reason_field("Both sides read it in the order’s history, with your name on record.", NO_REASON)

    refused = False

    @property
    def support(self) -> Support:
        """Who does it, and why."""
        return Support(self.reader, self.cleaned_data["reason"])

    @property
    def terms(self) -> dict:
        return {}

    def refuse(self, refused: Refused) -> None:
        """Show a "no" of the action next to its field."""
        self.refused = True
        self.add_error(refused.field if refused.field in self.fields else None, refused.message)


class JudgeForm(ReasonForm):
    """Names the delivery that the page was opened on, so that no newer one is judged unseen."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields[SEEN] = SeenField(self.about.delivery_mark)

    @property
    def terms(self) -> dict:
        return {SEEN: self.cleaned_data[SEEN]}

    def refuse(self, refused: Refused) -> None:
        if not isinstance(refused, Overtaken):
            return super().refuse(refused)
        self.refused = True
        return stale.say(self, refused)


class ExtendForm(ReasonForm):
    """How many days. `seen` is when the timer was due on the page, so that pressing twice extends once."""

    days = forms.IntegerField(
        label="Days",
        min_value=1,
        max_value=LONGEST_EXTENSION,
        help_text=f"1 to {LONGEST_EXTENSION} days of 24 hours, added to when it is due.",
    )
    seen = InstantField(widget=forms.HiddenInput)
    field_order = ["days", "reason", "seen"]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["seen"].initial = self.about.due_at.isoformat()

    @property
    def terms(self):
        return {"days": self.cleaned_data["days"], "seen": self.cleaned_data["seen"]}


class DecideForm(ReasonForm):
    """How much of what is held is released: all, nothing or a part."""

    split = forms.ChoiceField(
        label="Release", widget=forms.RadioSelect, error_messages={"required": "Choose how much is released."}
    )
    released = MinorField(
        currency="USD",
        label="Amount to release",
        required=False,
        help_text="For a part only. The rest goes back to the client.",
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    field_order = ["split", "released", "reason"]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.held, self.currency = self.about.milestone.held, self.about.order.currency
        self.fields["released"].currency = self.currency
        held = minor_text(self.held, self.currency)
        self.fields["split"].choices = [
            ("all", f"all of it: {held} to the freelancer"),
            ("nothing", f"nothing: {held} back to the client"),
            ("part", "a part"),
        ]
        self.fields["released"].label = f"Amount to release ({symbol(self.currency)})"

    def clean(self):
        chosen, amount = self.cleaned_data.get("split"), self.cleaned_data.get("released")
        if chosen == "part" and "released" not in self.errors:
            self.cleaned_data["minor"] = self._part(amount)
        elif chosen:
            self.cleaned_data["minor"] = self.held if chosen == "all" else 0
        return self.cleaned_data

    def _part(self, amount) -> int | None:
        """The amount in minor units, or None with the reason next to the field."""
        if amount is None:
            self.add_error("released", "Say how much is released.")
            return None
        if not 0 < amount < self.held:
            self.add_error("released", f"More than nothing and less than {minor_text(self.held, self.currency)}.")
        return amount

    @property
    def terms(self):
        return {"released": self.cleaned_data["minor"]}
