"""The sentence of every kind of event that an order's history can hold.

An app above that records events of its own into an order's thread adds theirs:
`sentences.register("offer.signed")("{who} signed the offer")`.
"""

from collections.abc import Callable
from datetime import timedelta

from marketplace.formats import capital, left_text, minor_text, whose
from marketplace.registry import Registry
from milestones.models import CaseKind, Ending
from milestones.timer_kinds import Kind
from milestones.wording import plan_differences
from milestones.wording.event_words import Words
from milestones.wording.phrases import days, divided, more_days

ASKED = {
    CaseKind.CANCEL: "{who} asked to cancel",
    CaseKind.EXTEND: "{who} asked for more time",
    CaseKind.CHANGE: "{who} proposed a change to the plan",
    CaseKind.CHANGE_ORDER: "{who} answered a revision with a change order: that is new scope",
    CaseKind.REOPEN: "{who} asked to reopen the order",
    CaseKind.SPLIT: "{who} proposed to end the dispute with a split",
    CaseKind.PAUSE: "{who} asked to let the order rest",
    CaseKind.WAIT: "{who} asked {client} about step {step}, whose time stands until the answer",
}
ENDINGS = {
    Ending.FINISHED: "The order is complete",
    Ending.STOPPED_BY_CLIENT: "The order ended here",
    Ending.STOPPED_BY_TIMER: "The order ended: its time ran out",
    Ending.CANCELLED_MUTUALLY: "The order ended: what was under way was cancelled",
    Ending.CANCELLED_BY_SUPPORT: "{who} ended the order",
    Ending.LAPSED: "The order ended: the next step was not paid in time",
    Ending.UNANSWERED: "The order ended: its questions were not answered",
    Ending.PARTY_SUSPENDED: "The order ended: the account of one side is suspended",
}


def _asked(words: Words) -> str:
    answers = ", which is also the answer to it" if "answers" in words else ""
    if words["kind"] == CaseKind.SPLIT and "step" in words:  # without a dispute
        return f"{words['who']} proposed to split the money of step {words['step']}"
    return f"{ASKED[words['kind']].format_map(words)}{answers}"


def _funded(words: Words) -> str:
    if words.reader.is_freelancer:
        return f"{words['client']} paid {words.money('amount')} into escrow for {words['milestone']}"
    total = words["amount"] + words["fee"]
    fee = f" (fee {words.money('fee')})" if words["fee"] else ""
    paid = minor_text(total, words["currency"])
    return f"{words['client']} paid {paid} into escrow for {words['milestone']}{fee}{_from(words, total)}"


def _from(words: Words, total: int) -> str:
    """Which card really paid, as it was called then; older events do not tell."""
    if "source" not in words:
        return ""
    if words["charged"] == total:
        return f", from {words['source']}"
    rest = minor_text(total - words["charged"], words["currency"])
    return f", {rest} from the balance and {words.money('charged')} from {words['source']}"


def _ticked(words: Words) -> str:
    done = "ticked off" if words["done"] else "took back"
    return f"{words['who']} {done} “{words['name']}” in {words['milestone']}"


def _call_arranged(words: Words) -> str:
    done = "moved" if words["moved"] else "arranged"
    return f"{words['who']} {done} the video call of {words['milestone']}: {words.moment('call_at')}"


def _delivered(words: Words) -> str:
    what = f"{words['milestone']}, the full project" if words.get("full_project") else words["milestone"]
    again = " again" if words.get("number", 1) > 1 else ""
    return f"{words['who']} delivered {what}{again}{', late' if words.get('late') else ''}"


def _revised(words: Words) -> str:
    left = words.get("left")
    more = "" if left is None else f" ({left} left)"
    return f"{words['who']} asked for a revision of {words['milestone']}{more}"


def _released(words: Words) -> str:
    early = "without waiting for the changes" if words.get("in_revision") else "before a delivery"
    return f"{words['who']} released the payment of {words['milestone']} {early}"


def _rolled(words: Words) -> str:
    rest = f"{words.money('amount')}, moved into step {words['into']}"
    if "part" not in words:
        return f"The rest of {words['milestone']}, {rest}"
    return f"{words['who']} released {words.money('part')} of {words['milestone']}, and the rest, {rest}"


def _paid(words: Words) -> str:
    return f"{received(words)} for {words['milestone']}{less(words)}"


def received(words: Words) -> str:
    return f"{words['freelancer']} received {words.money('net')}"


def less(words: Words) -> str:
    """What only the freelancer needs to know of a payment."""
    if not words.reader.is_freelancer:
        return ""
    notes = [f"fee {words.money('fee')}"] if words["fee"] else []
    notes += [f"clears in {days(words['clears'])}"] if words.get("clears") else []
    return f" ({', '.join(notes)})" if notes else ""


