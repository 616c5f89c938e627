"""What is typed in the editor now, right or wrong: raw text by field name, and the rows of the plan."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import cached_property

from marketplace import clock
from marketplace.errors import Refused
from marketplace.gigs.models import WorkflowTemplate
from marketplace.numbers import whole_number
from marketplace.offers import forms, origins
from marketplace.offers.actions import mark_of
from marketplace.offers.editor import starts, steps
from marketplace.offers.editor.from_gig import FromGig
from marketplace.offers.models import Draft, Offer, OfferState, Side
from marketplace.offers.terms import Terms
from marketplace.policies import explanation, limits
from marketplace.policies.models import OrderType, Policy
from marketplace.rows import changed
from milestones.forms import plan_ops, plan_rows

SAVE, NEXT, CHECK, KEEP = "save", "next", "review", "keep"  # KEEP is what the browser sends by itself
SAVING = (SAVE, NEXT, CHECK, KEEP)
FIELDS = list(forms.MilestoneForm.base_fields)
BLANK_ROWS = 2

LENGTHS = plan_rows.lengths_of(forms.HeadingForm, forms.TermsForm, forms.MilestoneForm)
LENGTHS["percentages"] = plan_ops.MOST_LETTERS + 1


@dataclass(frozen=True)
class Renewed:
    """A rulebook that is not offered any more, its version that is, if any, and whether the page said so before."""

    old: Policy
    new: Policy | None
    is_told: bool = False

    @property
    def differences(self) -> list:
        return explanation.differences(self.old, self.new) if self.new else []


def _as_text(values: dict) -> dict[str, str]:
    """As a browser would send it."""
    return {name: "" if value is None else str(value) for name, value in values.items()}


def _policy(typed) -> Policy | None:
    return Policy.objects.filter(pk=whole_number(typed)).first()


class RawInput:
    """`offer` is None for a new one; `data` is None on the first look; `start` is what a link fills in.

    It names the `step` whose page was asked for, too, and whether it is to `check` what is missing.
    """

    step = steps.PROJECT

    def __init__(
        self, user, offer: Offer | None = None, *, data=None, files=None, start: dict | None = None, once: str = ""
    ):
        self.user, self.offer, self.data, self.files, self.once = user, offer, data, files, once
        self.start: dict[str, str] = start or {}
        self.step = self.start.get("step", self.step)
        self.checks = data is None and "check" in self.start  # a look at what is missing
        self.op = data.get("op", "refresh") if data is not None else ""
        self.notes: dict[str, str] = {}  # what no form can say: of the plan as a whole, of a split, of a file

    @property
    def is_draft(self) -> bool:
        """Whether the heading is still open: nothing was sent yet."""
        return self.offer is None or self.offer.state == OfferState.DRAFT

    @cached_property
    def parts(self) -> set[str]:
        """The steps whose fields this page has: those of its own, and of any other that were sent."""
        data = self.data if self.data is not None else ()
        return {self.step, *(step for step, name in steps.MARKERS.items() if name in data)} & set(steps.WRITTEN)

    @property
    def has_heading(self) -> bool:
        """Whether this page asks whom it goes to, and under which rulebook."""
        return self.is_draft and steps.PROJECT in self.parts

    @property
    def is_final(self) -> bool:
        """Whether it is to be kept, and so must be right."""
        return self.op in SAVING

    @property
    def is_checked(self) -> bool:
        """Whether what is wrong is said beside its field."""
        return self.is_final or self.checks

    @cached_property
    def saved(self) -> Terms | None:
        """What was saved, or else the newest version, to start from."""
        if self.offer is None:
            return self.gig.terms if self.gig else None
        draft = self.draft
        return Terms.from_data(draft.terms) if draft else self.offer.version.terms

    @property
    def draft(self) -> Draft | None:
        """What this side has saved of the next version."""
        return Draft.objects.filter(offer=self.offer, by=self.user, base=self.offer.number).first()

    @cached_property
    def raw(self) -> dict:
        """The heading and terms by field name."""
        if self.data is not None:
            raw = plan_rows.clipped(self.data, LENGTHS)
        else:
            raw = self._first_look()
        return {**raw, "policy": str(self.renewed.new.pk)} if self.renewed and self.renewed.new else raw

    def _first_look(self) -> dict:
        raw = self._heading
        typed = forms.typed(self.saved, self._currency(raw))[0] if self.saved else {}
        return {**raw, **(_as_text(typed) if self.checks else typed)}

    @cached_property
    def _heading(self) -> dict:
        if self.offer:
            return {**self._heading_of_offer(), **self.start}
        return {**self._first_heading(), **(self.gig.heading if self.gig else {}), **self.start}

    @cached_property
    def gig(self) -> FromGig | None:
        """What a gig fills in of an offer that is not saved yet."""
        if self.offer is not None:
            return None
        typed = self.start if self.data is None else self.data
        return FromGig.find(typed.get("gig"), self.user, typed.get("order_type", ""))

    @property
    def back(self) -> str:
        """Where the offer leads when it is sent, if not to its own page."""
        return self.raw.get("back", "")

    @cached_property
    def renewed(self) -> Renewed | None:
        """The rulebook that was chosen, where it was published anew or withdrawn since."""
        if not self.has_heading:
            return None
        chosen = _policy((self._heading if self.data is None else self.data).get("policy"))
        if chosen and not origins.direct_policies().filter(pk=chosen.pk).exists():
            return Renewed(chosen, origins.direct_policies().filter(key=chosen.key).first())
        before = _policy(self.data.get("renewed")) if self.data is not None else None
        if before and chosen and before.key == chosen.key and before.version < chosen.version:
            return Renewed(before, chosen, is_told=True)
        return None

    def _heading_of_offer(self) -> dict:
        offer, other = self.offer, self.offer.other(self.user)
        return {
            "role": str(offer.side_of(self.user)),
            "to": str(other.pk) if other else "",
            "invite": offer.invited_email,
            "category": str(offer.category_id or ""),
            "currency": offer.currency,
            "policy": str(offer.policy_id),
            "order_type": offer.order_type,
            "valid_days": offer.valid_days,
        }

    def _first_heading(self) -> dict:
        offered = list(origins.direct_policies())
        wanted = self.start.get("order_type") or OrderType.MILESTONES
        first = next((one for one in offered if one.takes(wanted)), offered[0] if offered else None)
        return {
            "role": Side.CLIENT.value,
            "currency": settings.DEFAULT_CURRENCY,
            "order_type": OrderType.MILESTONES.value,
            "valid_days": 14,
            "policy": str(first.pk) if first else "",
        }

    def _currency(self, raw: dict) -> str:
        wanted = raw.get("currency") if self.has_heading else self.offer.currency
        return wanted if wanted in settings.CURRENCIES else settings.DEFAULT_CURRENCY

    @cached_property
    def currency(self) -> str:
        return self._currency(self.raw)

    @cached_property
    def policy(self) -> Policy | None:
        if not self.has_heading:
            return self.offer.policy
        return _policy(self.raw.get("policy"))

    @property
    def order_type(self) -> str:
        """How it is to be paid, as far as the chosen rulebook takes that."""
        if not self.has_heading:
            return self.offer.order_type
        wanted = self.raw.get("order_type") or OrderType.MILESTONES.value
        return self.policy.order_type_of(wanted) if self.policy else wanted

    @property
    def is_single(self) -> bool:
        """Whether the plan has one step: of one payment, or of each month’s."""
        return self.order_type != OrderType.MILESTONES

    @property
    def span(self) -> tuple[int, int]:
        """For how many months it is subscribed to, and what later ones cost less, in basis points; 0 for no months."""
        if self.order_type != OrderType.SUBSCRIPTION or self.policy is None:
            return 0, 0
        typed = self.raw if "months" in self.raw else vars(self.saved) if self.saved else {}
        months, discount = (whole_number(str(typed.get(name) or "")) or 0 for name in ("months", "discount"))
        return months or min(self.policy.subscription_months), discount

    @property
    def side(self) -> str:
        """Client or freelancer, as far as it is known."""
        if not self.has_heading:
            return self.offer.side_of(self.user)
        return self.raw.get("role") if self.raw.get("role") in Side.values else Side.CLIENT.value

    @cached_property
    def seen(self) -> str | None:
        """What the page was written on: which version, and which state of one's own draft. None: it did not say."""
        return None if self.data is None else self.data.get("seen")

    @property
    def mark(self) -> str:
        """The same as it is now."""
        return mark_of(self.offer, self.user) if self.offer else ""

    @cached_property
    def shown_rows(self) -> plan_ops.Rows:
        """The milestones, after what the button did, and among them those that can be put back."""
        if self.data is None or steps.MILESTONES not in self.parts:
            rows = forms.typed(self.saved, self.currency)[1] if self.saved else []
            rows = [_as_text(row) for row in rows] if self.checks else rows
            return plan_rows.numbered(rows or [{} for _ in range(self.blank_rows)])
        rows = plan_rows.read(self.data, self.raw, FIELDS)
        return rows if self.is_final else self._pressed(rows)

    @property
    def blank_rows(self) -> int:
        """How many there are to begin with."""
        return 1 if self.is_single else BLANK_ROWS

    keeps_one = True  # row: an offer has a step

    @property
    def removed(self) -> str:
        """The number of the row that this button took out."""
        before = set(self.data.getlist(plan_rows.GONE)) if self.data is not None else set()
        gone = (row[plan_ops.ROW] for row in self.shown_rows if row[plan_rows.GONE])
        return next((number for number in gone if number not in before), "")

    @property
    def rows(self) -> plan_ops.Rows:
        """The milestones that are in the plan."""
        return plan_rows.living(self.shown_rows)

    def _pressed(self, rows: plan_ops.Rows) -> plan_ops.Rows:
        verb, _, argument = self.op.partition("-")
        total, percentages = self.raw.get("split_total", ""), self.raw.get("percentages", "")
        try:
            match verb:
                case "repeat":
                    rows, self.undo = starts.monthly(rows, self.raw.get("repeat", ""), self.raw.get(starts.MONTHS, ""))
                    return rows
                case "undo":
                    rows, self.undo = starts.taken_back(rows, self.undo), ""
                    return rows
                case "start":
                    return self._begun_with(argument, rows)
            return plan_rows.press(self.op, rows, total=total, percentages=percentages, currency=self.currency)
        except Refused as refused:
            self.notes[refused.field] = refused.message
            return rows

    @cached_property
    def undo(self) -> str:
        """What takes the last press that repeated a step back; empty before there was one."""
        return self.raw.get(starts.UNDO, "")

    @cached_property
    def templates(self) -> list[WorkflowTemplate]:
        """What a plan may begin with, for this kind of work."""
        category = self.offer.category if self.offer else None
        return WorkflowTemplate.objects.for_work_of(category)

    def _begun_with(self, key: str, rows: plan_ops.Rows) -> plan_ops.Rows:
        """The steps of a template in place of those that there are, which can be put back."""
        template = next((one for one in self.templates if str(one.pk) == key), None)
        if template is None:
            return rows
        total = plan_ops.sum_of(plan_rows.living(rows), self.currency)
        starts_on = self.saved.starts_on if self.saved else None
        first = min(starts_on or clock.now().date(), limits.latest_day())
        return changed(rows, lambda _: starts.of_template(template, total, self.currency, first))
