"""The screen of a plan: what has begun, locked, and all of the rest, to be changed as a whole and at once.

Every button of the page submits all of it. One that only changes the rows gives the page back with all that was typed,
right or wrong; `review` says what is wrong, or lists all differences, and `send` does what was read.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.functional import cached_property

from marketplace import stale
from marketplace.errors import Refused
from marketplace.fields import TextField
from marketplace.numbers import whole_number
from marketplace.policies import quotes
from marketplace.policies.models import TimeGiven
from marketplace.policies.plan import MilestoneTerms
from marketplace.stale import Overtaken
from marketplace.transitions import why_not
from milestones.actions.cases import NO_REASON
from milestones.actions.parts import plan_changes
from milestones.actions.parts.plan_changes import PlanChange, Step
from milestones.forms import plan_ops, plan_rows
from milestones.forms.milestones import MilestoneForm, typed_milestone, unused_of_milestone
from milestones.forms.plan_row import NAMES, WRITTEN_ON, Row, errors_of
from milestones.models import Milestone, Order, State
from milestones.queries.order_snapshot import OrderSnapshot
from milestones.queries.reader import Reader
from milestones.wording import asking, labels, plan_differences, plan_effects
from milestones.wording.status_line import note

FINAL = ("review", "send")  # what is pressed of the page when it must be right
LENGTHS = plan_rows.lengths_of(MilestoneForm) | {"reason": 50_000, "on": 2_000}


class ReasonForm(forms.Form):
    """What is told with the change: why, where the other side is asked."""

    reason = TextField(max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, reader: Reader, **options):
        super().__init__(*args, **options)
        field = self.fields["reason"]
        alone = reader.changes_plan_alone
        field.label = f"Message to {reader.other}" if alone else "Why"
        field.required = not alone
        field.error_messages["required"] = NO_REASON
        self.hide_optional = False


@dataclass(frozen=True)
class Place:
    """What stands at one place of the plan: a row, or a step that can't be changed any more, and `why`."""

    number: int
    line: Row | None = None
    locked: Milestone | None = None
    note: str = ""
    why: str = ""


