from django import forms

from marketplace.notifications.models import Group, Preference
from marketplace.stale import SeenMixin


class PreferenceForm(SeenMixin, forms.ModelForm):
    """Mails on or off, by group. `answers` is whether the person answers questions to support."""

    hide_optional = True

    class Meta:
        model = Preference
        fields = ["work", "messages", "deadlines", "money", "questions"]
        labels = {group.value: group.label for group in Group}
        help_texts = {
            "work": "Offers, deliveries, revisions, approvals, requests, disputes, and how orders end.",
            "messages": "What stayed unread in your inbox for ten minutes; at most one mail an hour for each person.",
            "deadlines": "Reminders before a timer runs out, what happened when it did, and timers that were put off.",
            "money": "What was paid into escrow, released to you, cleared or given back; payments that failed.",
            "questions": "One mail when somebody asks; what comes within the next hour is gathered into the next one.",
        }

    def __init__(self, *args, answers: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not answers:
            del self.fields["questions"]
