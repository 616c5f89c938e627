"""Plans: the steps that two people agree on, and the changes they make to them later."""

from dataclasses import asdict, dataclass, field
from datetime import date

from escrow.money import to_minor, to_money
from marketplace.errors import Refused
from marketplace.stale import Overtaken, fingerprint
from marketplace.transitions import refusal
from milestones.models import Milestone, Order, State
from milestones.unit_of_work import UnitOfWork

MOST_STEPS = 100  # in any plan, whatever the policy: more is a mistake
MOST_ROWS = 3 * MOST_STEPS  # with those that were taken out again, which the page of the order still shows


@dataclass(frozen=True)
class Step:
    """One milestone as it is proposed. `amount` is minor units of the plan's currency."""

    name: str
    amount: int
    description: str = ""
    deliverables: list[str] = field(default_factory=list)
    substeps: list[str] = field(default_factory=list)
    days: int | None = None
    due_on: date | None = None
    revisions: int = 0

    @classmethod
    def of(cls, milestone: Milestone) -> "Step":
        return cls(
            name=milestone.name,
            amount=milestone.price,
            description=milestone.description,
            deliverables=milestone.deliverables,
            substeps=[one["name"] for one in milestone.substeps],
            days=milestone.days,
            due_on=milestone.due_on,
            revisions=milestone.revisions_allowed,
        )

    @classmethod
    def from_data(cls, data: dict) -> "Step":
        """Read what `as_data` wrote into a request."""
        due_on = date.fromisoformat(data["due_on"]) if data.get("due_on") else None
        return cls(**{**data, "due_on": due_on})

    @property
    def mark(self) -> str:
        """A short word that changes with the terms."""
        return fingerprint(self.as_data())

    def as_data(self) -> dict:
        return {**asdict(self), "due_on": self.due_on.isoformat() if self.due_on else None}


def draw(order: Order, step: Step, position: int) -> Milestone:
    """An unsaved milestone of this order, made from a proposed step."""
    milestone = Milestone(order=order, position=position)
    write(milestone, step)
    return milestone


def write(milestone: Milestone, step: Step) -> None:
    """Give a milestone that has not begun the terms of a step."""
    milestone.name = step.name
    milestone.description = step.description
    milestone.deliverables = list(step.deliverables)
    milestone.substeps = [{"name": name, "done_at": None} for name in step.substeps]
    milestone.days, milestone.due_on = step.days, step.due_on
    milestone.amount = to_money(step.amount, milestone.order.currency)
    milestone.revisions_allowed = step.revisions


TERMS = ("name", "description", "deliverables", "substeps", "days", "due_on", "amount", "revisions_allowed")


@refusal("Only steps that have not begun can be changed.")
def not_begun(milestone):
    return milestone.state == State.PENDING


def require_not_begun(milestone: Milestone) -> None:
    if not milestone.order.is_active:
        raise Refused("The order has ended.")
    if not not_begun(milestone):
        raise Refused(not_begun.refusal)


def require_seen(milestone: Milestone, seen: str) -> None:
    """Raise Overtaken where a change was written on other terms than the step has now."""
    now = Step.of(milestone)
    if seen and seen != now.mark:
        raise Overtaken(vars(now), now.mark)


def edit(work: UnitOfWork, milestone: Milestone, step: Step) -> None:
    """Change the terms of a step that has not begun."""
    require_not_begun(milestone)
    if step.amount <= milestone.carried:
        raise Refused("Part of this step is held already: its amount must be more than that.", field="amount")
    before = Step.of(milestone)
    write(milestone, step)
    if before.due_on != step.due_on:
        milestone.agreed_at = work.now
    work.change(milestone, *TERMS, "agreed_at")
    work.record("milestone.changed", milestone, **_difference(before, step), currency=milestone.currency)


def _difference(before: Step, after: Step) -> dict:
    was, now = before.as_data(), after.as_data()
    return {"changed": {key: [was[key], now[key]] for key in was if was[key] != now[key]}}


def add(work: UnitOfWork, order: Order, step: Step, *, after: Milestone | None = None) -> Milestone:
    """Put a new step into the plan: at the end, or after another one."""
    if not order.is_active:
        raise Refused("The order has ended.")
    _insist_on_room(order)
    position = (after or order.plan[-1]).position + 1
    for later in [one for one in order.plan if one.position >= position]:
        later.position += 1
        work.change(later, "position")
    milestone = draw(order, step, position)
    milestone.agreed_at = work.now
    milestone.save(force_insert=True)
    order.plan = sorted([*order.plan, milestone], key=lambda one: one.position)
    work.record("milestone.added", milestone, name=step.name, amount=step.amount, currency=order.currency)
    return milestone


def _insist_on_room(order: Order) -> None:
    if sum(one.state != State.SKIPPED for one in order.plan) >= MOST_STEPS:
        raise Refused(f"A plan has at most {MOST_STEPS} steps.")
    if len(order.plan) >= MOST_ROWS:
        raise Refused("So many steps came and went that this plan takes no more. Change one that has not begun.")


def remove(work: UnitOfWork, milestone: Milestone) -> None:
    """Take a step that has not begun out of the plan; its row stays, skipped."""
    require_not_begun(milestone)
    if milestone.carried:
        raise Refused("Part of this step is held already: it can't be removed.")
    milestone.skip(work.now)
    work.change(milestone, "state", "ended_at", "carried", "client_fee", "charges")
    work.record("milestone.removed", milestone, name=milestone.name)


def total(steps: list[Step]) -> int:
    return sum(step.amount for step in steps)


def total_of(order: Order) -> int:
    """The sum of its milestones but the skipped ones, in minor units."""
    return sum(to_minor(one.amount) for one in order.plan if one.state != State.SKIPPED)
