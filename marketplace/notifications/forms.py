from django import forms

from marketplace.notifications.models import Preference
from marketplace.stale import SeenMixin


class PreferenceForm(SeenMixin, forms.ModelForm):
    """Mails on or off, by group."""

    hide_optional = True

    class Meta:
        model = Preference
        fields = ["work", "deadlines", "money"]
        labels = {"work": "Messages and requests", "deadlines": "Deadlines", "money": "Money"}
        help_texts = {
            "work": "Offers, deliveries, revisions, approvals, requests, disputes, and how orders end.",
            "deadlines": "Reminders before a timer runs out, what happened when it did, and timers that were put off.",
            "money": "What was paid into escrow, released to you, cleared or given back; payments that failed.",
        }
