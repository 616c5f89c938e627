"""All that a person paid from a card or got back to one, with what it was for: a page and a CSV file."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone

from escrow.models import Payment, PaymentSource
from escrow.models.payments import Kind
from marketplace.accounts.models import User
from marketplace.fields import DayField
from marketplace.formats import decimal_text
from marketplace.spreadsheets import inert

HEAD = ["Date (UTC)", "Settled (UTC)", "Number", "What", "For", "Card or account", "Currency", "Amount", "State"]
MOST_ROWS = 10_000  # of a CSV file; the filter by date gives the rest
TIME = "{:%Y-%m-%d %H:%M:%S}"


def payments_of(user: User) -> QuerySet[Payment]:
    """Charges and refunds of this person, the newest first, with their source and their turns."""
    found = Payment.objects.visible_to(user).select_related("source", "refunds")
    return found.prefetch_related("turns").order_by("-pk")


class FilterForm(forms.Form):
    """Which of them. Days are days of the viewer's zone; an empty field asks for nothing."""

    hide_optional = True

    q = forms.CharField(
        label="What it was for",
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Words of the order or step"}),
    )
    kind = forms.ChoiceField(
        label="What",
        choices=[("", "Both"), ("charge", "Payments"), ("refund", "Refunds")],
        required=False,
    )
    source = forms.ModelChoiceField(
        label="Card", queryset=PaymentSource.objects.none(), required=False, empty_label="All cards"
    )
    since = DayField(label="From", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = DayField(label="To", required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, user: User, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        # Cards that were removed have a past, too.
        self.fields["source"].queryset = PaymentSource.objects.filter(user=user).order_by("-is_default", "-pk")

    def clean_since(self) -> date | None:
        return _day(self.cleaned_data["since"])

    def clean_until(self) -> date | None:
        return _day(self.cleaned_data["until"])

    def clean(self) -> dict[str, Any]:
        super().clean()
        asked = self.cleaned_data
        if asked.get("since") and asked.get("until") and asked["since"] > asked["until"]:
            self.add_error("until", "This is before the first day.")
        return asked

    def of(self, payments: QuerySet[Payment]) -> QuerySet[Payment]:
        """Those that were asked for; none while a field cannot be read, so that no list looks complete by mistake."""
        if not self.is_valid():
            return payments.none()
        asked = self.cleaned_data
        found = {
            "kind": asked["kind"],
            "source": asked["source"],
            "created_at__gte": asked["since"] and _start_of(asked["since"]),
            "created_at__lt": asked["until"] and _start_of(asked["until"] + timedelta(days=1)),
        }
        return payments.filter(_is_for(asked["q"]), **{name: value for name, value in found.items() if value})

    @property
    def is_asking(self) -> bool:
        return bool(self.errors) or any(self.cleaned_data.values())


def _is_for(words: str) -> Q:
    """A refund is for what its charge was for."""
    if not words:
        return Q()
    return Q(data__description__icontains=words) | Q(refunds__data__description__icontains=words)


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _day(value: date | None) -> date | None:
    if value and not 2000 <= value.year <= 2999:
        raise ValidationError("Choose a day of this century.")
    return value


def rows(payments: Iterable[Payment]) -> Iterator[list[str]]:
    """Lines for a spreadsheet: times in UTC, amounts as plain decimals, a refund below zero."""
    yield HEAD
    for payment in payments:
        sign = "-" if payment.kind == Kind.REFUND else ""
        yield [
            TIME.format(payment.created_at.astimezone(UTC)),
            TIME.format(payment.settled_at.astimezone(UTC)) if payment.settled_at else "",
            str(payment.pk),
            payment.get_kind_display(),
            inert(payment.description),
            inert(str(payment.source)),
            payment.currency,
            sign + decimal_text(payment.amount, payment.currency),
            payment.standing,
        ]
