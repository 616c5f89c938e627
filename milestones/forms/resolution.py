"""What one side asks of the other, and how the other answers."""

from datetime import timedelta

from django import forms

from marketplace import clock
from marketplace.fields import DayField, TextField
from marketplace.formats import capital, place_of
from marketplace.numbers import MOST_KEY
from marketplace.transitions import may
from marketplace.verbs import VerbForm
from marketplace.widgets import RadioCards
from milestones.actions import ask_client, pause
from milestones.actions.disputes import NO_ANSWER
from milestones.actions.parts import answering
from milestones.actions.parts.refunding import fee_of
from milestones.forms.fields import MinorField
from milestones.forms.plan import reason_field
from milestones.models import Milestone, Order
from milestones.models.case import Fault
from milestones.models.states import WORKING
from milestones.queries.reader import Reader
from milestones.wording.phrases import back

EVERYTHING = "all"


class MilestoneChoice(forms.TypedChoiceField):
    """One of some milestones. With `everything`, words for all of them at once, which clean to None."""

    def __init__(self, *, milestones: list[Milestone], everything: str = "", says=None, **options):
        """`says` adds to each milestone what it is about, such as how much money."""
        choices = [
            (str(one.pk), f"{capital(str(one))}: {one.name}{f', {says(one)}' if says else ''}") for one in milestones
        ]
        if everything:
            choices.insert(0, (EVERYTHING, everything))
        self.milestones = milestones
        super().__init__(choices=choices, coerce=self._find, label="Which step", **options)
        if len(choices) == 1:
            self.widget, self.initial = forms.HiddenInput(), choices[0][0]

    def _find(self, value: str) -> Milestone | None:
        return next((one for one in self.milestones if str(one.pk) == value), None)


class CancelForm(VerbForm):
    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        order, reader, everything = self.about, self.reader, ""
        if order.policy.cancel_ends_order:
            said = f", {_back(reader, order.open)}" if order.open else ""
            everything = f"All that is under way, and the order{said}"
        if order.open:
            self.fields["milestone"] = MilestoneChoice(
                milestones=order.open,
                everything=everything,
                says=lambda milestone: _back(reader, [milestone]),
            )
        if order.policy.cancel_fault:
            sides = [(Fault.CLIENT, capital(reader.client)), (Fault.FREELANCER, capital(reader.freelancer))]
            self.fields["fault"] = forms.ChoiceField(
                choices=[(Fault.NOBODY, "Nobody"), *sides],
                widget=RadioCards,
                initial=Fault.NOBODY,
                label="Whose fault is it?",
                help_text="It is part of what the other side agrees to.",
            )
        self.fields["reason"] = reason_field("Why")


def _back(reader: Reader, milestones: list[Milestone]) -> str:
    """ "$1,030.00 goes back": what is held for them, to the client with the fee that comes back with it."""
    held, fee = sum(one.held for one in milestones), sum(fee_of(one, one.held) for one in milestones)
    return f"{back(reader, held, fee)} goes back"


class OfMilestoneForm(VerbForm):
    """A form of an order's page that says which of its milestones it is about."""

    @property
    def subject(self) -> Milestone:
        return self.cleaned_data["milestone"]

    @property
    def terms(self) -> dict:
        return {name: value for name, value in self.cleaned_data.items() if name != "milestone"}


class GrantTimeForm(OfMilestoneForm):
    """More days for a milestone under way."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["milestone"] = MilestoneChoice(milestones=working(self.about))
        self.fields["days"] = _more_days()


class AskForTimeForm(GrantTimeForm):
    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["reason"] = reason_field("Why")


class MoreTimeForm(VerbForm):
    """More days for this milestone; with a reason where the other side is asked."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["days"] = _more_days()
        if not may(self.about.grant_time, self.reader.user):
            self.fields["reason"] = reason_field("Why")


def _more_days() -> forms.IntegerField:
    short = forms.NumberInput(attrs={"data-width": "short"})
    return forms.IntegerField(min_value=1, max_value=365, label="More days", widget=short)


class DisputeForm(OfMilestoneForm):
    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        reader = self.reader
        self.fields["milestone"] = MilestoneChoice(
            milestones=self.about.disputable, says=lambda milestone: f"{reader.money(milestone.held)} is frozen"
        )
        self.fields["reason"] = reason_field("What is wrong")
        self.fields["wanted"] = TextField(
            max_length=1000,
            required=False,
            label="What would be fair",
            help_text="How much of the money should go where, and why. Support decides with this in view.",
            widget=forms.Textarea(attrs={"rows": 2}),
        )


class PauseForm(VerbForm):
    """Until the end of which day the order should rest, and why."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        order = self.about
        today = clock.today(order.zone)
        days = {"min": today + timedelta(days=1), "max": pause.last_day(order, today)}
        self.fields["until"] = DayField(
            label="Until the end of",
            help_text=f"The day ends at midnight in {place_of(order.zone)}.",
            widget=forms.DateInput(
                attrs={"type": "date", "data-width": "medium"} | {name: day.isoformat() for name, day in days.items()}
            ),
        )
        self.fields["reason"] = reason_field("Why")


class ReasonForm(forms.Form):
    reason = reason_field("Why")


class ReopenForm(ReasonForm, VerbForm):
    """Why the order should go on."""


class AnswerForm(VerbForm):
    """A few words with a yes or a no."""

    answer = TextField(
        max_length=5000, required=False, label="A word to the other side", widget=forms.Textarea(attrs={"rows": 2})
    )


class YesForm(AnswerForm):
    """With a yes goes the sum that was shown (minor units), so that nobody agrees to one that has changed."""

    agreed = forms.IntegerField(required=False, max_value=MOST_KEY, widget=forms.HiddenInput)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["agreed"].initial = answering.moves(self.about)


class SplitForm(forms.Form):
    """How much of what a milestone holds the freelancer gets; `seen` is the amount whose sums were shown."""

    def __init__(self, *args, milestone: Milestone, reader: Reader, **options):
        super().__init__(*args, **options)
        who = "you" if reader.is_freelancer else reader.freelancer
        self.fields["released"] = MinorField(
            currency=milestone.currency,
            label=f"How much of {reader.money(milestone.held)} goes to {who}",
            help_text=f"Before the fee. The rest goes back to {reader.client}.",
        )
        self.fields["reason"] = reason_field("Why this is fair")
        self.fields["seen"] = forms.IntegerField(required=False, max_value=MOST_KEY, widget=forms.HiddenInput)
        self.held, self.money = milestone.held, reader.money

    def clean_released(self) -> int:
        released = self.cleaned_data["released"]
        if not 0 < released < self.held:
            raise forms.ValidationError(f"More than nothing and less than {self.money(self.held)}.")
        return released

    @property
    def is_agreed(self) -> bool:
        """Whether the sums of this very amount were shown before."""
        return self.cleaned_data["seen"] == self.cleaned_data["released"]


class ReplyForm(VerbForm):
    """The answer to a dispute."""

    answer = TextField(
        max_length=5000,
        label="Your side of it",
        help_text="Support decides with both sides in view.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": NO_ANSWER},
    )


class AnswerQuestionForm(VerbForm):
    """The client's answer to what the work of a step waits for."""

    answer = TextField(
        max_length=5000,
        label="Your answer",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": ask_client.NO_ANSWER},
    )


def working(order: Order) -> list[Milestone]:
    """The milestones that more time could be given."""
    return [one for one in order.plan if one.state in WORKING]
