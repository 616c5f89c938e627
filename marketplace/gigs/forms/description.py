"""The description, what clients ask, and the milestones with their substeps."""

from itertools import combinations

from django import forms

from marketplace.fields import LineField, TextField
from marketplace.formats import listed
from marketplace.gigs.limits import LEAST_TEXT, MOST_DAYS, MOST_TEXT
from marketplace.gigs.terms import Faq, PackageKey, Stage, Substep
from marketplace.widgets import AmountInput
from milestones.forms.fields import MinorField

ALL = "All packages"
CALL = "Clients see a camera beside this milestone. You set the time and the link once the order runs."


class DescriptionForm(forms.Form):
    """What is offered, in the owner's words."""

    hide_optional = True

    description = TextField(
        label="What do you offer?",
        required=False,
        max_length=5 * MOST_TEXT,
        help_text=f"Say what the client gets, how you work, and for whom it is not right. {LEAST_TEXT} to "
        f"{MOST_TEXT:,} characters.",
        widget=forms.Textarea(attrs={"rows": 7, "data-count": MOST_TEXT}),
    )


class FaqForm(forms.Form):
    """A question with its answer."""

    hide_optional = True

    question = LineField(label="Question", required=False, max_length=200)
    answer = TextField(label="Answer", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))

    def faq(self) -> Faq:
        return Faq(self.cleaned_data["question"], self.cleaned_data["answer"])


class StageForm(forms.Form):
    """A milestone: `within` says in which packages it is, and a field of each package's key for how much of it."""

    hide_optional = True

    name = LineField(label="Name", required=False, max_length=120)
    days = forms.IntegerField(
        label="Days",
        required=False,
        min_value=1,
        max_value=MOST_DAYS,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    description = TextField(
        label="Description", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    call = forms.BooleanField(label="With a video call", required=False, help_text=CALL)
    within = forms.MultipleChoiceField(
        label="In which packages", choices=PackageKey.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, currency: str, **kwargs):
        super().__init__(*args, **kwargs)
        for key, label in PackageKey.choices:
            widget = AmountInput(currency, {"data-amount": key})
            self.fields[key] = MinorField(label=f"Amount in {label}", required=False, currency=currency, widget=widget)

    def stage(self, substeps: list[Substep]) -> Stage:
        """What was typed. Call it when the form is valid."""
        data = self.cleaned_data
        amounts = {key: data[key] or 0 for key in PackageKey.values if key in data["within"]}
        return Stage(data["name"], data["description"], data["days"] or 0, data["call"], amounts, substeps)


class SubstepForm(forms.Form):
    """A part of a milestone, and in which of its packages it is."""

    hide_optional = True

    name = LineField(label="Substep", required=False, max_length=120)
    packages = forms.ChoiceField(label="Packages", required=False)

    def __init__(self, *args, keys: list[str], **kwargs):
        super().__init__(*args, **kwargs)
        said = self.data.get(self.add_prefix("packages"), "")
        self.fields["packages"].choices = package_choices(keys, said)

    def substep(self) -> Substep:
        return Substep(self.cleaned_data["name"], self.cleaned_data["packages"].split())


def package_choices(keys: list[str], said: str = "") -> list[tuple[str, str]]:
    """All packages, or some of them: the larger ones first, which is what more is usually in.

    What was said stays, although one of its packages may not be there any more.
    """
    some = [keys[at:] for at in range(1, len(keys))]
    some += [list(one) for number in range(1, len(keys)) for one in combinations(keys, number) if list(one) not in some]
    if (chosen := [key for key in PackageKey.values if key in said.split()]) and chosen not in [*some, keys]:
        some.append(chosen)
    return [("", ALL), *((" ".join(one), listed([PackageKey(key).label for key in one])) for one in some)]
