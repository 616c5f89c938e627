"""What comes next is decided once: whatever is promised about it, on a page, in a mail or at the desk, then happens."""

import re

import pytest
from hypothesis import HealthCheck, Phase, event, example, given, settings
from hypothesis import strategies as st
from moneyed import Money

from marketplace import clock
from marketplace.policies.models import Policy
from milestones.models import Milestone, Order
from milestones.outcomes import Next, NextKind, Way, after
from tests.milestones.promises import plans
from tests.milestones.promises.happened import Happened, Moment
from tests.milestones.promises.reading import Said, cents
from tests.milestones.promises.story import Story, gifts, prices, scripts, shares, undone
from tests.milestones.promises.ways import Promise, ways
from tests.stateful import policies

# --- The decision alone: no database, no clock

ALONE = {
    "first_payment": "on_order",
    "next_payment": "client",
    "review_outcome": "release",
    "cancel_ends_order": False,
    "freelancer_paid": "per_milestone",
}


def an_order(*states: str, **policy) -> Order:
    """An unsaved order whose steps are in these states."""
    order = Order(client_id=1, freelancer_id=2, policy=Policy(**ALONE | policy), currency="USD")
    order.plan = [
        Milestone(order=order, position=number, state=state, amount=Money(10, "USD"))
        for number, state in enumerate(states, 1)
    ]
    return order


@pytest.mark.parametrize(
    ("way", "policy", "kind"),
    [
        (Way.ACCEPTED, {}, NextKind.WAIT),
        (Way.ACCEPTED, {"pay_next_days": 10}, NextKind.WINDOW),
        (Way.ACCEPTED, {"next_payment": "automatic", "pay_next_days": 10}, NextKind.CHARGE),
        (Way.LAPSED, {}, NextKind.WAIT),
        (Way.LAPSED, {"review_outcome": "stop"}, NextKind.END),
        (Way.CANCELLED, {}, NextKind.WAIT),
        (Way.CANCELLED, {"cancel_ends_order": True}, NextKind.END),
        (Way.STOPPED, {}, NextKind.END),
        (Way.CALLED_OFF, {}, NextKind.END),
        (Way.UNPAID, {}, NextKind.END),
        (Way.REMOVED, {"next_payment": "automatic"}, NextKind.SAME),
        (Way.PLACED, {"first_payment": "at_start"}, NextKind.CHARGE),
        (Way.PLACED, {"next_payment": "automatic"}, NextKind.WAIT),
    ],
)
def test_what_follows_with_a_milestone_left_and_nothing_under_way(way, policy, kind):
    order = an_order("paid", "pending", **policy)

    assert after(order, way).kind is kind
    assert after(an_order("paid", "funded", "pending", **policy), way).kind is NextKind.OTHERS
    assert after(an_order("paid", **policy), way).kind is NextKind.END


def test_it_is_asked_before_the_milestone_is_over():
    order = an_order("delivered", "pending", pay_next_days=10)

    assert after(order, Way.ACCEPTED, order.plan[0]) == Next(NextKind.WINDOW, milestone=order.plan[1], days=10)
    assert after(order, Way.ACCEPTED) == Next(NextKind.OTHERS, others=(order.plan[0],))


def test_an_end_pays_what_waited_for_it():
    order = an_order("approved", "delivered", "pending", freelancer_paid="on_completion")
    first, second, third = order.plan

    ends = after(order, Way.STOPPED, second)

    assert (ends.paid, ends.never) == ((first, second), (third,))
    assert (ends.ending, ends.completed) == ("stopped_by_client", True)


@pytest.mark.parametrize(
    ("states", "way", "policy", "ending", "completed"),
    [
        (["funded"], Way.ACCEPTED, {}, "finished", True),
        (["funded", "skipped"], Way.ACCEPTED, {}, "stopped_by_client", True),
        (["delivered", "pending"], Way.LAPSED, {"review_outcome": "stop"}, "stopped_by_timer", True),
        (["delivered"], Way.LAPSED, {"review_outcome": "stop"}, "finished", True),
        (["funded"], Way.CANCELLED, {}, "cancelled_mutually", False),
        (["funded", "paid"], Way.CANCELLED, {}, "finished", True),
        (["funded", "paid"], Way.CANCELLED, {"cancel_ends_order": True}, "cancelled_mutually", True),
        (["funded", "paid"], Way.CALLED_OFF, {}, "cancelled_by_support", True),
    ],
)
def test_how_it_ends(states, way, policy, ending, completed):
    order = an_order(*states, **policy)

    ends = after(order, way, order.plan[0])

    assert (ends.kind, ends.ending, ends.completed) == (NextKind.END, ending, completed)


# --- Every sentence against what the engine then does

