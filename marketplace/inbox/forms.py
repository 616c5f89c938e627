"""What people write to each other, and to support about it."""

import uuid
from collections.abc import Sequence

from django import forms

from marketplace.fields import TextField
from marketplace.gigs.models import Gig
from marketplace.inbox.actions.reporting import NO_REASON
from marketplace.inbox.models import LONGEST, LONGEST_REASON
from marketplace.offers.forms import ORDER_TYPES
from marketplace.offers.models import Side
from marketplace.offers.origins import direct_policies
from marketplace.widgets import Explained, RadioCards
from milestones import uploads
from milestones.forms.fields import FilesField, SeveralFiles


class MessageForm(forms.Form):
    """A message: a text, files, and what it is about. `key` makes it one, however often it is sent."""

    hide_optional = True

    text = TextField(
        label="Message",
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": LONGEST}),
    )
    about = forms.ChoiceField(label="About", required=False)
    files = FilesField(check=uploads.check, label="Attach files", required=False)  # type: ignore[assignment]
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, to, choices: Sequence[tuple[str, str]] = (), **options):
        super().__init__(*args, **options)
        self.auto_id = "message-%s"
        self.fields["about"].choices = [("", "Nothing special"), *choices]
        self.fields["text"].widget.attrs |= {"placeholder": f"Write to {to.first_name}"}
        self.fields["files"].widget = SeveralFiles()
        self.initial.setdefault("key", uuid.uuid4())

    def clean_key(self):
        return self.cleaned_data["key"] or uuid.uuid4()

    @property
    def lost_files(self) -> bool:
        """Whether files were chosen that a browser does not choose again by itself."""
        return self.is_bound and bool(self["files"].data)


class ReportForm(forms.Form):
    """Why a message is reported."""

    reason = TextField(
        label="What is wrong with it?",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": LONGEST_REASON}),
        help_text="Support reads it, and may look at what the two of you wrote until the report is decided.",
        error_messages={"required": NO_REASON},
    )


class NewOfferForm(forms.Form):
    """What an offer out of a conversation begins with: a gig or none, who does the work, how it is paid."""

    role = forms.ChoiceField(
        label="What are you in this?",
        choices=[
            (Side.FREELANCER, Explained("I work", "You do the work, and the other side pays.")),
            (Side.CLIENT, Explained("I hire", "You pay, and the other side does the work.")),
        ],
        widget=RadioCards,
    )
    gig = forms.ModelChoiceField(
        label="Begin with a gig",
        queryset=Gig.objects.none(),
        required=False,
        empty_label="None: write it from scratch",
        help_text="Its title, kind of work, rulebook and steps are filled in; you change what you like.",
    )
    type = forms.ChoiceField(
        label="Payment details",
        widget=RadioCards,
    )

    def __init__(self, *args, gigs, **options):
        super().__init__(*args, **options)
        taken = {order_type for policy in direct_policies() for order_type in policy.order_types}
        self.fields["type"].choices = [one for one in ORDER_TYPES if one[0] in taken]
        self.fields["gig"].queryset = gigs
        self.fields["gig"].label_from_instance = lambda gig: gig.title
