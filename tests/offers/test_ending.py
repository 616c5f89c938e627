"""Asking for changes, declining, withdrawing, expiring."""

import pytest

from marketplace.deadlines.models import Deadline
from marketplace.deadlines.sweep import sweep
from marketplace.errors import Refused
from marketplace.offers import actions
from tests.offers import conftest as do

VERBS = {"ask-changes": {"message": "Smaller?"}, "decline": {"reason": "No time"}, "withdraw": {}}


@pytest.mark.parametrize(("verb", "state"), [("decline", "declined"), ("withdraw", "withdrawn")])
def test_it_ends_the_offer(client, ada, grace, proposed, verb, state):
    offer = proposed()

    response = do.press(client, ada if verb == "decline" else grace, offer, verb, **VERBS[verb])

    offer = do.again(offer)
    assert response.url == offer.get_absolute_url()
    assert (offer.state, offer.awaits) == (state, "")
    assert not Deadline.objects.live().filter(reference=offer.thread).exists()
    assert do.story(offer)[-1] == f"offer.{state}"


def test_asking_for_changes_gives_the_move_to_the_writer(client, ada, grace, visa, proposed):
    offer = proposed()

    do.press(client, ada, offer, "ask-changes", message="Could the first step be smaller?")

    offer = do.again(offer)
    assert (offer.state, offer.awaits) == ("sent", "freelancer")
    client.force_login(grace)
    page = client.get(offer.get_absolute_url()).content.decode()
    assert "Ada asked for changes" in page
    assert "Could the first step be smaller?" in page
    assert do.accept(offer, by=ada, source=visa).state == "accepted"


@pytest.mark.parametrize(
    ("verb", "who", "status"),
    [
        ("ask-changes", "grace", 403),
        ("ask-changes", "mallory", 404),
        ("ask-changes", "sam", 404),
        ("decline", "grace", 403),
        ("decline", "mallory", 404),
        ("decline", "sam", 404),
        ("withdraw", "ada", 403),
        ("withdraw", "mallory", 404),
        ("withdraw", "sam", 404),
    ],
)
def test_nobody_else_may(client, proposed, verb, who, status, request):
    offer = proposed()

    assert do.press(client, request.getfixturevalue(who), offer, verb, **VERBS[verb]).status_code == status
    assert do.again(offer).state == "sent"


@pytest.mark.parametrize("verb", ["decline", "withdraw"])
def test_twice_is_once(client, ada, grace, proposed, verb):
    offer, who = proposed(), ada if verb == "decline" else grace
    do.press(client, who, offer, verb, **VERBS[verb])
    events = do.story(offer)

    assert do.press(client, who, offer, verb, **VERBS[verb]).status_code == 409
    assert do.story(offer) == events


@pytest.mark.parametrize(("verb", "field"), [("ask-changes", "message"), ("decline", "reason")])
def test_it_wants_words(client, ada, proposed, verb, field):
    offer = proposed()

    response = do.press(client, ada, offer, verb, **{field: "  "})

    assert response.status_code == 422
    assert "This field is required." in response.content.decode()
    with pytest.raises(Refused) as refused:
        getattr(actions, verb.replace("-", "_"))(offer, by=ada, **{field: " "})
    assert refused.value.field == field


def test_a_draft_is_thrown_away(client, ada, grace):
    offer = do.write(ada, grace, "fair", role="client")

    assert do.press(client, ada, offer, "withdraw").url == "/offers/"
    assert do.again(offer).state == "withdrawn"
    client.force_login(grace)
    assert client.get(offer.get_absolute_url()).status_code == 404


class TestExpiring:
    def test_it_ends_as_of_its_time_however_late_the_sweep(self, proposed, move):
        offer = proposed(valid_days=3)
        due_at = offer.expires_at
        move(days=10)

        assert sweep() == 1

        offer = do.again(offer)
        assert (offer.state, offer.closed_at) == ("expired", due_at)
        event = do.Event.objects.get(kind="offer.expired")
        assert (event.at, event.actor_kind) == (due_at, "clock")
        timer = Deadline.objects.get(reference=offer.thread)
        assert timer.outcome == "fired"

    def test_not_a_minute_early(self, proposed, move):
        offer = proposed(valid_days=3)
        move(days=2, hours=23, minutes=59)

        assert sweep() == 0
        assert do.again(offer).state == "sent"

    def test_twice_is_once(self, proposed, move):
        offer = proposed()
        timer = do.timer(offer)
        move(days=14)

        sweep()
        actions.expire(timer)

        assert do.story(offer) == ["offer.sent", "offer.expired"]

    def test_a_newer_version_is_not_ended_by_the_timer_of_the_older(self, grace, proposed, move):
        offer = proposed(valid_days=2)
        timer = do.timer(offer)
        move(days=1)
        actions.save_draft(offer, by=grace, terms=do.terms("fair"))
        actions.counter(offer, by=grace)
        move(days=1, hours=1)

        actions.expire(timer)

        assert do.again(offer).state == "sent"

    def test_an_acceptance_under_way_is_waited_for(self, ada, proposed, move):
        offer = do.accept(proposed(), by=ada, source=do.card(ada, "confirm"))
        move(days=15)

        sweep()

        assert do.again(offer).state == "accepting"
        assert do.timer(offer).due_at > do.clock.now()

    def test_until_the_sweep_comes_the_page_says_so(self, client, ada, proposed, move):
        offer = proposed()
        move(days=14)
        client.force_login(ada)

        page = client.get(offer.get_absolute_url()).content.decode()

        assert "The time to answer is over" in page
        assert "Accept …" not in page
