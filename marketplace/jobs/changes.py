"""What changed from one version of a post to another, as sentences. Pure functions of terms."""

from collections.abc import Iterator

from marketplace.formats import counted, minor_text
from marketplace.jobs.terms import PostTerms, Visibility
from marketplace.jobs.wording import budget_words
from marketplace.offers.changes import paired


def changes(before: PostTerms, after: PostTerms) -> list[str]:
    """Every difference that matters to whoever proposes; empty where nothing does."""
    return [*_work(before, after), *_plan(before, after), *_rest(before, after)]


def _work(before: PostTerms, after: PostTerms) -> Iterator[str]:
    if before.title != after.title:
        yield f"Title: “{before.title}” → “{after.title}”"
    if before.text != after.text:
        yield "The description was rewritten"
    if before.category != after.category:
        yield "It is filed under another kind of work"
    was, now = (budget_words(one.budget_min, one.budget_max, one.currency) for one in (before, after))
    if was != now:
        yield f"Budget: {was} → {now}"
    yield from _list("Skill", before.skills, after.skills)


def _plan(before: PostTerms, after: PostTerms) -> Iterator[str]:
    for number, old, new in paired(before.plan, after.plan):
        if old is None and new:
            yield f"Suggested step {number} added: “{new.name}”"
        elif new is None and old:
            yield f"Suggested step removed: “{old.name}”"
        elif old and new and old != new:
            yield f"Suggested step {number}: {_step(old, before.currency)} → {_step(new, after.currency)}"


def _step(one, currency: str) -> str:
    days = counted(one.days, "day", "days") if one.days else ""
    return ", ".join(
        part for part in (f"“{one.name}”", days, minor_text(one.amount, currency) if one.amount else "") if part
    )


def _rest(before: PostTerms, after: PostTerms) -> Iterator[str]:
    yield from _list("Question", before.questions, after.questions)
    if before.files != after.files:
        yield "Other files go with it"
    if before.policy != after.policy:
        yield "Another rulebook, for proposals from now on"
    if before.hires_wanted != after.hires_wanted:
        yield f"Wanted: {before.hires_wanted} → {counted(after.hires_wanted, 'person', 'people')}"
    if before.visibility != after.visibility and after.visibility == Visibility.PUBLIC:
        yield "Everybody can see it now"


def _list(what: str, before: list[str], after: list[str]) -> Iterator[str]:
    yield from (f"{what} added: {one}" for one in after if one not in before)
    yield from (f"{what} removed: {one}" for one in before if one not in after)
