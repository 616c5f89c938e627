"""What one side asks of the other, and how the other answers."""

from django import forms

from marketplace.transitions import may
from marketplace.widgets import RadioCards
from milestones.forms.plan import reason_field
from milestones.models import Milestone, Order
from milestones.models.milestone import WORKING
from milestones.models.request import Fault
from milestones.showing.reader import Reader, capital

EVERYTHING = "all"


class StepChoice(forms.TypedChoiceField):
    """One of some steps. With `everything`, words for all of them at once, which clean to None."""

    def __init__(self, *, steps: list[Milestone], everything: str = "", **options):
        choices = [(str(one.pk), f"{capital(str(one))}: {one.name}") for one in steps]
        if everything:
            choices.insert(0, (EVERYTHING, everything))
        self.steps = steps
        super().__init__(choices=choices, coerce=self._find, label="Which step", **options)
        if len(choices) == 1:
            self.widget, self.initial = forms.HiddenInput(), choices[0][0]

    def _find(self, value: str) -> Milestone | None:
        return next((one for one in self.steps if str(one.pk) == value), None)


class CancelForm(forms.Form):
    def __init__(self, *args, order: Order, reader: Reader, **options):
        super().__init__(*args, **options)
        everything = "All that is under way, and the order" if order.rules.cancel_ends_order else ""
        if order.open:
            self.fields["milestone"] = StepChoice(steps=order.open, everything=everything)
        if order.rules.cancel_fault:
            sides = [(Fault.CLIENT, capital(reader.client)), (Fault.FREELANCER, capital(reader.freelancer))]
            self.fields["fault"] = forms.ChoiceField(
                choices=[(Fault.NOBODY, "Nobody"), *sides],
                widget=RadioCards,
                initial=Fault.NOBODY,
                label="Whose fault is it?",
                help_text="It is part of what the other side agrees to.",
            )
        self.fields["reason"] = reason_field("Why")


class TimeForm(forms.Form):
    """More days for a step under way."""

    def __init__(self, *args, steps: list[Milestone], asks: bool = True, **options):
        super().__init__(*args, **options)
        self.fields["milestone"] = StepChoice(steps=steps)
        self.fields["days"] = forms.IntegerField(
            min_value=1, max_value=365, label="More days", widget=forms.NumberInput(attrs={"data-width": "short"})
        )
        if asks:
            self.fields["reason"] = reason_field("Why")


class DisputeForm(forms.Form):
    def __init__(self, *args, steps: list[Milestone], **options):
        super().__init__(*args, **options)
        self.fields["milestone"] = StepChoice(steps=steps)
        self.fields["reason"] = reason_field("What is wrong")
        self.fields["wanted"] = forms.CharField(
            max_length=1000,
            required=False,
            label="What would be fair",
            help_text="How much of the money should go where, and why. Support decides with this in view.",
            widget=forms.Textarea(attrs={"rows": 2}),
        )


class ReasonForm(forms.Form):
    def __init__(self, *args, label: str = "Why", **options):
        super().__init__(*args, **options)
        self.fields["reason"] = reason_field(label)


class AnswerForm(forms.Form):
    """A few words with a yes or a no."""

    answer = forms.CharField(
        max_length=5000, required=False, label="A word to the other side", widget=forms.Textarea(attrs={"rows": 2})
    )


class ReplyForm(forms.Form):
    """The answer to a dispute."""

    answer = forms.CharField(
        max_length=5000,
        label="Your side of it",
        help_text="Support decides with both sides in view.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write your answer: support will read it."},
    )


FORMS = {
    "ask_for_time": lambda reader, *data, **options: TimeForm(*data, steps=working(reader.order), **options),
    "grant_time": lambda reader, *data, **options: TimeForm(*data, steps=working(reader.order), asks=False, **options),
    "ask_to_cancel": lambda reader, *data, **options: CancelForm(*data, order=reader.order, reader=reader, **options),
    "dispute": lambda reader, *data, **options: DisputeForm(*data, steps=disputable(reader), **options),
    "ask_to_reopen": lambda reader, *data, **options: ReasonForm(*data, **options),
    "accept": lambda reader, *data, **options: AnswerForm(*data, **options),
    "decline": lambda reader, *data, **options: AnswerForm(*data, **options),
    "reply": lambda reader, *data, **options: ReplyForm(*data, **options),
}


def form_of(verb: str, reader: Reader, *data, about: int | None = None) -> forms.Form:
    """The form of a verb of the resolution center, empty or with what was sent. `about` is a request's key."""
    form = FORMS[verb](reader, *data, auto_id=f"{verb}-{about or reader.order.pk}-%s")
    form.verb, form.about = verb, about
    return form


def working(order: Order) -> list[Milestone]:
    """The steps that more time could be given."""
    return [one for one in order.plan if one.state in WORKING]


def disputable(reader: Reader) -> list[Milestone]:
    return [one for one in reader.order.open if may(one.dispute, reader.user)]
