"""When and where the video call of a step is."""

from django import forms

from marketplace import clock
from marketplace.accounts.locales import zone_of
from marketplace.fields import InstantField
from marketplace.verbs import VerbForm
from milestones.actions.calls import NO_PLACE, PAST
from milestones.models.call import LONGEST_URL

LOCAL = "%Y-%m-%dT%H:%M"  # as browsers send it


class CallForm(VerbForm):
    call_at = InstantField(
        label="When",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL),
        input_formats=[LOCAL, "%Y-%m-%d %H:%M"],
    )
    call_url = forms.URLField(
        label="Link to the call",
        max_length=LONGEST_URL,
        assume_scheme="https",
        help_text="Any service that works in a browser. Both of you see it here, nobody else does.",
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["call_at"].help_text = f"In your time zone, {zone_of(self.reader.user).key.replace('_', ' ')}."
        if self.about.call_at:
            self.initial = {"call_at": self.about.call_at, "call_url": self.about.call_url, **self.initial}

    def clean_call_at(self):
        at = self.cleaned_data["call_at"]
        if at <= clock.now():
            raise forms.ValidationError(PAST)
        return at

    def clean_call_url(self):
        url = self.cleaned_data["call_url"]
        if not url.startswith("https://"):
            raise forms.ValidationError(NO_PLACE)
        return url
