"""What is typed in the editor now, right or wrong: raw text by field name, and the rows of the plan."""

from django.conf import settings
from django.utils.functional import cached_property

from marketplace.errors import Refused
from marketplace.numbers import whole_number
from marketplace.offers import forms, plan_ops
from marketplace.offers.models import Draft, Offer, OfferState, Side
from marketplace.offers.terms import Terms
from milestones.models import Policy

SAVING = ("save", "review")
FIELDS = list(forms.StepForm.base_fields)
BLANK_ROWS = 2

SHORT = 100  # letters of a key, a number, a day, an amount
ROOM = 10  # times as much as a text field takes is shown again, to be shortened; what is beyond is not looked at
LENGTHS = {
    name: field.max_length * ROOM
    for form in (forms.HeadingForm, forms.TermsForm, forms.StepForm)
    for name, field in form.base_fields.items()
    if getattr(field, "max_length", None)
}
LENGTHS["percentages"] = plan_ops.MOST_LETTERS + 1


def longest(key: str) -> int:
    """How many letters of a raw text count, by the name of its field; `steps-3-name` is a name."""
    return LENGTHS.get(key.rpartition("-")[2], SHORT)


class Typed:
    """`offer` is None for a new one; `data` is None on the first look; `start` is what a link fills in."""

    def __init__(self, user, offer: Offer | None = None, *, data=None, files=None, start: dict | None = None):
        self.user, self.offer, self.data, self.files = user, offer, data, files
        self.start = start or {}
        self.op = data.get("op", "refresh") if data is not None else ""
        self.notes: dict[str, str] = {}  # what no form can say: of the plan as a whole, of a split, of a file

    @property
    def is_draft(self) -> bool:
        """Whether the heading is still open: nothing was sent yet."""
        return self.offer is None or self.offer.state == OfferState.DRAFT

    @property
    def is_final(self) -> bool:
        """Whether it is to be kept, and so must be right."""
        return self.op in SAVING

    @cached_property
    def saved(self) -> Terms | None:
        """What was saved, or else the newest version, to start from."""
        if self.offer is None:
            return None
        draft = Draft.objects.filter(offer=self.offer, by=self.user, base=self.offer.number).first()
        return Terms.from_data(draft.terms) if draft else self.offer.version.terms

    @cached_property
    def raw(self) -> dict:
        """The heading and terms by field name."""
        if self.data is not None:
            return {key: self.data.get(key, "")[: longest(key)].replace("\0", "") for key in self.data}
        raw = self._heading_of_offer() if self.offer else {**self._first_heading(), **self.start}
        return {**raw, **forms.typed(self.saved, self._currency(raw))[0]} if self.saved else raw

    def _heading_of_offer(self) -> dict:
        offer, other = self.offer, self.offer.other(self.user)
        return {
            "role": str(offer.side_of(self.user)),
            "to": str(other.pk) if other else "",
            "invite": offer.invited_email,
            "category": str(offer.category_id or ""),
            "currency": offer.currency,
            "policy": str(offer.policy_id),
            "valid_days": offer.valid_days,
        }

    def _first_heading(self) -> dict:
        first = forms.direct_policies().first()
        return {
            "role": Side.CLIENT.value,
            "currency": settings.DEFAULT_CURRENCY,
            "valid_days": 14,
            "policy": str(first.pk) if first else "",
        }

    def _currency(self, raw: dict) -> str:
        wanted = raw.get("currency") if self.is_draft else self.offer.currency
        return wanted if wanted in settings.CURRENCIES else settings.DEFAULT_CURRENCY

    @cached_property
    def currency(self) -> str:
        return self._currency(self.raw)

    @cached_property
    def policy(self) -> Policy | None:
        if not self.is_draft:
            return self.offer.rules
        return Policy.objects.filter(pk=whole_number(self.raw.get("policy"))).first()

    @property
    def side(self) -> str:
        """Client or freelancer, as far as it is known."""
        if not self.is_draft:
            return self.offer.side_of(self.user)
        return self.raw.get("role") if self.raw.get("role") in Side.values else Side.CLIENT.value

    @cached_property
    def rows(self) -> plan_ops.Rows:
        """The steps, after what the button did."""
        if self.data is None:
            rows = forms.typed(self.saved, self.currency)[1] if self.saved else []
            return rows or [{} for _ in range(BLANK_ROWS)]
        rows = self._typed_rows()
        if self.is_final:
            return [row for row in rows if not plan_ops.is_blank(row)] or [{}]
        return self._pressed(rows)

    def _typed_rows(self) -> plan_ops.Rows:
        count = min(whole_number(self.raw.get("steps-TOTAL_FORMS")) or 0, plan_ops.MOST_STEPS)
        return [{field: self.raw.get(f"steps-{row}-{field}", "") for field in FIELDS} for row in range(count)]

    def _pressed(self, rows: plan_ops.Rows) -> plan_ops.Rows:
        total, percentages = self.raw.get("split_total", ""), self.raw.get("percentages", "")
        try:
            return plan_ops.apply(self.op, rows, total=total, percentages=percentages, currency=self.currency)
        except Refused as refused:
            self.notes[refused.field] = refused.message
            return rows
