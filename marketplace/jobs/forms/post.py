"""The one form of a job post, and a step of the plan that it may suggest."""

from django import forms
from django.conf import settings

from marketplace.accounts.locales import languages
from marketplace.fields import LineField, TextField
from marketplace.formats import counted
from marketplace.gigs.forms.overview import category_choices
from marketplace.jobs.limits import (
    LEAST_DAYS,
    MOST_DAYS,
    MOST_HIRES,
    MOST_QUESTIONS,
    MOST_TEXT,
    QUESTION,
    post_policies,
)
from marketplace.jobs.models.post import MOST_SKILLS, SKILL, TITLE
from marketplace.jobs.terms import Visibility
from marketplace.policies.models import Policy
from marketplace.policies.plan import MilestoneTerms
from marketplace.widgets import AmountInput, Explained, RadioCards
from milestones.forms.fields import MinorField

SHORT = {"data-width": "short"}


class SkillsField(LineField):
    """A few words or short phrases with commas between. Cleans to a list, each of them once."""

    def prepare_value(self, value):
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value) -> list[str]:
        said = [" ".join(one.split()) for one in super().clean(value).split(",")]
        skills = list({one.casefold(): one for one in reversed(said) if one}.values())
        skills.sort(key=said.index)
        if len(skills) > MOST_SKILLS:
            raise forms.ValidationError(f"At most {counted(MOST_SKILLS, 'skill', 'skills')}; these are {len(skills)}.")
        if long := next((one for one in skills if len(one) > SKILL), None):
            raise forms.ValidationError(f"“{long[:SKILL]}…” is longer than {SKILL} letters.")
        return skills


def question_names() -> list[str]:
    return [f"question_{number}" for number in range(1, MOST_QUESTIONS + 1)]


class PostForm(forms.Form):
    """All that a post says but its steps and files. Nothing is required: what is missing is said when it is opened."""

    hide_optional = True

    title = LineField(
        label="What should be done?",
        required=False,
        max_length=TITLE,
        help_text="In the words that somebody who does such work would search for.",
    )
    category = forms.TypedChoiceField(label="Kind of work", required=False, coerce=int, empty_value=None)
    text = TextField(
        label="Describe the work",
        required=False,
        max_length=MOST_TEXT,
        help_text="What is there already, what should be there in the end, and how you will know that it is good.",
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    skills = SkillsField(
        label="Skills",
        required=False,
        max_length=600,
        help_text=f"Up to {MOST_SKILLS}, with commas between. People whose profile names them find the job.",
    )
    currency = forms.ChoiceField(
        label="Currency",
        choices=[(code, code) for code in settings.CURRENCIES],
        help_text="Of the budget, of the plan, and of every proposal.",
    )
    budget_min = MinorField(label="At least", required=False, currency="USD")
    budget_max = MinorField(label="At most", required=False, currency="USD")
    policy = forms.ModelChoiceField(
        label="Rulebook", queryset=Policy.objects.none(), empty_label=None, required=False, widget=RadioCards
    )
    language = forms.ChoiceField(label="Language", help_text="The one that you write this in.")
    visibility = forms.ChoiceField(
        label="Who can see it?",
        choices=[
            (Visibility.PUBLIC, Explained("Everybody", "It is found in the search, and anybody can propose.")),
            (Visibility.INVITED, Explained("By invitation", "Only whom you invite. You can open it to all later.")),
        ],
        widget=RadioCards,
    )
    hires_wanted = forms.IntegerField(
        label="How many people do you want to hire?",
        min_value=1,
        max_value=MOST_HIRES,
        widget=forms.NumberInput(attrs=SHORT),
    )
    days = forms.IntegerField(
        label="Days open",
        min_value=LEAST_DAYS,
        max_value=MOST_DAYS,
        help_text=f"{LEAST_DAYS} to {MOST_DAYS}. Then nobody can propose any more; those who did still get an answer.",
        widget=forms.NumberInput(attrs=SHORT),
    )

    def __init__(self, *args, currency: str, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("budget_min", "budget_max"):
            self.fields[name].currency = self.fields[name].widget.currency = currency
        for number, name in enumerate(question_names(), start=1):
            self.fields[name] = TextField(
                label=f"Question {number}",
                required=False,
                max_length=QUESTION,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        policies = list(post_policies())
        self.fields["category"].choices = category_choices()
        self.fields["language"].choices = list(languages().items())
        self.fields["policy"].queryset = post_policies()
        self.fields["policy"].choices = [(one.pk, Explained(one.name, one.summary)) for one in policies]

    @property
    def questions(self) -> list[forms.BoundField]:
        return [self[name] for name in question_names()]


class StepForm(forms.Form):
    """One step of the suggested plan. Days and amount may be left to whoever proposes."""

    hide_optional = True

    name = LineField(label="Name of the step", required=False, max_length=120)
    description = TextField(
        label="What it is", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    days = forms.IntegerField(
        label="Days", required=False, min_value=1, max_value=365, widget=forms.NumberInput(attrs=SHORT)
    )
    amount = MinorField(label="Amount", required=False, currency="USD", widget=AmountInput())

    def __init__(self, *args, currency: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["amount"].currency = self.fields["amount"].widget.currency = currency

    def step(self) -> MilestoneTerms:
        """What was typed. Call it when the form is valid."""
        said = self.cleaned_data
        return MilestoneTerms(said["name"], said["amount"] or 0, said["description"], days=said["days"])
