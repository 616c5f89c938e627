"""What people write to support, and support to them."""

from django import forms
from django.db.models import Q

from marketplace.fields import LineField, TextField
from marketplace.helpdesk.models import LONGEST, Ticket
from milestones.models import Order

ORDERS = 50  # the newest, in the choice of what it is about


class MessageForm(forms.Form):
    """One message."""

    text = TextField(
        label="Your message", max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 5, "maxlength": LONGEST})
    )


class AskForm(MessageForm):
    """A new question, about one order of the person's or about none."""

    subject = LineField(label="In a few words", max_length=Ticket._meta.get_field("subject").max_length)
    order = forms.ModelChoiceField(
        label="Is it about an order?",
        queryset=Order.objects.none(),
        required=False,
        empty_label="No, about something else",
    )
    page = forms.CharField(max_length=300, required=False, widget=forms.HiddenInput)
    field_order = ["order", "subject", "text"]

    def __init__(self, user, *args, **kwargs):
        super().__init__(*args, **kwargs)
        mine = Order.objects.filter(Q(client=user) | Q(freelancer=user)).order_by("-pk")
        chosen = self.data.get("order") or self.initial.get("order")
        chosen = int(chosen) if str(chosen).isascii() and str(chosen).isdigit() and len(str(chosen)) < 19 else 0
        newest = mine.values("pk")[:ORDERS]
        self.fields["order"].queryset = mine.filter(Q(pk__in=newest) | Q(pk=chosen)).only("title")
        self.fields["order"].label_from_instance = lambda order: f"{order.pk}: {order.title}"


class AnswerForm(MessageForm):
    """Support's words, read by whoever asked."""

    text = TextField(
        label="Answer",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8, "class": "vLargeTextField"}),
        help_text="They get it by mail, and read it here with your first name.",
        error_messages={"required": "Write the answer."},
    )
