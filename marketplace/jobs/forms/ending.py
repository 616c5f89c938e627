"""What is asked before a post is closed, opened again, or becomes full."""

from django import forms

from marketplace.fields import TextField
from marketplace.jobs.actions.publishing import BY_CLIENT, LONGEST_WORDS
from marketplace.jobs.limits import LEAST_DAYS, MOST_DAYS
from marketplace.jobs.models import ClosedWhy
from marketplace.jobs.terms import USUAL_DAYS


class WordForm(forms.Form):
    """One sentence for those who are not hired."""

    hide_optional = True

    words = TextField(
        label="What the others are told",
        required=False,
        max_length=LONGEST_WORDS,
        help_text="Whoever waits for an answer then is declined with it. Empty: we say it for you.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class CloseForm(WordForm):
    """Why a post is closed."""

    why = forms.ChoiceField(
        label="Why do you close it?",
        choices=[(one.value, ClosedWhy(one).label) for one in BY_CLIENT],
        initial=ClosedWhy.ENOUGH,
        widget=forms.RadioSelect,
    )
    field_order = ["why", "words"]


class ReopenForm(forms.Form):
    """For how long a post is opened again."""

    days = forms.IntegerField(
        label="Days open",
        initial=USUAL_DAYS,
        min_value=LEAST_DAYS,
        max_value=MOST_DAYS,
        widget=forms.NumberInput(attrs={"data-width": "short"}),
    )
