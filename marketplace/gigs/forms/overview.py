"""What it is, where it is filed, in which language and money, under which rules."""

import re

from django import forms
from django.conf import settings

from marketplace.accounts.locales import languages
from marketplace.fields import LineField
from marketplace.formats import counted
from marketplace.gigs.ground import gig_policies
from marketplace.gigs.limits import MOST_TAGS
from marketplace.gigs.models import Category
from marketplace.gigs.models.gig import TITLE
from marketplace.policies.models import Policy
from marketplace.widgets import Explained, RadioCards

TAG = 30  # letters
BETWEEN = re.compile(r"[,;#\n]+")


class TagsField(LineField):
    """A few words or short phrases with commas between. Cleans to a list, each of them once."""

    def prepare_value(self, value):
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value) -> list[str]:
        said = [" ".join(one.split()) for one in BETWEEN.split(super().clean(value))]
        tags = list({one.casefold(): one for one in reversed(said) if one}.values())
        tags.sort(key=said.index)
        if len(tags) > MOST_TAGS:
            raise forms.ValidationError(f"At most {counted(MOST_TAGS, 'tag', 'tags')}; these are {len(tags)}.")
        if long := next((one for one in tags if len(one) > TAG), None):
            raise forms.ValidationError(f"“{long[:TAG]}…” is longer than {TAG} letters.")
        return tags


class OverviewForm(forms.Form):
    """The first step. A category that is settled (`is_filed`) is not asked for."""

    hide_optional = True

    title = LineField(
        label="Title",
        required=False,
        max_length=TITLE,
        help_text="What you do, in the words that a client would search for.",
        widget=forms.TextInput(attrs={"data-count": TITLE}),
    )
    category = forms.TypedChoiceField(label="Kind of work", required=False, coerce=int, empty_value=None)
    tags = TagsField(
        label="Tags",
        required=False,
        max_length=400,
        help_text=f"Up to {MOST_TAGS} more words that clients search for, with commas between.",
        widget=forms.TextInput(attrs={"placeholder": "minimal logo, branding"}),
    )
    language = forms.ChoiceField(label="Language", help_text="The one that you write this gig in.")
    currency = forms.ChoiceField(
        label="Currency",
        choices=[(code, code) for code in settings.CURRENCIES],
        help_text="Of every amount in this gig. The numbers stay when you change it.",
    )
    policy = forms.ModelChoiceField(
        label="Rulebook", queryset=Policy.objects.none(), empty_label=None, required=False, widget=RadioCards
    )

    def __init__(self, *args, policies: list[Policy], is_filed: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = list(languages().items())
        self.fields["policy"].queryset = gig_policies()
        self.fields["policy"].choices = [(one.pk, Explained(one.name, one.summary)) for one in policies]
        if len(policies) < 2:
            del self.fields["policy"]
        if is_filed:
            del self.fields["category"]
        else:
            self.fields["category"].choices = category_choices()


def category_choices() -> list:
    """Kinds of work under their fields; a star marks those whose packages may be sold in milestones everywhere."""
    groups: dict[str, list] = {}
    for one in Category.objects.of_work():
        groups.setdefault(one.parent.name, []).append((one.pk, f"{one.name} ★" if one.milestone_eligible else one.name))
    return [("", "Choose"), *groups.items()]