def _refunded(words: Words) -> str:
    if words.reader.is_freelancer:
        return f"{words.money('amount')} of {words['milestone']} went back to {words['client']}"
    back = minor_text(words["amount"] + words["fee"], words["currency"])
    fee = f", its fee of {words.money('fee')} included" if words["fee"] else ""
    return f"{back} of {words['milestone']} came back to {words['client']}{fee}"


def _plan_changed(words: Words) -> str:
    return f"{words['who']} {'; '.join(plan_differences.done(words))}"


def _answered(way: str, by_silence: str) -> Callable[[Words], str]:
    """What a request became: by somebody's word, or because nobody answered."""

    def say(words: Words) -> str:
        return (by_silence if words.get("silence") else way).format_map(words)

    return say


def _decided(words: Words) -> str:
    if words.get("silence"):
        return "The dispute was not answered in time: the rulebook decided it"
    return f"{words['who']} decided the dispute: {_split(words)}"


def _split(words: Words) -> str:
    return divided(words.reader, **words)


def _settled(words: Words) -> str:
    if words.get("gave_in"):
        return f"{words['who']} gave in, so the dispute is over: {_split(words)}"
    return f"Both sides settled the dispute: {_split(words)}"


def _agreed_split(words: Words) -> str:
    return f"Both sides settled {words['milestone']}: {_split(words)}"


def _resumed(words: Words) -> str:
    if words.event.actor_kind == "clock":
        return "The rest of the order is over: its times run again"
    return f"{words['who']} went on with the order: its times run again"


def _answered_question(words: Words) -> str:
    """Who waited for whom, and how long."""
    waited = left_text(timedelta(seconds=words["waited"]))
    return f"{words['who']} answered the question about step {words['step']}: {words['freelancer']} waited {waited}"


def _approved(words: Words) -> str:
    if words.event.actor_kind == "support":
        whose = "your" if words.reader.is_client else f"{words['client']}’s"
        return f"{words['who']} accepted {words['milestone']} in {whose} place"
    return f"{words['who']} approved {words['milestone']}"


def _reminded(words: Words) -> str:
    what = {
        Kind.REVIEW: "the review of {milestone} ends",
        Kind.PAY_NEXT: "the time to pay {milestone} ends",
        Kind.DUE: "{milestone} is due",
    }
    text = what.get(words["of"], "a deadline ends").format_map(words)
    return f"A reminder went out: {text} on {words.moment('until')}"


def _asked_again(words: Words) -> str:
    if words.event.actor_kind == "clock":
        return "A reminder went out: the questions wait for answers"
    return f"{words['who']} reminded {words['client']} of the questions"


def _due_moved(words: Words) -> str:
    due = f"it is due on {words.moment('due_at')}"
    match words["why"]:
        case "brief":
            return f"{words['milestone']} waited for the answers {days(words['days'])} longer than planned: {due}"
        case "payment":
            return f"{words['milestone']} was paid {days(words['days'])} later than planned: {due}"
        case "turn":
            return f"{words['milestone']} can begin only now: {due}"
        case "client":
            return f"The time for which {words['milestone']} waited for {words['client']} is given back: {due}"
        case "dispute":
            return f"The time for which the dispute stopped {words['milestone']} is given back: {due}"
    return f"{words['freelancer']} {'get' if words.reader.is_freelancer else 'gets'} time for the changes: {due}"


def _extended_by_support(words: Words) -> str:
    return f"{words['who']} moved a deadline by {days(words['days'])}, to {words.moment('due_at')}"


def _ended(words: Words) -> str:
    if words["ending"] == Ending.FINISHED and any(one.refunded for one in words.reader.order.plan):
        return "The order ended: nothing is left to do"
    return ENDINGS[words["ending"]].format_map(words)


def _failed(words: Words) -> str:
    if words.reader.is_freelancer:
        return f"{words['client']} could not pay {words['milestone']}"
    return f"The payment for {words['milestone']} failed: {words['why']}"


Sentence = str | Callable[[Words], str]


def _standing(how: str) -> Sentence:
    """What support has decided about the account of one side."""
    return lambda words: f"{whose(words.reader.name(words['person']))} account is {how}"


def _may_leave(words: Words) -> str:
    """To whom the way out is open that `Order.leave` has."""
    reader, order = words.reader, words.reader.order
    other = order.freelancer_id if words["person"] == order.client_id else order.client_id
    return f"From now on {reader.name(other)} may end the order alone, as the other side is suspended"


