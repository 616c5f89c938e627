"""The freelancer says when and where the video call of a step is; both see it in their own zones, and in a calendar."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from marketplace import clock
from marketplace.notifications import fan_out
from marketplace.notifications.models import Notification
from tests.workshop import nth, sheet

pytestmark = pytest.mark.django_db

PLACE = "https://meet.example.org/abc"


@pytest.fixture
def with_call(order):
    """An order under fair whose steps come with a call."""
    placed = order("fair")
    placed.milestones.update(call=True)
    return placed


def soon(**more) -> datetime:
    return (clock.now() + timedelta(days=2, **more)).replace(second=0, microsecond=0)


def local(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M}"


def test_both_see_it_in_their_own_zones(with_call, as_, ada, grace):
    for user, zone in ((ada, "America/New_York"), (grace, "UTC")):
        user.time_zone = zone
        user.save(update_fields=["time_zone"])
    at, before = datetime(2099, 1, 5, 15, 30, tzinfo=UTC), sheet()

    response = as_(grace).do("arrange_call", nth(with_call, 1), call_at="2099-01-05T15:30", call_url=PLACE)

    milestone = nth(with_call, 1)
    assert response.url == milestone.get_absolute_url()
    assert (milestone.call_at, milestone.call_url) == (at, PLACE)
    assert "5 Jan 2099, 15:30" in as_(grace).see("order", with_call.pk)
    assert "5 Jan 2099, 10:30" in as_(ada).see("order", with_call.pk)
    assert PLACE in as_(ada).get(with_call.get_absolute_url()).content.decode()
    assert sheet() == before


def test_the_client_is_told_by_mail(with_call, as_, ada, grace):
    as_(grace).do("arrange_call", nth(with_call, 1), call_at=local(soon()), call_url=PLACE)

    fan_out.tell()

    told = Notification.objects.get(user=ada, kind="milestone.call_arranged")
    assert told.next_try_at or told.sent_at
    assert "ideo call about step 1" in told.title
    assert PLACE not in told.title


def test_nobody_else_may(with_call, as_, ada, mallory):
    sends = {"call_at": local(soon()), "call_url": PLACE}

    assert as_(ada).do("arrange_call", nth(with_call, 1), **sends).status_code == 403
    assert as_(mallory).do("arrange_call", nth(with_call, 1), **sends).status_code == 404
    assert nth(with_call, 1).call_at is None


def test_once_more_moves_it(with_call, as_, grace):
    as_(grace).do("arrange_call", nth(with_call, 1), call_at=local(soon()), call_url=PLACE)

    as_(grace).do("arrange_call", nth(with_call, 1), call_at=local(soon(hours=1)), call_url=PLACE)

    assert nth(with_call, 1).call_at == soon(hours=1)
    assert "You moved the video call of step 1" in as_(grace).see("order", with_call.pk)


@pytest.mark.parametrize(
    ("sends", "field", "says"),
    [
        ({"call_at": "2001-01-01T10:00"}, "call_at", "has passed"),
        ({"call_at": "soon"}, "call_at", "valid date"),
        ({"call_url": "http://meet.example.org"}, "call_url", "starts with https://"),
        ({"call_url": "javascript:alert(1)"}, "call_url", "valid URL"),
        ({"call_url": ""}, "call_url", "required"),
    ],
)
def test_bad_input_says_what_is_wrong_and_stays(with_call, as_, grace, sends, field, says):
    given = {"call_at": local(soon()), "call_url": PLACE} | sends

    response = as_(grace).do("arrange_call", nth(with_call, 1), **given)

    assert response.status_code == 422
    [form] = [verb.form for row in response.context["board"].rows for verb in row.verbs if verb.is_open]
    assert says in form.errors[field][0]
    assert nth(with_call, 1).call_at is None


def test_only_where_a_call_goes_with_the_step_and_while_it_is_not_over(with_call, as_, grace, ada):
    sends = {"call_at": local(soon()), "call_url": PLACE}
    with_call.milestones.filter(position=2).update(call=False)

    assert "No video call" in as_(grace).do("arrange_call", nth(with_call, 2), **sends).content.decode()
    as_(grace).do("deliver", nth(with_call, 1), message="Here.")
    as_(ada).do("approve", nth(with_call, 1))
    assert "This step is over" in as_(grace).do("arrange_call", nth(with_call, 1), **sends).content.decode()


def test_a_calendar_reads_it(with_call, as_, ada, grace, mallory):
    milestone = nth(with_call, 1)
    url = reverse("milestones:call", args=[with_call.pk, milestone.pk])
    assert as_(ada).get(url).status_code == 404
    as_(grace).do("arrange_call", milestone, call_at="2099-01-05T15:30", call_url=PLACE)
    at = nth(with_call, 1).call_at

    response = as_(ada).get(url)

    assert response.headers["Content-Type"].startswith("text/calendar")
    text = response.content.decode()
    assert f"DTSTART:{at.astimezone(UTC):%Y%m%dT%H%M%SZ}\r\n" in text
    assert f"URL:{PLACE}\r\n" in text
    assert f"UID:milestone-{milestone.pk}@testserver\r\n" in text
    assert as_(mallory).get(url).status_code == 404
    assert as_(ada).get(reverse("milestones:call", args=[with_call.pk + 1, milestone.pk])).status_code == 404
