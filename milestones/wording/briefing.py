"""The brief of an order in words: what waits for it, who may cancel for want of it, what each verb about it does."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from marketplace import clock
from marketplace.elements import exact
from marketplace.formats import capital, counted
from marketplace.policies.models import RequirementsEnd
from milestones.actions.parts import due_dates
from milestones.models import CaseKind, Order
from milestones.models.brief import answers_are_overdue, is_untouched
from milestones.models.conditions import is_next
from milestones.outcomes import pointless, unanswered
from milestones.queries.order_snapshot import OrderSnapshot
from milestones.queries.reader import Reader
from milestones.wording.afterwards import afterwards, goes_back
from milestones.wording.case_titles import voiding, voids
from milestones.wording.confirmations import NO_WAY_BACK
from milestones.wording.phrases import OTHER, YOU, Waiting, listed, sentences


def waiting_for(snapshot: OrderSnapshot) -> Iterator[Waiting]:
    """The answers that an order waits for, with all that stands still meanwhile."""
    order, reader = snapshot.order, snapshot.reader
    if not order.awaits_brief:
        return
    overdue = order.brief_until is not None and answers_are_overdue(order)
    yield Waiting(
        on=YOU if reader.is_client else OTHER,
        title=_title(reader),
        text=sentences(_sent_back(reader), stands(reader), _without_answers(reader, overdue)),
        due=None if overdue else order.brief_until,
        href=reverse("milestones:answers", args=[order.pk])
        if reader.is_client
        else f"{order.get_absolute_url()}#brief",
        action="Answer the questions" if reader.is_client else "See the questions",
        tone="bad" if overdue else "" if reader.is_client else "info",
        icon="message-circle",
    )


def _title(reader: Reader) -> str:
    if reader.is_client:
        return f"Needs your answers before {reader.freelancer} starts"
    whose = "your" if reader.is_freelancer else f"{reader.freelancer}’s"
    return f"{capital(reader.client)} has to answer {whose} questions first"


def _sent_back(reader: Reader) -> str:
    problem = reader.order.brief_problem
    return f"{capital(reader.freelancer)} sent the answers back: “{problem}”" if problem else ""


def stands(reader: Reader) -> str:
    """What stands still."""
    paid = [one for one in reader.order.open if is_next(one)]
    what = f"The time of {listed(paid)} does not run" if paid else "No time runs"
    until = "you hand them in" if reader.is_client else f"{reader.client} hands them in"
    skip = ", or you start without" if reader.is_freelancer else ""
    return f"{what} until {until}{skip}; nothing can be late meanwhile."


def _without_answers(reader: Reader, overdue: bool) -> SafeString | str:
    """Who may cancel alone, from when on."""
    order, end = reader.order, reader.order.policy.requirements_end
    if end == RequirementsEnd.WAITS or not is_untouched(order):
        return "Nothing happens by itself."
    who = reader.client if end == RequirementsEnd.CLIENT_MAY_CANCEL else _either(reader)
    cancels = f"{who} may cancel alone, and everything goes back"
    if overdue:
        return format_html("The time for it ended {}: {}.", exact(order.brief_until), cancels)
    if order.brief_until:
        return format_html("As long as they are missing, from {} on {}.", exact(order.brief_until), cancels)
    return f"As long as they are missing, {cancels}."


def _either(reader: Reader) -> str:
    return f"{reader.other} or you" if reader.is_party else "either side"


# What the verbs do


def skip_answers(snapshot: OrderSnapshot, order: Order) -> SafeString:
    client = capital(snapshot.reader.client)
    return sentences(_begins(order), f"{client} may still answer, but nobody waits for it.")


def _begins(order: Order) -> SafeString | str:
    """When what is paid is due, if its time begins now."""
    first = next((one for one in order.open if is_next(one)), None)
    if first is None:
        return "Steps begin as soon as they are paid."
    due = due_dates.due_for(first, order.counts_from(clock.now()))
    return format_html("The time of {} begins now: it is due {}.", first, exact(due)) if due else f"{first} begins now."


def return_answers(snapshot: OrderSnapshot, order: Order) -> SafeString:
    reader, left = snapshot.reader, order.policy.requirements_returns - order.returns_used
    said = (
        f"{capital(reader.client)} reads this and answers again. No time runs until then; after that all of it counts "
        f"anew. You can do this {counted(left, 'more time', 'more times')} in this order."
    )
    return sentences(said, voiding(snapshot, pointless(snapshot.cases, kind=CaseKind.EXTEND)))


def remind(snapshot: OrderSnapshot, order: Order) -> str:
    return f"{capital(snapshot.reader.client)} is told at once. You can do this once a day."


def call_off(snapshot: OrderSnapshot, order: Order) -> SafeString:
    gone = [(one, one.held) for one in order.open]
    back = format_html("{}.", goes_back(snapshot.reader, gone)) if gone else "Nothing is held."
    what = unanswered(order)
    return sentences(back, afterwards(snapshot, what, gone), voids(snapshot, what, *order.open), NO_WAY_BACK)
