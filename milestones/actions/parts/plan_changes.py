"""A change to the part of a plan that has not begun, as one value: what is asked for, kept, checked and carried out."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self

from marketplace import clock
from marketplace.errors import Refused
from marketplace.formats import capital
from marketplace.policies import limits
from marketplace.policies.plan import MilestoneTerms
from marketplace.stale import Overtaken
from marketplace.transitions import insist
from milestones.models import Milestone, Order, State
from milestones.models.conditions import has_steps, holds_nothing_yet, not_begun

UNCHANGED = "That is what the plan says already: nothing was changed, and nobody was told."
LOCKED = "{step} is locked: it is {state}, and only steps that have not begun can be changed."
LEFT = "This step is no longer part of the plan."
TWICE = "This step stands in the plan twice. Keep one of its rows and take the other one out."
CARRIED = "Part of this step is held already: its amount must be more than that."


@dataclass(frozen=True)
class Step:
    """One row of the changed plan. Without `terms` the milestone leaves the plan.

    `milestone` is the key of the one that has these terms from then on, None for a new one. `seen` is the mark of the
    terms that it was written on; a milestone that was left as it was shown stays as it is by now.
    """

    terms: MilestoneTerms | None
    milestone: int | None = None
    seen: str = ""

    @property
    def is_left_alone(self) -> bool:
        return self.terms is not None and bool(self.seen) and self.terms.mark == self.seen


@dataclass(frozen=True)
class PlanChange:
    """All of the plan that has not begun, in its new order, and what is taken out of it.

    `on` are the keys of the milestones in the order that they had when this was written: by it one who moved none
    keeps the order as it is by now. Milestones that it does not name stay.
    """

    steps: tuple[Step, ...]
    on: tuple[int, ...] = ()

    @classmethod
    def leaving(cls, order: Order) -> Self:
        """The plan as it is."""
        return cls(
            tuple(Step(terms := MilestoneTerms.of(one), one.pk, terms.mark) for one in order.pending),
            tuple(one.pk for one in order.pending),
        )

    @classmethod
    def adding(cls, order: Order, *terms: MilestoneTerms) -> Self:
        """These at the end."""
        now = cls.leaving(order)
        return cls((*now.steps, *(Step(one) for one in terms)), now.on)

    @classmethod
    def editing(cls, milestone: Milestone, terms: MilestoneTerms, seen: str = "") -> Self:
        return cls._instead(milestone, Step(terms, milestone.pk, seen))

    @classmethod
    def removing(cls, *milestones: Milestone) -> Self:
        order, gone = milestones[0].order, {one.pk for one in milestones}
        now = cls.leaving(order)
        steps = tuple(Step(None, one.milestone) if one.milestone in gone else one for one in now.steps)
        return cls((*steps, *(Step(None, pk) for pk in sorted(gone - set(now.on)))), now.on)

    @classmethod
    def _instead(cls, milestone: Milestone, step: Step) -> Self:
        now = cls.leaving(milestone.order)
        steps = tuple(step if one.milestone == milestone.pk else one for one in now.steps)
        return cls(steps if milestone.pk in now.on else (*steps, step), now.on)

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Self:
        """Read what `as_data` wrote into a request."""
        return cls(tuple(_step(one) for one in data["steps"]), tuple(data["on"]))

    def as_data(self, order: Order) -> dict[str, Any]:
        """As a request keeps it: each row with the terms that it has now, for both to be read side by side."""
        now: dict[int | None, dict[str, Any]] = {one.pk: MilestoneTerms.of(one).as_data() for one in order.plan}
        steps = [
            {
                "milestone": one.milestone,
                "before": now.get(one.milestone),
                "terms": now[one.milestone] if one.is_left_alone else one.terms and one.terms.as_data(),
            }
            for one in self.steps
        ]
        return {"steps": steps, "on": list(self.on)}

    @property
    def is_moved(self) -> bool:
        """Whether milestones were put into another order."""
        mine = [one.milestone for one in self.steps if one.milestone and one.terms]
        return mine != [pk for pk in self.on if pk in mine]


def _step(data: dict[str, Any]) -> Step:
    before, terms = (data[name] and MilestoneTerms.from_data(data[name]) for name in ("before", "terms"))
    return Step(terms, data["milestone"], before.mark if before else "")


@dataclass(frozen=True)
class Planned:
    """One milestone of the plan as it is to be: which one (None: new), its terms, and the row that says so."""

    terms: MilestoneTerms
    milestone: Milestone | None = None
    row: int | None = None

    @property
    def is_changed(self) -> bool:
        return self.milestone is None or self.terms != MilestoneTerms.of(self.milestone)


@dataclass(frozen=True)
class Outcome:
    """What a change makes of a locked order: all of its plan, and what leaves it."""

    plan: list[Planned]
    removed: list[Milestone]

    @property
    def changed(self) -> list[Planned]:
        """What is new or has other terms."""
        return [one for one in self.plan if one.is_changed]

    @property
    def added(self) -> list[Planned]:
        return [one for one in self.plan if one.milestone is None]

    @property
    def is_moved(self) -> bool:
        """Whether milestones that were there come in another order."""
        there = [one.milestone.position for one in self.plan if one.milestone]
        return there != sorted(there)

    @property
    def is_none(self) -> bool:
        return not (self.changed or self.removed or self.is_moved)


def outcome_of(order: Order, change: PlanChange) -> Outcome:
    """What comes of it, of the order as it is now, whoever may do it.

    Raises Refused with the first row that stands against it, also where two rows are about one milestone, and
    Overtaken where its milestone has other terms by now than those that it was written on.
    """
    there = {one.pk: one for one in order.plan}
    kept: list[Planned] = []
    removed: list[Milestone] = []
    named: set[int] = set()
    for row, step in enumerate(change.steps):
        if step.milestone in named:
            raise Refused(TWICE, row=row)
        if step.milestone is not None:
            named.add(step.milestone)
        if step.milestone is None:
            kept += [Planned(step.terms, None, row)] if step.terms else []
        elif step.milestone not in there:
            raise Refused(LEFT, row=row)
        elif step.terms is None:
            removed.append(_checked(there[step.milestone], step, row))
        elif step.is_left_alone:
            milestone = there[step.milestone]
            kept += [Planned(MilestoneTerms.of(milestone), milestone, row)] if not_begun(milestone) else []
        else:
            kept.append(Planned(step.terms, _checked(there[step.milestone], step, row), row))
    return Outcome(_arranged(order, change, kept, removed), removed)


def _checked(milestone: Milestone, step: Step, row: int) -> Milestone:
    """The milestone of a row that changes it or takes it out."""
    now = MilestoneTerms.of(milestone)
    if milestone.state == State.SKIPPED:
        raise Refused(LEFT, row=row)
    if not not_begun(milestone):
        raise Refused(LOCKED.format(step=capital(str(milestone)), state=milestone.state_words), row=row)
    if step.seen and step.seen != now.mark:
        raise Overtaken(vars(now), now.mark, row=row)
    if step.terms is None and not holds_nothing_yet(milestone):
        raise Refused(holds_nothing_yet.refusal, row=row)
    if step.terms and step.terms.amount <= milestone.carried:
        raise Refused(CARRIED, field="amount", row=row)
    return milestone


def _arranged(order: Order, change: PlanChange, kept: list[Planned], removed: list[Milestone]) -> list[Planned]:
    """All of the plan in its new order: what is locked, or leaves, keeps its place."""
    named = {one.milestone.pk: one for one in kept if one.milestone}
    rest = [named.get(one.pk) or Planned(MilestoneTerms.of(one), one) for one in order.pending if one not in removed]
    if change.is_moved:
        sequence = [*kept, *(one for one in rest if one not in kept)]
    else:
        sequence = _with_new(rest, kept)
    following, found = iter(sequence), []
    for one in order.plan:
        stays = one.state != State.PENDING or one in removed
        found.append(Planned(MilestoneTerms.of(one), one) if stays else next(following))
    return [*found, *following]


def _with_new(rest: list[Planned], kept: list[Planned]) -> list[Planned]:
    """Those that are there in the order that they have, each new one behind the one that it followed."""
    found = list(rest)
    for at, one in enumerate(kept):
        if one.milestone is None:
            previous = kept[at - 1] if at else None
            found.insert(found.index(previous) + 1 if previous else 0, one)
    return found


def check(order: Order, change: PlanChange) -> Outcome:
    """What comes of it, if the rulebook accepts that plan. Raises Refused with the first problem, as `outcome_of`."""
    outcome = outcome_of(order, change)
    if outcome.added or outcome.removed:
        insist(order, has_steps)
    if outcome.is_none:
        raise Refused(UNCHANGED)
    for problem in _problems(order, outcome):
        raise problem
    return outcome


def _problems(order: Order, outcome: Outcome) -> Iterator[Refused]:
    """What stands against the plan as a whole, or against what is changed of it."""
    planned = [one for one in outcome.plan if not _is_out(one.milestone, outcome)]
    terms = [one.terms for one in planned]
    how: dict[str, Any] = {"origin": order.origin, "order_type": order.order_type, "today": clock.today(order.zone)}
    for problem in limits.check(order.policy, terms, order.currency, **how):
        if problem.milestone is None:
            yield Refused(problem.message, field=problem.field)
        elif planned[problem.milestone].is_changed:
            yield Refused(problem.message, field=problem.field, row=planned[problem.milestone].row)


def _is_out(milestone: Milestone | None, outcome: Outcome) -> bool:
    return milestone is not None and (milestone.state == State.SKIPPED or milestone in outcome.removed)
