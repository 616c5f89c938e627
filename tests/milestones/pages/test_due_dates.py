"""Late is late by one's own doing: what moves a due date, who is reminded of it, who hears that it passed."""

from datetime import timedelta

import pytest

from marketplace import clock
from marketplace.actors import Support
from marketplace.deadlines.sweep import sweep
from marketplace.events.models import Event
from marketplace.notifications import fan_out
from marketplace.notifications.models import Notification
from milestones.actions import cases, disputes, support
from milestones.timer_kinds import Kind
from tests.milestones.browsers import Play
from tests.workshop import announced, another, nth, place

pytestmark = pytest.mark.django_db


@pytest.fixture
def play(ada, grace, visa, move):
    """An order under a preset; with changes, under a rulebook that differs from it in those."""

    def begin(key, **changes):
        if changes:
            key = another(key, **changes).key
        return Play(place(ada, grace, key, source=visa), visa, move)

    return begin


def due(it, number):
    return nth(it.order, number).due_at


def agreed(it, number, more=0):
    """The end of the day that the plan names, or of one so many days later."""
    return clock.end_of(nth(it.order, number).due_on + timedelta(days=more))


def told(user, kind) -> int:
    fan_out.tell()
    return Notification.objects.filter(user=user, kind=kind).count()


# --- A payment that comes late


def test_it_moves_by_as_many_days_as_the_payment_is_late_and_both_are_told(play, as_, ada, grace):
    it = play("contract14")
    it.finish(1)  # due on day 10; the second on day 20
    it.move(days=21)
    before = as_(ada).see("fund", it.milestone(2).pk)

    it.ada.pay(2, it.visa)

    assert due(it, 2) == agreed(it, 2, more=11)
    assert "11 days later than planned" in before
    assert "was paid 11 days later than planned: it is due on" in as_(grace).see("history", it.order.pk)
    assert told(grace, "milestone.due_moved") == 1
    page = as_(grace).see("order", it.order.pk)
    assert "Deliver step 2" in page
    assert "late" not in page.partition("History")[0]


def test_it_stays_when_the_payment_is_in_time(play):
    it = play("contract14")
    it.finish(1)
    it.move(days=9)

    it.ada.pay(2, it.visa)

    assert due(it, 2) == agreed(it, 2)
    assert not Event.objects.filter(kind="milestone.due_moved").exists()


def test_the_first_milestone_is_expected_when_the_order_begins(play):
    it = play("studio")
    it.move(days=3)

    it.ada.pay(1, it.visa)

    assert due(it, 1) == agreed(it, 1, more=3)


def test_a_milestone_that_was_added_later_is_not_expected_before_that(play):
    it = play("open")
    it.move(days=35)
    day = clock.now().date() + timedelta(days=5)
    it.ada.post("add_milestone", it.order.pk, name="More", amount="100", due_on=day.isoformat())

    it.ada.pay(4, it.visa)

    assert due(it, 4) == agreed(it, 4)


def test_a_rulebook_may_leave_it(play):
    it = play("contract14", due_moves_with_payment=False)
    it.finish(1)
    it.move(days=21)

    it.ada.pay(2, it.visa)

    assert due(it, 2) == agreed(it, 2)


def test_a_milestone_that_was_paid_before_its_turn_begins_with_it(play, as_, grace):
    it = play("contract14")
    it.ada.post("fund_plan", it.order.pk, total=210_000, source=it.visa.pk)
    it.grace.deliver(1)
    it.wait(days=13)  # Ada takes her time; the second step was to begin on day 10
    assert due(it, 2) == agreed(it, 2)

    it.ada.approve(1)

    assert due(it, 2) == agreed(it, 2, more=3)
    assert due(it, 3) == agreed(it, 3)
    assert "Step 2 can begin only now: it is due on" in as_(grace).see("history", it.order.pk)


def test_nobody_is_late_with_a_milestone_whose_turn_has_not_come(play, as_, ada):
    it = play("contract14")
    it.ada.post("fund_plan", it.order.pk, total=210_000, source=it.visa.pk)
    it.grace.deliver(1)

    it.wait(days=13)
    it.move(days=8)  # past the day of the second step

    assert "late" not in as_(ada).see("order", it.order.pk).partition("History")[0]


def test_time_that_was_given_before_its_turn_begins_with_it_though_none_was_agreed_on(play):
    it = play("contract14", time_given="optional")
    it.order.milestones.update(due_on=None)
    it.ada.post("fund_plan", it.order.pk, total=210_000, source=it.visa.pk)
    it.ada.post("grant_time", it.order.pk, milestone=it.milestone(2).pk, days=5)
    it.grace.deliver(1)
    it.move(days=7)

    it.ada.approve(1)

    assert abs(due(it, 2) - clock.now() - timedelta(days=5)) < timedelta(minutes=1)


# --- A revision


