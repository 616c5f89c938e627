"""An order rests until a day that both agree on: its times stand, and either side goes on at once."""

from datetime import timedelta

import pytest

from marketplace import clock
from marketplace.deadlines.models import Deadline
from marketplace.deadlines.sweep import sweep
from marketplace.errors import Refused
from milestones.actions import approve, cases, disputes, pause
from milestones.actions.support import extend_deadline
from milestones.models import Case
from milestones.timer_kinds import Kind
from tests.milestones.browsers import Play
from tests.workshop import again, another, hand_in, nth, pay, place, sheet, states

pytestmark = pytest.mark.django_db

PRESETS = ["fair", "studio", "open", "steps8", "contract14", "steps5"]


def ends(order) -> dict[str, object]:
    """When what runs in an order ends, and what is cleared, by kind and step."""
    return {f"{one.kind}-{one.milestone_id}": one.due_at for one in order.deadlines.live()}


def last_day(order, days=10):
    return clock.today(order.zone) + timedelta(days=days)


def let_rest(order, days=10):
    """Both agree on a rest until the end of the day that is so many days away."""
    asked = pause.ask_to_pause(order, by=order.client, until=last_day(order, days), reason="We move house.").thing
    cases.accept(asked, by=order.freelancer)
    return again(order)


@pytest.fixture
def play(order, visa, move):
    """An order of three steps under a preset, the first one paid."""

    def begin(key: str) -> Play:
        stage = Play(order(key), visa, move)
        stage.begin()
        return stage

    return begin


@pytest.mark.parametrize("key", PRESETS)
def test_all_times_stand_and_run_on_afterwards(play, key, visa):
    """Of a review, of a due date, of the next payment, of reminders; not of money that clears."""
    it = play(key)
    it.grace.deliver(1)
    before, books = ends(it.order), sheet()

    rested = let_rest(it.order)

    length = rested.paused_until - rested.paused_at
    assert rested.paused_until == clock.end_of(last_day(it.order), it.order.zone)
    kept = {name: at for name, at in ends(it.order).items() if not name.startswith("pause")}
    assert kept == {name: at + length for name, at in before.items()}
    assert all(
        one.data["until"] == one.order.deadlines.live().get(kind=one.data["of"]).due_at.isoformat()
        for one in Deadline.objects.live().filter(order=it.order, kind=Kind.REMIND)
    )

    it.wait(days=9)
    assert (states(it.order)[0], sheet()) == ("delivered", books)
    it.wait(days=2)
    assert not again(it.order).rests
    assert {name: at for name, at in ends(it.order).items()} == kept, "nothing moves when it ends by itself"


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("key", PRESETS)
def test_it_ends_the_same_with_a_punctual_sweep_and_a_late_one(play, key, late, move):
    it = play(key)
    it.grace.deliver(1)
    let_rest(it.order)

    for _ in range(1 if late else 40):
        move(days=40 if late else 1)
        sweep()

    order, first = again(it.order), nth(it.order, 1)
    if order.review_days:
        waited = first.approved_at - first.delivered_at - clock.days(order.review_days)
        assert clock.days(9) <= waited <= clock.days(11)
    assert not order.rests
    assert not order.deadlines.live().exclude(kind__in=[Kind.CLEAR, Kind.DUE]).filter(due_at__lte=clock.now()).exists()
    assert (states(it.order), sheet()) == AFTER_40_DAYS[key]


AFTER_40_DAYS = {
    "fair": (["paid", "skipped", "skipped", "completed"], {"gateway": -103_000, "grace:wallet": 95_000, "fees": 8_000}),
    "studio": (["paid", "pending", "pending", "active"], {"gateway": -102_900, "grace:wallet": 100_000, "fees": 2_900}),
    "open": (
        ["delivered", "pending", "pending", "active"],
        {"gateway": -103_000, "escrow": 100_000, "fees": 3_000},
    ),
    "steps8": (
        ["paid", "skipped", "skipped", "completed"],
        {"gateway": -105_500, "grace:wallet": 80_000, "fees": 25_500},
    ),
    "contract14": (
        ["paid", "pending", "pending", "active"],
        {"gateway": -105_000, "grace:wallet": 90_000, "fees": 15_000},
    ),
    "steps5": (
        ["paid", "skipped", "skipped", "completed"],
        {"gateway": -105_000, "grace:wallet": 80_000, "fees": 25_000},
    ),
}


@pytest.mark.parametrize("who", ["client", "freelancer"])
def test_either_side_goes_on_at_once(play, who, move):
    """What was left of the rest comes off again, to the second."""
    it = play("fair")
    it.grace.deliver(1)
    before = ends(it.order)
    rested = let_rest(it.order)
    move(days=3)

    pause.go_on(it.order, by=getattr(it.order, who))

    event = it.order.deadlines.model.objects.filter(order=it.order, kind=Kind.PAUSE).get()
    stood = event.settled_at - rested.paused_at
    assert ends(it.order) == {name: at + stood for name, at in before.items()}
    assert not again(it.order).rests
    with pytest.raises(Refused):
        pause.go_on(it.order, by=it.order.client)


