"""What carrying out a change to the plan does, in whole sentences: to each step, and to the order."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from escrow.money import to_money
from marketplace.elements import joined
from marketplace.formats import money_text
from marketplace.policies.plan import MilestoneTerms
from milestones.models import Milestone, State
from milestones.outcomes import Way, after
from milestones.queries.order_snapshot import OrderSnapshot
from milestones.wording import confirmations
from milestones.wording.afterwards import afterwards
from milestones.wording.case_titles import voids
from milestones.wording.phrases import bold, sentences
from milestones.wording.plan_differences import (
    CHANGED,
    GONE,
    NEW,
    Compared,
    compared,
    differences,
    is_moved,
    time_of,
)


def effect(snapshot: OrderSnapshot, data: dict[str, Any]) -> SafeString:
    """What a change to the plan does, in a clause for each step: "“Part 2” becomes “Better”, $1,250.50 instead …"."""
    rows = compared(snapshot.order, data)
    kept = [_kept(one) for one in rows if one.change in (CHANGED, NEW)]
    moved = ["the steps come in another order"] if is_moved(data) else []
    clauses = [format_html("{}.", joined("; ", [*kept, *moved]))] if kept or moved else []
    leaving = [confirmations.leaving(one.milestone) for one in rows if one.change == GONE and one.milestone]
    return sentences(*clauses, *leaving, besides(snapshot, data))


def besides(snapshot: OrderSnapshot, data: dict[str, Any]) -> SafeString | str:
    """What it does besides to its steps: to the order, and to what is asked about them."""
    rows = compared(snapshot.order, data)
    gone = [one.milestone for one in rows if one.change == GONE and one.milestone]
    return _removing(snapshot, gone, added=any(one.change == NEW for one in rows))


def totals(snapshot: OrderSnapshot, data: dict[str, Any]) -> SafeString | str:
    """How much the plan costs before and after, and what it does besides to its steps."""
    reader, rows = snapshot.reader, compared(snapshot.order, data)
    more = sum((one.after.amount if one.after else 0) - (one.before.amount if one.before else 0) for one in rows)
    how = f"{reader.money(abs(more))} {'more' if more > 0 else 'less'} than before" if more else "as much as before"
    return sentences(f"The plan costs {how}.", besides(snapshot, data))


def _kept(row: Compared) -> SafeString | str:
    if row.before and row.after:
        said = ", ".join(differences(row.before, row.after, row.currency))
        return format_html("“{}” becomes {}", row.before.name, said)
    return of_new(row.terms, row.currency)


def of_new(terms: MilestoneTerms, currency: str, later: str = "") -> SafeString:
    """ "new step “Ads”, $400.00, 5 days"."""
    price = bold(money_text(to_money(terms.amount, currency)))
    time = f", {time_of(terms)}" if time_of(terms) else ""
    return format_html("new step “{}”, {}{}{}", terms.name, price, time, later)


def _removing(snapshot: OrderSnapshot, gone: list[Milestone], *, added: bool) -> SafeString | str:
    """What it does to the order that these leave the plan: it may end, and nothing is asked of them any more."""
    going = [one for one in gone if one.state == State.PENDING]
    if not going:
        return ""
    what = after(snapshot.order, Way.REMOVED, *going)
    ends = afterwards(snapshot, what) if what.ends and not added else ""
    return sentences(ends, voids(snapshot, what, *going))
