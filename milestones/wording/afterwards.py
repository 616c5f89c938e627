"""What comes after a milestone is over, in words: the decision of `milestones.outcomes`, said to its reader."""

from collections.abc import Iterable, Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString

from marketplace.formats import capital, plural
from milestones.actions.parts.refunding import fee_of, refund_of
from milestones.models import Ending, Milestone, State
from milestones.outcomes import Next, NextKind
from milestones.queries.order_snapshot import OrderSnapshot
from milestones.queries.reader import Reader
from milestones.queries.totals import net_of
from milestones.wording import next_charge
from milestones.wording.phrases import back, bold, costs_nothing, days, less_the_fee, listed, never_starts, sentences

Part = tuple[Milestone, int]  # so much (minor units) of what a milestone holds


def afterwards(snapshot: OrderSnapshot, what: Next, gone: Sequence[Part] = ()) -> SafeString | str:
    """What comes after, as whole sentences. `gone` are the parts that go back to the client before that."""
    reader = snapshot.reader
    match what.kind:
        case NextKind.OTHERS:
            return sentences(f"{capital(never_starts(what.never))}." if what.never else "", *_go_on(what.others))
        case NextKind.END:
            return _ends(snapshot, what, gone)
        case NextKind.CHARGE:
            incoming = sum(refund_of(milestone, part).to_balance for milestone, part in gone)
            return next_charge.at_once(reader, what.milestone, incoming)
        case NextKind.WINDOW:
            return f"Then {has_to_pay(reader, what)}."
        case NextKind.WAIT:
            pays = "you pay" if reader.is_client else f"{reader.client} pays"
            return f"{capital(str(what.milestone))} starts when {pays} it."
    return ""


def afterwards_in_short(snapshot: OrderSnapshot, what: Next) -> str:
    """The same as the end of a sentence, for an order that does not end: "; then step 2 is charged"."""
    match what.kind:
        case NextKind.CHARGE:
            return f"; then {what.milestone} is charged"
        case NextKind.WINDOW:
            return f"; then {has_to_pay(snapshot.reader, what)}"
    return "; the order goes on"


def has_to_pay(reader: Reader, what: Next) -> str:
    """ "you have 14 days to pay step 2"."""
    has = "you have" if reader.is_client else f"{reader.client} has"
    return f"{has} {days(what.days)} to pay {what.milestone}"


def _go_on(others: Iterable[Milestone]) -> Iterable[str]:
    """ "Steps 2 and 3 go on as agreed." """
    working = [one for one in others if one.state != State.DISPUTED]
    frozen = [one for one in others if one.state == State.DISPUTED]
    if working:
        yield plural(len(working), "{} goes on as agreed.", "{} go on as agreed.").format(capital(listed(working)))
    if frozen:
        yield plural(len(frozen), "{} stays disputed.", "{} stay disputed.").format(capital(listed(frozen)))


def _ends(snapshot: OrderSnapshot, what: Next, gone: Sequence[Part]) -> SafeString:
    """ "The order ends: step 2 never starts, and Grace receives $800.00 ($1,000.00 less the fee) for step 1." """
    paid = format_html(", and {}", pays_for(snapshot, what.paid, gone)) if what.paid else ""
    if what.never:
        return format_html("The order ends: {}{}.", _never(snapshot.reader, what), paid)
    if is_complete(snapshot, what, gone):
        return format_html("It is the last step: the order is complete then{}.", paid)
    if what.ending in (Ending.FINISHED, Ending.STOPPED_BY_CLIENT):
        return format_html("Nothing is left to do then: the order ends{}.", paid)
    return format_html("The order ends{}.", paid)


def is_complete(snapshot: OrderSnapshot, what: Next, gone: Sequence[Part] = ()) -> bool:
    """Whether the order ends with its plan finished and nothing of it gone back (wording.ended)."""
    returned = any(part for _, part in gone) or any(one.refunded for one in snapshot.order.plan)
    return what.ending == Ending.FINISHED and not returned


def _never(reader: Reader, what: Next) -> SafeString | str:
    """Whoever stops an order is told, too, that what never starts costs nothing."""
    stopped = what.ending == Ending.STOPPED_BY_CLIENT and not any(one.carried for one in what.never)
    return costs_nothing(what.never) if stopped else never(reader, what.never)


def never(reader: Reader, milestones: Sequence[Milestone]) -> SafeString | str:
    """ "step 2 never starts", and what goes back of it where something was held for it already."""
    held = [(one, one.carried) for one in milestones if one.carried]
    said = never_starts(milestones)
    return format_html("{} and {}", said, goes_back(reader, held)) if held else said


def pays_for(snapshot: OrderSnapshot, accepted: Sequence[Milestone], gone: Sequence[Part] = ()) -> SafeString:
    """ "Grace receives $950.00 ($1,000.00 less the fee) for step 1"."""
    return format_html("{} for {}", pays(snapshot, accepted, gone), listed(accepted))


def pays(snapshot: OrderSnapshot, accepted: Sequence[Milestone], gone: Sequence[Part] = ()) -> SafeString:
    """ "Grace receives $950.00 ($1,000.00 less the fee)", of what these milestones hold when that is gone back."""
    reader, parts = snapshot.reader, dict(gone)
    left = [(one, one.held - parts.get(one, 0)) for one in accepted]
    price, net = sum(part for _, part in left), sum(net_of(one, part) for one, part in left)
    return format_html("{} {}{}", receives(reader), bold(reader.money(net)), less_the_fee(reader, price, net))


def receives(reader: Reader) -> str:
    return "you receive" if reader.is_freelancer else f"{reader.freelancer} receives"


def goes_back(reader: Reader, parts: Sequence[Part]) -> SafeString:
    """What goes back to the client of these parts of milestones, as half a sentence, and which fee is in it."""
    price, fee = parts_back(parts)
    said = format_html("{} goes back to {}", bold(back(reader, price, fee)), reader.client)
    if not fee or reader.is_freelancer:
        return said
    return format_html("{} ({} and the fee of {})", said, reader.money(price), reader.money(fee))


def parts_back(parts: Sequence[Part]) -> tuple[int, int]:
    """The price and the client's fee in these parts of milestones, for `back`."""
    return sum(part for _, part in parts), sum(fee_of(milestone, part) for milestone, part in parts)