# A failure is told as it was found: making it smaller would take minutes.
BOUNDED = settings(
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    deadline=None,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def cast(ada, grace, sam):
    yield ada, grace, sam
    clock.use(clock._no_offset)


def acts(*names: str) -> list[tuple[str, int, int]]:
    """These acts, in this order, on the first step that they can be done with."""
    return [(name, 0, 60) for name in names]


# What was promised wrongly once, or would be missed most.
TO_BALANCE = {"refund_to": "balance", "paid_from": "balance_if_all", "next_payment": "automatic"}
KNOWN = [
    ("fair", {}, [1000], acts("pay", "deliver")),  # the last delivery, under a rulebook whose silence releases
    ("steps8", {}, [1000, 500], acts("pay", "deliver")),
    ("steps8", {}, [1001], acts("pay", "deliver")),  # one payment, with days of review of its own
    ("steps5", {"review_days": None, "review_outcome": "release"}, [1001], acts("pay", "deliver", "revise", "deliver")),
    ("steps5", {}, [1000, 500], acts("pay", "deliver", "approve", "deliver")),  # the end pays two steps
    ("steps5", {}, [1000, 500], acts("pay", "deliver", "lose_card")),  # the next step can't be charged
    ("open", {"cancel_ends_order": True}, [1000, 500], acts("pay", "part")),
    ("fair", TO_BALANCE, [9000, 500], acts("pay", "dispute")),  # what comes back pays the next step
    ("contract14", {}, [1000, 500], acts("pay", "part")),  # the rest waits in a step that has not begun
    ("contract14", {}, [1000, 500, 700], acts("pay", "deliver", "part", "pay", "deliver")),
    ("open", {}, [1000, 500], acts("pay", "deliver", "approve", "remove")),
    ("steps8", {}, [9000, 6000, 70_000], acts("pay", "deliver", "approve", "remove")),  # its time to pay goes on
    ("fair", {}, [1000, 500, 700], acts("pay", "ask_for_time", "cancel", "remove", "deliver")),
    ("fair", {"next_payment": "automatic"}, [1000, 500], acts("pay", "remove", "deliver")),
    ("steps5", {}, [1000, 500], acts("pay", "ask_for_time", "remove", "dispute", "split")),
    ("steps5", {}, [1000, 500], acts("pay", "deliver", "split")),  # without a dispute
    ("open", {}, [1000, 500], acts("pay", "split", "cancel")),
    ("contract14", {}, [1000, 500], acts("pay", "deliver", "split")),
]
# The same of orders whose questions wait for answers: whoever may cancels alone.
ASKING = [
    ("steps8", {}, [1000, 500], acts("pay")),
    ("steps8", {}, [1001], acts("pay")),
    ("steps5", {}, [1000, 500, 700], acts("ask_for_time", "cancel")),
    ("fair", {}, [1000, 500], acts("pay", "wait_for_answers")),
    ("fair", {"refund_to": "source", "client_fee_fixed": 20}, [1000, 500], acts("pay", "cancel", "wait_for_answers")),
]
# The same of orders one side of which is suspended for long: the other one ends them alone.
LEAVING = [
    ("fair", {"suspended_end_days": 3}, [1000, 500], acts("pay", "suspend")),
    ("contract14", {"suspended_end_days": 1}, [1000, 500], acts("pay", "deliver", "part", "suspend")),
    ("steps5", {"suspended_end_days": 14}, [1000, 500, 700], acts("pay", "deliver", "approve", "cancel", "suspend")),
    ("open", {"suspended_end_days": 2}, [1000, 500], acts("pay", "part", "suspend")),
]


def examples(test):
    for asks, known in ((False, [*KNOWN, *LEAVING]), (True, ASKING)):
        for preset, change, plan, script in known:
            case = {"preset": preset, "change": change, "asks": asks, "prices": plan, "script": script}
            test = example(gift=0, share=60, **case)(test)
    return test


@pytest.mark.django_db
@given(
    preset=st.sampled_from(sorted(policies.PRESETS)),
    change=policies.changes,
    asks=st.sampled_from([False, False, True]),
    prices=prices,
    gift=gifts,
    script=scripts(),
    share=shares,
)
@settings(BOUNDED, max_examples=45)
@examples
def test_what_is_promised_happens(cast, preset, change, asks, prices, gift, script, share):
    with undone():
        story = Story(*cast, preset, change, asks=asks)
        story.begin(prices, gift)
        story.play(script)
        at, before = story.at, Moment(story)
        for passage in ways(story, share):
            plans.add(passage, story.order)
            event(passage.name.partition(" 0")[0])
            with undone():
                passage.act()
                happened = Happened(before, Moment(story))
            story.at = at
            for promise in passage.promises:
                assert kept(promise, happened) == [], (passage.name, promise)


@pytest.mark.django_db
@pytest.mark.parametrize(("preset", "change", "prices", "script"), ASKING)
def test_cancelling_alone_for_want_of_answers_is_one_of_the_ways(cast, preset, change, prices, script):
    with undone():
        story = Story(*cast, preset, change, asks=True)
        story.begin(prices, gift=0)
        story.play(script)

        alone = [one for one in ways(story, share=60) if one.name == "call_off"]

        assert len(alone) == (2 if story.policy.requirements_end == "either_may_cancel" else 1)
        assert all(one.promises for one in alone)


@pytest.mark.django_db
@pytest.mark.parametrize(("preset", "change", "prices", "script"), LEAVING)
def test_ending_it_alone_is_one_of_the_ways_where_the_other_side_is_suspended(cast, preset, change, prices, script):
    with undone():
        story = Story(*cast, preset, change)
        story.begin(prices, gift=0)
        story.play(script)

        [alone] = [one for one in ways(story, share=60) if one.name == "leave"]

        assert alone.promises


def kept(promise: Promise, happened: Happened) -> list[str]:
    """What of a promise is not what happened, and what happened without being told."""
    said, role = promise.said, promise.reader
    facts = {
        "gets": (said.gets, happened.gets),
        "back": (said.back, happened.price_back if role == "freelancer" else happened.back),
        "ends": (said.ends or False, happened.ends),
        "is_complete": (said.is_complete, happened.is_complete),
        "never": (said.never, happened.never),
        "charged": charge(promise, happened),
        "whence": whence(promise, happened),
        "window": (said.window, happened.window),
        "waits": (said.waits, happened.waits),
        "on": (said.on, happened.on),
        "closes": closes(said, happened),
    }
    if promise.sums and happened.ends:
        facts["sums"] = (promise.sums, (happened.now.client_paid, happened.now.freelancer_got))
    if said.stays_held is not None:
        facts["on"] = (said.stays_held in {one.held for one in happened.order.open}, True)
    if said.completed is not None:
        facts["completed"] = (said.completed, happened.completed)
    return [
        f"{what}: said {says}, was {was}"
        for what, (says, was) in facts.items()
        if what not in promise.leaves_out and says != was
    ]


def charge(promise: Promise, happened: Happened) -> tuple:
    """What is charged by itself. Only the client is told beforehand that it can't be."""
    said, was = promise.said.charged, happened.charged
    if happened.cannot_charge:
        told = promise.said.cannot_charge if promise.reader == "client" and said is None else said is not None
        return (told, True)
    if said and was and said[1] is None:
        was = (was[0], None)
    return (said, was)


def closes(said: Said, happened: Happened) -> tuple:
    """Which requests have no object any more. A change to the next step waits for the bank, where that is charged."""
    waits = said.closes - happened.closes if said.charged and not happened.from_balance else 0
    return (said.closes - max(waits, 0), happened.closes)


def whence(promise: Promise, happened: Happened) -> tuple:
    """From where, which is the client's business."""
    if promise.reader != "client":
        return ((), ())
    if happened.cannot_charge:
        return (promise.said.grace, happened.grace)
    return ((promise.said.from_balance, promise.said.source), (happened.from_balance, happened.source))


# --- Accepting an offer whose first step is paid after it


@pytest.mark.django_db
@given(
    preset=st.sampled_from(sorted(policies.PRESETS)),
    change=policies.changes,
    first=st.sampled_from(["at_start", "on_creation"]),
    prices=prices,
    works=st.booleans(),
)
@settings(BOUNDED, max_examples=15)
def test_what_an_offer_promises_of_its_first_payment_happens(cast, preset, change, first, prices, works):
    with undone():
        story = Story(*cast, preset, change | {"first_payment": first})
        lines = " ".join(plans.accepting(story, prices)).replace("\N{NO-BREAK SPACE}", " ")
        if not works:
            story.let_the_bank_decline()
        story.begin(prices, gift=0)
        now = Moment(story)

        charges = re.search(r"you are charged (\$[\d,.]+\d)", lines)
        assert bool(charges) == bool(now.funded or now.order.charge_problem) == ("Nothing is charged now" not in lines)
        assert list(now.funded.values()) == ([cents(charges[1])] if charges and works else [])
        if not now.funded:
            assert time_to_pay(lines) == now.hours_to_pay


def time_to_pay(lines: str) -> int | None:
    """The hours in which the first step has to be paid, or the order ends."""
    found = re.search(r"(?:you have(?: at least)?|within) (\d+) (day|hour)s?\b.*, or the order ends", lines)
    return found and int(found[1]) * (24 if found[2] == "day" else 1)
