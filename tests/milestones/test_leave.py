"""Ending an order alone because support has suspended the other side for long, with the whole balance sheet.

Source: `suspended_end_days` in docs/policies.md and its reading 16.
"""

import re
from datetime import timedelta

import pytest

from marketplace.accounts import suspension
from marketplace.actors import Support
from marketplace.deadlines.models import Deadline
from marketplace.errors import Refused
from marketplace.events.models import Event
from marketplace.notifications import fan_out
from marketplace.notifications.models import Notification
from milestones.actions import support
from milestones.timer_kinds import Kind
from tests.milestones.browsers import Play
from tests.workshop import another, place, rulebook, sheet

pytestmark = pytest.mark.django_db

PRESETS = ["fair", "studio", "open", "steps8", "contract14", "steps5"]
HELD = {
    "fair": {"gateway": -103_000, "escrow": 100_000, "fees": 3_000},
    "studio": {"gateway": -102_900, "escrow": 100_000, "fees": 2_900},
    "open": {"gateway": -103_000, "escrow": 100_000, "fees": 3_000},
    "steps8": {"gateway": -105_500, "escrow": 100_000, "fees": 5_500},
    "contract14": {"gateway": -105_000, "escrow": 100_000, "fees": 5_000},
    "steps5": {"gateway": -105_000, "escrow": 100_000, "fees": 5_000},
}
BACK = {
    "fair": {"gateway": -103_000, "ada:wallet": 103_000},
    "studio": {},
    "open": {"gateway": -103_000, "ada:wallet": 103_000},
    "steps8": {"gateway": -105_500, "ada:wallet": 105_500},
    "contract14": {},
    "steps5": {"gateway": -105_000, "ada:wallet": 105_000},
}
# The first step accepted and paid, the second one paid into escrow; then it ends with what was accepted.
PAID = {
    "fair": {"gateway": -206_000, "ada:wallet": 103_000, "grace:wallet": 95_000, "fees": 8_000},
    "studio": {"gateway": -102_900, "grace:wallet": 100_000, "fees": 2_900},
    "open": {"gateway": -206_000, "ada:wallet": 103_000, "grace:wallet": 90_000, "fees": 13_000},
    "steps8": {"gateway": -211_000, "ada:wallet": 105_500, "grace:wallet": 80_000, "fees": 25_500},
    "contract14": {"gateway": -105_000, "grace:wallet": 90_000, "fees": 15_000},
    "steps5": {"gateway": -210_000, "ada:wallet": 105_000, "grace:clearing": 80_000, "fees": 25_000},
}


@pytest.fixture
def running(ada, grace, visa, move):
    """An order whose first step is paid into escrow: under fair, or what is named, with what differs."""

    def begin(key="fair", **changes):
        policy = another(key, **changes) if changes else rulebook(key)
        play = Play(place(ada, grace, policy.key, source=visa), visa, move)
        play.begin()
        return play

    return begin


@pytest.fixture
def lift(sam):
    return lambda person: suspension.lift(person, by=Support(sam, "They had a licence."))


def timer(play) -> Deadline | None:
    return Deadline.objects.live().filter(order=play.order, kind=Kind.SUSPENSION).first()


@pytest.mark.parametrize("key", PRESETS)
@pytest.mark.parametrize("gone", ["ada", "grace"])
def test_what_nothing_was_handed_in_for_goes_back_whole(running, suspend, key, gone):
    """Whichever side is suspended: the other one leaves."""
    play = running(key)
    suspend(getattr(play, gone).user)
    stays = play.grace if gone == "ada" else play.ada
    play.wait(days=14)
    assert (sheet(), play.states[-1]) == (HELD[key], "active")  # nothing ends by itself

    response = stays.of_order("leave")

    assert response.url == play.order.get_absolute_url()
    assert (play.states, play.ending) == (["cancelled", "skipped", "skipped", "cancelled"], "party_suspended")
    assert sheet() == BACK[key]
    assert not Deadline.objects.live().filter(order=play.order).exists()


@pytest.mark.parametrize("key", PRESETS)
def test_what_was_accepted_is_paid(running, suspend, key):
    play = running(key)
    play.finish(1)
    play.begin(2)
    suspend(play.grace.user)
    play.move(days=14)

    play.ada.of_order("leave")

    assert (play.states[0], play.states[-1], play.ending) == ("paid", "completed", "party_suspended")
    assert sheet() == PAID[key]


def test_what_was_handed_in_is_decided_first(running, suspend, as_):
    """Its review goes on: the client accepts it, or its time runs out."""
    play = running()
    play.grace.deliver(1)
    suspend(play.ada.user)
    play.move(days=7)
    assert play.grace.of_order("leave").status_code == 409
    play.ada.act("extend_review", 1)
    play.move(days=7)

    refused = play.grace.of_order("leave")

    assert refused.status_code == 409
    assert "its review or its dispute decides that first" in refused.content.decode()
    assert "its review or its dispute decides that first" in as_(play.grace.user).see("resolution", play.order.pk)
    assert sheet() == HELD["fair"]
    play.wait(days=1)
    assert play.states[0] == "paid"
    play.grace.of_order("leave")
    assert (play.states[-1], play.ending, sheet()["grace:wallet"]) == ("completed", "party_suspended", 95_000)