class PlanScreen:
    """One request to the screen. `data` is None on the first look, which begins with `start` or the plan as it is."""

    keeps_one = False  # row: the whole rest may leave

    def __init__(self, order: Order, user, *, data=None, start: PlanChange | None = None):
        self.order, self.data, self.start = order, data, start
        self.reader = Reader(order, user)
        self.snapshot = OrderSnapshot(self.reader)
        self.policy, self.currency = order.policy, order.currency
        self.op = data.get("op", "refresh") if data is not None else ""
        self.notes: list[str] = []  # what no single row has
        self.is_ready = False  # nothing stands against it: what it changes is shown, to be confirmed

    @property
    def is_final(self) -> bool:
        return self.op in FINAL

    @property
    def url(self) -> str:
        return reverse("milestones:plan", args=[self.order.pk])

    @property
    def may_add(self) -> bool:
        return not self.order.is_single

    @property
    def shows_days(self) -> bool:
        return self.policy.time_given != TimeGiven.DAYS

    # What is typed

    @cached_property
    def raw(self) -> dict[str, str]:
        if self.data is not None:
            return plan_rows.clipped(self.data, LENGTHS)
        return {"on": ",".join(str(one.pk) for one in self.order.pending), "reason": ""}

    @cached_property
    def reason(self) -> ReasonForm:
        bound: dict[str, Any] = {"data": self.raw} if self.is_final else {"initial": self.raw}
        return ReasonForm(reader=self.reader, **bound)

    @cached_property
    def shown_rows(self) -> plan_ops.Rows:
        """The rows after what the button did, and among them those that can be put back."""
        if self.data is None:
            return plan_rows.numbered(list(self._first_rows()))
        rows = plan_rows.read(self.data, self.raw, [*NAMES, *WRITTEN_ON])
        return (
            rows if self.is_final else plan_rows.press(self.op, rows, total="", percentages="", currency=self.currency)
        )

    def _first_rows(self) -> Iterator[dict[str, Any]]:
        there = {one.pk: MilestoneTerms.of(one) for one in self.order.pending}
        for step in (self.start or PlanChange.leaving(self.order)).steps:
            now = there.get(step.milestone) if step.milestone else None
            if step.milestone and now is None:
                continue  # it has begun since, or left
            terms = now if step.is_left_alone else step.terms
            typed = typed_milestone(terms or now, self.currency) if terms or now else {}
            written_on = {"milestone": step.milestone, "seen": now.mark} if now else {}
            yield {**typed, **written_on, plan_rows.GONE: step.terms is None}

    @property
    def rows(self) -> plan_ops.Rows:
        return plan_rows.living(self.shown_rows)

    @property
    def removed(self) -> str:
        """The number of the row that this button took out."""
        before = set(self.data.getlist(plan_rows.GONE)) if self.data is not None else set()
        gone = (row[plan_ops.ROW] for row in self.shown_rows if row[plan_rows.GONE])
        return next((number for number in gone if number not in before), "")

    @cached_property
    def lines(self) -> list[Row]:
        options: dict[str, Any] = {"policy": self.policy, "currency": self.currency, "checked": self.is_final}
        lines = [Row(row, **options) for row in self.shown_rows]
        for number, line in enumerate([one for one in lines if one.form], start=1):
            line.form.number = number
        added = [one for one in lines if one.form and not one.row.get("milestone")]
        if self.op == "add" and added:
            added[-1].form.fields["name"].widget.attrs["autofocus"] = True
        return lines

    @cached_property
    def shown(self) -> list[Place]:
        """All of the plan: what is locked at its place, and the rows between."""
        found: list[Place] = []
        lines = iter(self.lines)
        for milestone in self.order.plan:
            if milestone.state != State.PENDING:
                found.append(self._locked(milestone))
                continue
            for line in lines:
                found.append(Place(0, line))
                if line.form:
                    break
        found += [Place(0, line) for line in lines]
        numbers = accumulate(int(one.line is None or one.line.form is not None) for one in found)
        return [replace(one, number=number) for one, number in zip(found, numbers, strict=True)]

    def _locked(self, milestone: Milestone) -> Place:
        why = "" if milestone.state == State.SKIPPED else why_not(milestone.change, self.reader.user)
        return Place(0, locked=milestone, note=note(milestone, self.reader), why=why)

    # The change that it makes

    @cached_property
    def _sent(self) -> list[tuple[Row, Step]]:
        return [(line, step) for line in self.lines if (step := self._step(line))]

    @cached_property
    def change(self) -> PlanChange:
        on = tuple(pk for one in self.raw.get("on", "").split(",") if (pk := whole_number(one)))
        return PlanChange(tuple(step for _, step in self._sent), on)

    def _step(self, line: Row) -> Step | None:
        """What a row asks for; None of one that is blank, or that is taken out and is not in the plan any more."""
        key, seen = whole_number(line.row.get("milestone") or ""), str(line.row.get("seen") or "")
        milestone = next((one for one in self.order.plan if one.pk == key), None)
        if line.form is None:
            there = milestone is not None and milestone.state == State.PENDING
            return Step(None, key, seen) if there else None
        if line.is_blank:
            return None
        terms = line.form.milestone()
        if milestone:
            now = vars(MilestoneTerms.of(milestone))
            terms = replace(terms, **{name: now[name] for name in unused_of_milestone(self.policy)})
        return Step(terms, key, seen)

    def check(self) -> bool:
        """Whether it can be done; every form says what stands against it."""
        parts = [self.reason, *(line.form for line in self.lines if line.form and not line.is_blank)]
        if not all([one.is_valid() for one in parts]):
            return False
        try:
            plan_changes.check(self.order, self.change)
        except Refused as refused:
            self.say(refused)
            return False
        return True

    def say(self, refused: Refused) -> None:
        """Put what was refused next to its field, of its row."""
        line = self._sent[refused.row][0] if refused.row is not None else None
        if line and isinstance(refused, Overtaken):
            line.row["seen"] = refused.mark
        if line is None or line.form is None:
            form = self.reason if refused.field == "reason" else None
            form.add_error("reason", refused.message) if form else self.notes.append(refused.message)
        elif isinstance(refused, Overtaken):
            line.form.fields[stale.SEEN] = stale.SeenField(refused.mark)
            stale.say(line.form, refused)
            del line.form.fields[stale.SEEN]
        else:
            line.form.add_error(refused.field if refused.field in line.form.fields else None, refused.message)

    @property
    def errors(self) -> list[tuple[str, str, str]]:
        """Everything that is wrong, as (id of the control, label, message), for the list at the top."""
        found = [("plan", "Plan", text) for text in self.notes]
        if self.is_final:
            for place in self.shown:
                if place.line and place.line.form:
                    found += errors_of(place.line.form, place.number)
            found += errors_of(self.reason)
        return found

    # What it shows

    @cached_property
    def data_of_change(self) -> dict[str, Any]:
        return self.change.as_data(self.order)

    @property
    def compared(self) -> list[plan_differences.Compared]:
        return plan_differences.compared(self.order, self.data_of_change)

    @property
    def is_moved(self) -> bool:
        return self.change.is_moved

    @property
    def effect(self):
        """What it does to the order, besides to its steps."""
        return plan_effects.besides(self.snapshot, self.data_of_change)

    @property
    def lede(self) -> str:
        return asking.change_plan(self.snapshot, self.order)

    @property
    def confirm(self) -> str:
        return labels.confirm_changing_plan(self.snapshot, self.order)

    @cached_property
    def sums(self) -> "Sums":
        return Sums(self)

    @property
    def sent_again(self) -> list[tuple[str, str]]:
        """All that was typed, to go on with it."""
        if self.data is None:
            return []
        ours = ("csrfmiddlewaretoken", "once", "draft", "op")
        return [(name, value) for name in self.data if name not in ours for value in self.data.getlist(name)]


class Sums:
    """What the plan costs as it is and as it would be, as far as amounts are typed. Minor units."""

    def __init__(self, screen: PlanScreen):
        order, self.currency = screen.order, screen.currency
        counted = [one for one in order.plan if one.state not in (State.SKIPPED, State.CANCELLED)]
        begun = [one.price for one in counted if one.state != State.PENDING]
        rows = [row for row in screen.rows if not plan_ops.is_blank(row)]
        typed = [plan_ops.minor(str(row.get("amount") or ""), self.currency) or 0 for row in rows]
        self.begun = sum(begun)
        self.before, self.after = sum(one.price for one in counted), sum(begun) + sum(typed)
        self._then = [*begun, *typed]
        self._now = [one.price for one in counted]
        self.policy = order.policy

    @property
    def quote(self) -> quotes.Quote | None:
        """What all of it costs when it is as typed, as soon as every step has an amount."""
        return self._quote(self._then) if min(self._then, default=0) > 0 else None

    @property
    def quote_before(self) -> quotes.Quote:
        return self._quote(self._now)

    def _quote(self, amounts: list[int]) -> quotes.Quote:
        return quotes.quote(self.policy, [MilestoneTerms("", amount) for amount in amounts], self.currency)