def test_what_begins_meanwhile_counts_from_the_end_of_the_rest(play, move, visa):
    """A delivery, its review, the next payment, its due date: people may act, and times stand."""
    it = play("fair")
    rested = let_rest(it.order)
    move(days=1)
    it.grace.deliver(1)
    assert not nth(it.order, 1).delivered_late
    assert it.order.deadlines.live().get(kind=Kind.REVIEW).due_at == rested.paused_until + clock.days(8)
    it.ada.approve(1)
    assert it.order.deadlines.live().get(kind=Kind.PAY_NEXT).due_at == rested.paused_until + clock.days(14)
    pay(it.order, 2, visa)
    second = nth(it.order, 2)
    assert second.due_at == rested.paused_until + clock.days(second.days or 0) or second.due_on
    extra = it.order.deadlines.live().get(kind=Kind.DUE).due_at - rested.paused_until

    move(days=1)
    pause.go_on(it.order, by=it.order.client)

    gone_on = Deadline.objects.get(order=it.order, kind=Kind.PAUSE).settled_at
    due = it.order.deadlines.live().get(kind=Kind.DUE)
    assert due.due_at - gone_on == extra
    assert due.due_at == nth(it.order, 2).due_at


def test_what_was_late_stays_late(order, move):
    made = order("steps8")
    move(days=12)
    sweep()
    due = nth(made, 1).due_at

    let_rest(made)

    assert nth(made, 1).due_at == due
    assert nth(made, 1).is_late(clock.now())


def test_a_dispute_goes_on_with_the_order(order, ada, move):
    made = order("fair")
    before = nth(made, 1).due_at
    let_rest(made)
    move(days=2)

    disputes.dispute(nth(made, 1), by=ada, reason="Not what we agreed.")

    assert not again(made).rests
    assert not made.deadlines.live().filter(kind=Kind.PAUSE).exists()
    assert nth(made, 1).due_at - before < clock.days(2) + clock.hours(1)
    assert made.deadlines.live().get(kind=Kind.DISPUTE).due_at < clock.now() + clock.days(7)


def test_the_end_of_the_order_is_the_end_of_the_rest(order, ada, sam):
    made = order("fair", 1000)
    let_rest(made)
    hand_in(made, 1)

    approve.approve(nth(made, 1), by=ada)

    ended = again(made)
    assert (ended.state, ended.rests) == ("completed", False)
    assert not made.deadlines.live().exists()


def test_it_is_asked_countered_and_agreed_to_through_its_pages(as_, ada, grace, order):
    made = order("fair")
    assert "Let the order rest" in as_(ada).see("resolution", made.pk)
    as_(grace).do("ask_to_pause", made, until=last_day(made, 5), reason="I am away.")
    assert "Grace asks to let the order rest until the end of" in as_(ada).see("resolution", made.pk)
    as_(ada).do("ask_to_pause", made, until=last_day(made, 12), reason="Then rather longer.")
    first, second = Case.objects.filter(kind="pause").order_by("pk")
    assert (first.state, second.state) == ("declined", "open")
    said = as_(grace).see("resolution", made.pk)
    assert "If you agree: the order rests until" in said
    assert "step 1 is due" in said.lower()

    as_(grace).do("accept", second)

    assert again(made).paused_until == clock.end_of(last_day(made, 12), made.zone)
    for person in (ada, grace):
        page = as_(person).see("order", made.pk)
        assert "The order rests, as you both agreed" in page
        assert "Go on now" in page
    as_(ada).do("go_on", made)
    assert "You went on with the order: its times run again" in as_(ada).see("history", made.pk)
    assert "The order rests, as you both agreed" not in as_(ada).see("order", made.pk)


@pytest.mark.parametrize("days", [-1, 0, 31])
def test_a_day_that_is_over_or_too_late_is_refused_next_to_it(as_, grace, order, days):
    made = order("fair")

    response = as_(grace).do("ask_to_pause", made, until=last_day(made, days), reason="I am away.")

    assert response.status_code == 422
    assert "Choose a day from tomorrow on, and at most 30 days from now." in response.content.decode()


def test_unanswered_it_is_withdrawn_when_the_day_is_over(order, grace, move):
    made = order("steps8")  # where silence accepts more time
    pause.ask_to_pause(made, by=grace, until=last_day(made, 2), reason="I am away.")
    move(days=4)
    sweep()

    assert Case.objects.get().state == "withdrawn"
    assert not again(made).rests


def test_under_a_rulebook_without_it_nobody_lets_it_rest(ada, grace, visa):
    made = place(ada, grace, another("fair", pause_days_max=None).key, source=visa)

    with pytest.raises(Refused, match="does not rest"):
        pause.ask_to_pause(made, by=ada, until=last_day(made), reason="We move.")


def test_support_does_not_put_off_the_end_of_a_rest(order, sam):
    from marketplace.actors import Support

    made = let_rest(order("fair"))

    with pytest.raises(Refused, match="both sides agreed on"):
        extend_deadline(made.deadlines.live().get(kind=Kind.PAUSE), by=Support(sam, "Why not."), days=3)
