"""Choosing where a payment comes from."""

from django import forms
from django.core.exceptions import ValidationError

from escrow.models import PaymentSource
from marketplace.errors import Refused
from marketplace.formats import minor_text
from marketplace.numbers import MOST_KEY
from marketplace.policies import fees
from marketplace.policies.models import PaidFrom, Policy
from marketplace.verbs import VerbForm
from marketplace.widgets import RadioCards, marked_first

BALANCE = "balance"


class PayForm(forms.Form):
    """Where `total` (minor units) comes from, as far as the rulebook leaves a choice.

    The total goes with the form, so that nobody pays a price that changed while the page was open.
    """

    total = forms.IntegerField(max_value=MOST_KEY, widget=forms.HiddenInput)

    def __init__(
        self,
        *args,
        policy: Policy,
        total: int,
        currency: str,
        balance: int,
        sources: list[PaymentSource],
        marked: str = "",
        **options,
    ):
        super().__init__(*args, initial={"total": total}, **options)  # type: ignore[misc]
        self.asked, self.currency, self.sources = total, currency, sources
        self.from_balance = self._from_balance(policy, balance)
        self.needs_source = self.from_balance < total
        choices = [(str(one.pk), str(one)) for one in sources] if self.needs_source or _both(policy) else []
        if _both(policy) and not self.needs_source:
            choices.insert(0, (BALANCE, f"Your balance, {minor_text(balance, currency)}"))
        if choices:
            self.fields["source"] = forms.ChoiceField(
                choices=choices, widget=RadioCards, label=self._case(), initial=marked_first(choices, marked)
            )

    def _from_balance(self, policy: Policy, balance: int) -> int:
        """What the balance pays: all but what the gateway takes. Its "no" is said when it is tried."""
        part = from_balance(policy.paid_from, self.asked, balance)
        if part == self.asked or not self.sources:
            return part
        try:
            return fees.split(policy, self.asked, balance, self.currency, source=self.sources[0])[0]
        except Refused:
            return part

    def _case(self) -> str:
        rest = self.asked - self.from_balance
        return f"Pay {minor_text(rest, self.currency)} from" if self.needs_source else "Pay from"

    @property
    def rest(self) -> int:
        """What a payment source has to pay."""
        return self.asked - self.from_balance

    @property
    def can_pay(self) -> bool:
        return bool(self.sources) or not self.needs_source

    def clean_total(self) -> int:
        if self.cleaned_data["total"] != self.asked:
            now = minor_text(self.asked, self.currency)
            raise ValidationError(f"The amount changed while this page was open: it is {now} now. Look at it again.")
        return self.asked

    @property
    def chosen(self) -> PaymentSource | None:
        """The chosen source; None is the balance alone."""
        key = self.cleaned_data.get("source")
        return next((one for one in self.sources if str(one.pk) == key), None)


class SourceForm(VerbForm):
    """Which card or account an order charges next by itself."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.sources = list(PaymentSource.objects.of(self.reader.user))
        self.fields["source"] = forms.ChoiceField(
            choices=[(str(one.pk), str(one)) for one in self.sources],
            widget=RadioCards,
            label="Charge",
            initial=str(self.about.payment_source_id or ""),
        )

    @property
    def terms(self) -> dict:
        return {"source": next(one for one in self.sources if str(one.pk) == self.cleaned_data["source"])}


def from_balance(paid_from: str, total: int, balance: int) -> int:
    """How much of the total the balance would pay under this rule."""
    match paid_from:
        case PaidFrom.BALANCE_FIRST:
            return min(balance, total)
        case PaidFrom.BALANCE_IF_ALL | PaidFrom.EITHER:
            return total if balance >= total else 0
    return 0


def _both(policy: Policy) -> bool:
    return policy.paid_from == PaidFrom.EITHER
