"""What somebody writes who proposes, beside the terms."""

from django import forms

from marketplace.fields import LineField, TextField
from marketplace.jobs.actions.proposing import NO_LETTER
from marketplace.jobs.limits import ANSWER
from marketplace.jobs.models.proposal import LETTER
from marketplace.offers.actions.parts.publishing import NO_SIGNATURE
from marketplace.offers.forms import ORDER_TYPES
from marketplace.policies.models import OF_ONE_ORDER, Policy, Signing
from marketplace.widgets import RadioCards


class LetterForm(forms.Form):
    """The letter, an answer to each question, how the work is paid, and a name where the rulebook wants one."""

    hide_optional = True

    letter = TextField(
        label="Why you?",
        max_length=LETTER,
        help_text="What you would do first, what you have done like it, and what you need to know.",
        widget=forms.Textarea(attrs={"rows": 9}),
        error_messages={"required": NO_LETTER},
    )
    order_type = forms.ChoiceField(
        label="Payment details",
        required=False,
        choices=[one for one in ORDER_TYPES if one[0] in OF_ONE_ORDER],
        widget=RadioCards,
    )
    signature = LineField(
        label="Sign with your full name",
        max_length=120,
        help_text="You sign what you send; it binds you when the client signs as well.",
        error_messages={"required": NO_SIGNATURE},
    )

    def __init__(self, *args, questions: list[str], policy: Policy, is_new: bool, is_whole: bool = True, **kwargs):
        super().__init__(*args, **kwargs)
        if len(policy.order_types_of_one) < 2 or not is_new:
            del self.fields["order_type"]
        if policy.signing != Signing.BOTH_SIGN:
            del self.fields["signature"]
        self.names = [f"answer_{number}" for number in range(1, len(questions) + 1)]
        for name, question in zip(self.names, questions, strict=True):
            self.fields[name] = TextField(
                label=question,
                max_length=ANSWER,
                widget=forms.Textarea(attrs={"rows": 3}),
                error_messages={"required": "Answer this question."},
            )
        if not is_whole:  # a draft
            for field in self.fields.values():
                field.required = False

    @property
    def answers(self) -> list[forms.BoundField]:
        return [self[name] for name in self.names]
