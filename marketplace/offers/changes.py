"""What changed from one version of an offer to the next, as sentences. Pure functions of terms."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from marketplace.formats import counted, day_text, minor_text, percent_text
from marketplace.offers.terms import ContractKind, Terms
from marketplace.policies.plan import MilestoneTerms


@dataclass(frozen=True)
class Difference:
    """What one version changed: sentences, the numbers of milestones that are new or different, the scope before."""

    sentences: list[str]
    milestones: set[int] = field(default_factory=set)
    scope_before: str = ""

    def __bool__(self):
        return bool(self.sentences)


def changes(before: Terms, after: Terms, currency: str) -> list[str]:
    """Every difference, the total first; empty when nothing changed."""
    return difference(before, after, currency).sentences


def difference(before: Terms, after: Terms, currency: str) -> Difference:
    """Every difference, to be read and to be marked in the plan."""
    milestones = list(_plan(before.milestones, after.milestones, currency))
    return Difference(
        [*_heading(before, after, currency), *(text for _, text in milestones)],
        {number for number, _ in milestones if number},
        before.scope if before.scope != after.scope else "",
    )


def _heading(before: Terms, after: Terms, currency: str) -> Iterator[str]:
    if before.total != after.total:
        yield f"Total: {minor_text(before.total, currency)} → {minor_text(after.total, currency)}"
    if before.title != after.title:
        yield f"Title: “{before.title}” → “{after.title}”"
    if before.scope != after.scope:
        yield "The scope was rewritten"
    if before.starts_on != after.starts_on:
        yield f"Start: {_day(before.starts_on)} → {_day(after.starts_on)}"
    if before.revisions != after.revisions:
        yield f"Revisions in the whole order: {before.revisions} → {after.revisions}"
    if before.months != after.months:
        yield f"Subscription: {_months(before.months)} → {_months(after.months)}"
    if before.discount != after.discount:
        yield f"Later months: {_less(before.discount)} → {_less(after.discount)}"
    if before.questions != after.questions:
        yield "What is asked before the work begins was changed"
    if before.contract != after.contract:
        yield f"Contract: {ContractKind(before.contract).label} → {ContractKind(after.contract).label}"
    elif before.upload != after.upload:
        yield "Another contract was uploaded"


def _plan(before: list[MilestoneTerms], after: list[MilestoneTerms], currency: str) -> Iterator[tuple[int | None, str]]:
    """Differences with the number of the milestone in the later plan; a milestone that was removed has none."""
    for number, old, new in paired(before, after):
        if old and new:
            yield from ((number, text) for text in _milestone(number or 0, old, new, currency))
        elif old:
            yield None, f"Removed: “{old.name}”, {minor_text(old.amount, currency)}"
        elif new:
            yield number, f"Added as step {number}: “{new.name}”, {minor_text(new.amount, currency)}"


Pair = tuple[int | None, MilestoneTerms | None, MilestoneTerms | None]


def paired(before: list[MilestoneTerms], after: list[MilestoneTerms]) -> Iterator[Pair]:
    """Each milestone as it was and as it is, with its number in the later plan; None where there was or is none.

    Milestones are the same milestone where their names match in order; where none was added or taken, by their place.
    """
    if len(before) == len(after):
        yield from ((number, *pair) for number, pair in enumerate(zip(before, after, strict=True), start=1))
    else:
        yield from paired_by_name(before, after)


def paired_by_name(before: list[MilestoneTerms], after: list[MilestoneTerms]) -> Iterator[Pair]:
    """The same, by their names in order alone; those between two that match stand for each other as far as they go."""
    matcher = SequenceMatcher(None, [one.name for one in before], [one.name for one in after], autojunk=False)
    for _, start, end, new_start, new_end in matcher.get_opcodes():
        kept = min(end - start, new_end - new_start)
        for at in range(kept):
            yield new_start + at + 1, before[start + at], after[new_start + at]
        for milestone in before[start + kept : end]:
            yield None, milestone, None
        for at in range(new_start + kept, new_end):
            yield at + 1, None, after[at]


def _milestone(number: int, old: MilestoneTerms, new: MilestoneTerms, currency: str) -> Iterator[str]:
    if old == new:
        return
    where = f"Step {number}"
    if old.name != new.name:
        yield f"{where}: “{old.name}” → “{new.name}”"
    if old.amount != new.amount:
        yield f"{where}: {minor_text(old.amount, currency)} → {minor_text(new.amount, currency)}"
    if old.days != new.days:
        yield f"{where}: {_days(old.days)} → {_days(new.days)}"
    if old.due_on != new.due_on:
        yield f"{where}: due {_day(old.due_on)} → {_day(new.due_on)}"
    if old.revisions != new.revisions:
        yield f"{where}: {old.revisions} → {counted(new.revisions, 'revision', 'revisions')}"
    if old.call != new.call:
        yield f"{where}: {'with' if new.call else 'without'} a video call"
    if old.description != new.description:
        yield f"{where}: another description"
    yield from _list(where, DELIVERABLES, old.deliverables, new.deliverables)
    yield from _list(where, SUBSTEPS, old.substeps, new.substeps)


DELIVERABLES = "deliverable added: {}", "deliverable removed: {}", "deliverables in another order"
SUBSTEPS = "substep added: {}", "substep removed: {}", "substeps in another order"


def _list(where: str, words: tuple[str, str, str], old: list[str], new: list[str]) -> Iterator[str]:
    added, removed, reordered = words
    for one in new:
        if one not in old:
            yield f"{where}: {added.format(one)}"
    for one in old:
        if one not in new:
            yield f"{where}: {removed.format(one)}"
    if sorted(old) == sorted(new) and old != new:
        yield f"{where}: {reordered}"


def _months(months: int) -> str:
    return counted(months, "month", "months") if months else "none"


def _less(discount: int) -> str:
    return f"{percent_text(discount)} less" if discount else "the same price"


def _day(day) -> str:
    return day_text(day) if day else "no day"


def _days(days: int | None) -> str:
    return "no time" if days is None else counted(days, "day", "days")