SENTENCES: dict[str, Sentence] = {
    "order.placed": "{client} and {freelancer} agreed on the plan: the order began",
    "order.plan_changed": _plan_changed,
    "order.stopped": "{client} stopped the order: no further step starts",
    "order.completed": _ended,
    "order.cancelled": _ended,
    "order.reopened": "The order was reopened",
    "order.source_chosen": lambda words: f"{words['who']} chose {words['source']} for the next payments",
    "order.paused": lambda words: f"The order rests until {words.moment('until')}: its times stand",
    "order.resumed": _resumed,
    "order.answered": "{who} answered the questions: the time of the work runs",
    "order.answers_added": "{who} added an answer",
    "order.answers_skipped": "{who} started without the answers",
    "order.answers_returned": "{who} sent the answers back",
    "order.answers_overdue": "The time to answer the questions ran out",
    "order.reminded": _asked_again,
    "order.called_off": "{who} cancelled the order, as its questions were not answered",
    "order.left": "{who} ended the order alone, as the other side is suspended",
    "order.suspension_lasted": _may_leave,
    "order.party_suspended": _standing("suspended. What runs goes on"),
    "order.party_restored": _standing("no longer suspended"),
    "milestone.funded": _funded,
    "milestone.delivered": _delivered,
    "milestone.revision_requested": _revised,
    "milestone.ticked": _ticked,
    "milestone.call_arranged": _call_arranged,
    "milestone.approved": _approved,
    "milestone.lapsed": "The time to review {milestone} ran out: it counts as accepted",
    "milestone.released": _released,
    "milestone.paid": _paid,
    "milestone.part_released": lambda words: f"{words['who']} released {words.money('part')} of {words['milestone']}",
    "milestone.rolled": _rolled,
    "milestone.cleared": lambda words: f"{words.money('amount')} of {words['milestone']} cleared and can be spent",
    "milestone.refunded": _refunded,
    "milestone.sent_back": lambda words: f"{words['who']} sent {words.money('amount')} on to the card that paid it",
    "milestone.cancelled": "{who} cancelled {milestone}",
    "milestone.given_back": "{who} gave back what {milestone} held",
    "milestone.disputed": "{who} opened a dispute about {milestone}",
    "milestone.settled": _agreed_split,
    "milestone.resumed": "The dispute about {milestone} is over: it goes on where it was",
    "milestone.extended": lambda words: f"{capital(words['milestone'])} got {more_days(words['days'])}",
    "milestone.due_moved": _due_moved,
    "milestone.overdue": "The work of {milestone} was due, and nothing was handed in",
    "milestone.added": "{who} added {milestone} to the plan: {name}",
    "review.extended": lambda words: f"{words['who']} took {more_days(words['days'])} to review {words['milestone']}",
    "case.asked": _asked,
    "case.accepted": _answered("{who} agreed to {case}", "Nobody answered {case}: it counts as accepted"),
    "case.answered": _answered_question,
    "case.declined": "{who} declined {case}",
    "case.withdrawn": _answered("{who} withdrew {case}", "Nobody answered {case}: it was withdrawn"),
    "case.voided": "{case} was closed without an answer: nothing is left to decide",
    "dispute.answered": "{who} answered the dispute",
    "dispute.escalated": "The dispute went to support, who decides it",
    "dispute.decided": _decided,
    "dispute.settled": _settled,
    "deadline.reminded": _reminded,
    "deadline.extended": _extended_by_support,
    "payment.failed": _failed,
    "payment.retried": "The payment for {milestone} was declined. {why} So {source}, the default, is tried once",
    "payment.kept": lambda words: f"A payment of {words.money('amount')} came too late, so it went back",
    "payment.confirmation_asked": lambda words: f"The bank asks to confirm a payment of {words.money('amount')}",
    "payment.succeeded": lambda words: f"A payment of {words.money('amount')} arrived in the wallet",
    "payment.cancelled": lambda words: f"A payment of {words.money('amount')} was cancelled; nothing was charged",
    "payment.refunded": lambda words: f"The bank took back {words.money('amount')}; it is on its way to the card",
    "payment.refund_failed": lambda words: f"The bank did not take back {words.money('amount')}: it is in the wallet",
    "payment.refund_returned": lambda words: f"A refund of {words.money('amount')} came back: it is in the wallet",
    "payment.refund_late": lambda words: f"The bank sent a refund of {words.money('amount')} after all",
    "payment.charge_returned": lambda words: f"The bank took a payment of {words.money('amount')} back",
    "payment.charge_late": lambda words: f"A payment of {words.money('amount')} went through after all: in the wallet",
    "payment.disputed": lambda words: f"A payment of {words.money('amount')} is disputed at the bank",
    "payment.dispute_won": lambda words: f"The bank decided that a payment of {words.money('amount')} stands",
    "payment.dispute_lost": lambda words: f"The bank decided a dispute about {words.money('amount')} for the payer",
}

sentences: Registry[Sentence] = Registry("sentence of the history", SENTENCES)