def test_a_revision_gets_its_own_time(play, as_, ada, grace):
    it = play("fair")
    it.begin()
    it.move(days=9)
    it.grace.deliver(1)
    it.move(days=5)
    page = as_(ada).see("order", it.order.pk)

    it.ada.revise(1)

    left = due(it, 1) - clock.now()
    assert timedelta(days=3) - timedelta(minutes=1) < left <= timedelta(days=3)
    assert "Grace has until" in page
    assert "You get time for the changes: it is due on" in as_(grace).see("history", it.order.pk)
    it.move(days=2)
    it.grace.deliver(1)
    assert not Event.objects.get(kind="milestone.delivered", data__number=2).data["late"]


def test_a_later_due_date_stays(play):
    it = play("fair")
    it.begin()
    before = due(it, 1)
    it.grace.deliver(1)

    it.ada.revise(1)

    assert due(it, 1) == before


def test_where_the_rulebook_gives_none_there_is_what_was_left(play):
    it = play("fair", revision_days=None)
    it.begin()
    it.move(days=9)
    it.grace.deliver(1)
    before = due(it, 1)

    it.ada.revise(1)

    assert due(it, 1) == before


# --- What else stops the work


@pytest.mark.parametrize(("opener", "given"), [("ada", 4), ("grace", 0)])
def test_the_time_of_a_dispute_is_given_back_unless_one_opened_it_oneself(opener, given, play, request):
    it = play("fair")
    it.begin()
    before, by = due(it, 1), request.getfixturevalue(opener)
    case = disputes.dispute(it.milestone(1), by=by, reason="Not as agreed.").thing
    it.move(days=4)

    cases.withdraw(case, by=by)

    assert round((due(it, 1) - before) / timedelta(days=1)) == given


def test_a_newer_version_of_what_is_under_review_is_as_punctual_as_the_first(play, as_, ada):
    it = play("contract14")
    it.grace.deliver(1)
    it.move(days=12)

    it.grace.deliver(1, message="A better one.")

    assert not Event.objects.get(kind="milestone.delivered", data__number=2).data["late"]
    assert "on time" in as_(ada).see("order", it.order.pk)


def test_late_is_kept_when_it_is_ones_own_doing(play, as_, ada):
    it = play("contract14")
    it.move(days=12)

    it.grace.deliver(1)

    assert Event.objects.get(kind="milestone.delivered").data["late"]
    assert "Delivered just now, late" in as_(ada).see("order", it.order.pk)


# --- Reminders, and the notice to both


def test_the_freelancer_is_reminded_twice_and_both_hear_that_it_passed(play, ada, grace):
    it = play("fair")
    it.begin()
    assert it.timers()["due"] == 10

    for days, reminders, notices in [(7, 0, 0), (1.5, 1, 0), (1, 2, 0), (1, 2, 1)]:
        it.wait(days=days)
        assert told(grace, "deadline.reminded") == reminders
        assert told(ada, "milestone.overdue") == told(grace, "milestone.overdue") == notices
    assert told(ada, "deadline.reminded") == 0


@pytest.mark.parametrize(
    ("key", "who", "can"),
    [
        ("fair", "ada", "you can ask to give more time, ask to cancel or open a dispute"),
        ("contract14", "ada", "you can give more time, ask to cancel or open a dispute"),
        ("steps5", "ada", "you can give more time or open a dispute"),
        ("steps5", "grace", "deliver, or ask for more time"),
    ],
)
def test_each_reads_what_to_do_about_it(key, who, can, play, as_, request):
    it = play(key)
    it.begin()

    it.wait(days=12)

    page = as_(request.getfixturevalue(who)).see("order", it.order.pk)
    assert "step 1: late" in page
    assert can in page


def test_a_delivery_ends_the_reminders(play, grace):
    it = play("fair")
    it.begin()
    it.grace.deliver(1)

    it.wait(days=30)

    assert told(grace, "deadline.reminded") == told(grace, "milestone.overdue") == 0


def test_a_revision_and_more_time_start_them_anew(play):
    it = play("fair")
    it.begin()
    it.grace.deliver(1)
    it.ada.revise(1)
    it.ada.post("ask_for_time", it.order.pk, milestone=it.milestone(1).pk, days=5, reason="Ill.")

    it.grace.accept()

    timer = it.order.deadlines.live().get(kind=Kind.DUE)
    reminder = it.order.deadlines.live().get(kind=Kind.REMIND)
    assert timer.due_at == due(it, 1)
    assert [timer.due_at - moment for moment in announced(reminder)] == [timedelta(hours=48), timedelta(hours=24)]


def test_what_support_moves_is_the_due_date_itself(play, sam):
    it = play("fair")
    it.begin()
    timer = it.order.deadlines.live().get(kind=Kind.DUE)
    support.extend_deadline(timer, by=Support(sam, "They are ill."), days=4)

    assert due(it, 1) == timer.due_at + timedelta(days=4)
    it.move(days=11)
    sweep()
    assert not Event.objects.filter(kind="milestone.overdue").exists()