@pytest.mark.parametrize("how", ["revision", "dispute"])
def test_nor_what_is_changed_or_disputed(running, suspend, how):
    play = running(dispute_client_hours=None, dispute_freelancer_hours=None)
    if how == "revision":
        play.grace.deliver(1)
        play.ada.revise(1)
    else:
        play.ada.of_order("dispute", milestone=play.milestone(1).pk, reason="It is late.")
    suspend(play.grace.user)
    play.move(days=20)

    assert play.ada.of_order("leave").status_code == 409
    assert sheet() == HELD["fair"]


def test_not_before_nor_when_it_is_lifted_and_it_counts_anew(running, suspend, lift, as_):
    play = running()
    suspend(play.grace.user)
    due = timer(play).due_at
    assert due == type(play.grace.user).objects.get(pk=play.grace.user.pk).suspended_at + timedelta(days=14)
    play.move(days=13, hours=23)
    refused = play.ada.of_order("leave")
    assert refused.status_code == 409
    assert "not suspended for long enough yet" in refused.content.decode()

    lift(play.grace.user)
    assert timer(play) is None
    play.move(hours=2)
    assert play.ada.of_order("leave").status_code == 409
    suspend(type(play.grace.user).objects.get(pk=play.grace.user.pk))
    assert timer(play).due_at > due
    assert play.ada.of_order("leave").status_code == 409
    assert sheet() == HELD["fair"]


def test_orders_keep_the_version_that_they_were_signed_on(running, suspend, as_):
    play = running(suspended_end_days=None)
    suspend(play.grace.user)
    assert timer(play) is None
    play.move(days=40)

    refused = play.ada.of_order("leave")

    assert refused.status_code == 409
    assert "Under the rulebook of this order nobody ends it alone" in refused.content.decode()
    assert "may end the order alone" not in as_(play.ada.user).see("order", play.order.pk)
    assert sheet() == HELD["fair"]


def test_nobody_else_may_and_twice_is_once(running, suspend, as_, mallory, sam):
    play = running()
    suspend(play.grace.user)
    play.move(days=14)

    assert as_(mallory).do("leave", play.order).status_code == 404
    assert as_(sam).do("leave", play.order).status_code == 403
    assert play.grace.of_order("leave").status_code == 409  # who is suspended leaves nobody
    assert sheet() == HELD["fair"]
    play.ada.of_order("leave")
    assert play.ada.of_order("leave").status_code == 409
    assert sheet() == BACK["fair"]


def test_where_both_are_suspended_each_may(running, suspend):
    play = running()
    suspend(play.ada.user)
    play.move(days=5)
    suspend(play.grace.user)
    assert Deadline.objects.live().filter(order=play.order, kind=Kind.SUSPENSION).count() == 2
    play.move(days=9)

    assert play.ada.of_order("leave").status_code == 409
    assert play.grace.of_order("leave").status_code == 302


def test_the_page_says_from_when_and_what_it_does(running, suspend, as_):
    play = running()
    suspend(play.grace.user)
    for person, says in ((play.ada, "you may end the order alone from then on"), (play.grace, "Ada may end the order")):
        assert says in as_(person.user).see("order", play.order.pk)
    play.move(days=14)

    page = re.sub(r"<[^>]+>", "", play.ada.page())

    for says in ("you may end the order alone", "$1,030.00 goes back to you ($1,000.00 and the fee", "never start"):
        assert says in page
    assert "See what it does" in as_(play.ada.user).see("resolution", play.order.pk)


def test_both_are_told_when_they_may_and_when_it_is_done(running, suspend):
    play = running()
    suspend(play.grace.user)
    play.wait(days=14)
    play.ada.of_order("leave")
    fan_out.tell()

    def told(person):
        kinds = ("order.suspension_lasted", "order.left")
        return list(person.notifications.filter(event__kind__in=kinds).order_by("pk").values_list("title", flat=True))

    assert told(play.ada.user) == ["You may end “Website” alone"]
    assert told(play.grace.user) == ["“Website” may be ended", "Ada ended “Website”"]
    assert Notification.objects.filter(user=play.grace.user, event__kind="order.cancelled").exists()
    assert Event.objects.of(play.order.thread).filter(kind="order.left").count() == 1


def test_support_sees_the_timer_and_does_not_put_it_off(running, suspend, sam):
    play = running()
    suspend(play.grace.user)

    with pytest.raises(Refused, match="lifting the suspension ends it"):
        support.extend_deadline(timer(play), by=Support(sam, "They are slow."), days=3)
