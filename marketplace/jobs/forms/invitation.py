"""Whom a client asks to propose, and what they write to them."""

from django import forms
from django.db.models import Q

from marketplace.accounts.addresses import AddressField
from marketplace.accounts.models import User
from marketplace.fields import TextField
from marketplace.jobs.actions.inviting import LONGEST_MESSAGE, NO_MESSAGE
from marketplace.numbers import whole_number
from marketplace.offers.forms import find_people
from marketplace.widgets import Explained, RadioCards

MOST_LETTERS = 80
MOST_KNOWN = 8


def worked_with(client: User):
    """Those who worked for this client, the last ones first."""
    latest = client.orders_as_client.order_by("-pk").values_list("freelancer", flat=True)[:100]
    return list(dict.fromkeys(latest))[:MOST_KNOWN]


class InviteForm(forms.Form):
    """A person among those that were found by what was typed as a name, and those one worked with; or an address."""

    hide_optional = True

    who = forms.CharField(
        label="Their name",
        required=False,
        max_length=MOST_LETTERS,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "placeholder": "All or part of it"}),
    )
    to = forms.ModelChoiceField(label="Who?", queryset=User.objects.none(), required=False, widget=RadioCards)
    email = AddressField(
        label="Or somebody new, by e-mail",
        required=False,
        help_text="They get a link to this job, and sign up by it.",
    )
    message = TextField(
        label="Why them?",
        max_length=LONGEST_MESSAGE,
        help_text="In your own words: what you have seen of theirs, and what you have in mind.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": NO_MESSAGE},
    )

    def __init__(self, *args, client: User, typed: str, **kwargs):
        super().__init__(*args, **kwargs)
        chosen = whole_number(self.data.get("to") if self.is_bound else self.initial.get("to"))
        named = find_people(typed, but=client, chosen=chosen).values("pk")
        found = User.objects.confirmed().in_trade().filter(Q(pk__in=named) | Q(pk__in=worked_with(client)))
        self.fields["to"].queryset = found.exclude(pk=client.pk).order_by("display_name", "pk")
        self.fields["to"].empty_label = None
        self.fields["to"].label_from_instance = lambda person: Explained(str(person), person.headline)

    @property
    def people(self) -> bool:
        """Whether there is anybody to choose from."""
        return self.fields["to"].queryset.exists()

    @property
    def terms(self) -> dict:
        """For the action. An address that was typed counts more than a person who was chosen before."""
        said = self.cleaned_data
        return {"to": None if said["email"] else said["to"], "email": said["email"], "message": said["message"]}
