"""The client is reminded of the questions: after 1, 3 and 7 days by itself, by the freelancer once a day."""

import pytest

from marketplace.events.models import Event
from marketplace.notifications import fan_out
from marketplace.notifications.models import Notification
from tests.milestones.conftest import ANSWERS
from tests.workshop import again, sheet

pytestmark = pytest.mark.django_db


def told(user) -> int:
    fan_out.tell()
    return Notification.objects.filter(user=user, kind="order.reminded").count()


def test_the_client_is_told(asked_order, ada, grace):
    play, before = asked_order(), None
    before = sheet()

    response = play.grace.of_order("remind")

    assert response.url == play.order.get_absolute_url()
    assert (told(ada), told(grace)) == (1, 0)
    assert "You reminded Ada of the questions" in play.grace.page()
    assert sheet() == before


def test_nobody_else_may(asked_order, ada, as_, mallory):
    play = asked_order()

    assert play.ada.of_order("remind").status_code == 403
    assert as_(mallory).do("remind", play.order).status_code == 404
    assert again(play.order).reminded_at is None


def test_once_a_day(asked_order):
    play = asked_order()
    play.grace.of_order("remind")

    response = play.grace.of_order("remind")
    assert response.status_code == 409
    assert "within a day" in response.content.decode()
    play.wait(hours=24)
    assert play.grace.of_order("remind").status_code == 302
    assert Event.objects.filter(kind="order.reminded", actor_kind="person").count() == 2


def test_not_where_nobody_waits(asked_order):
    play = asked_order()
    play.ada.hand_in_answers(**ANSWERS)

    assert play.grace.of_order("remind").status_code == 409


@pytest.mark.parametrize(("days", "count"), [(0, 0), (1, 1), (3, 2), (7, 3), (30, 3)])
def test_by_itself_after_1_3_and_7_days(asked_order, ada, days, count):
    play = asked_order()

    for _ in range(days):
        play.wait(days=1)
        told(ada)

    assert told(ada) == count


def test_no_more_once_they_are_there(asked_order, ada):
    play = asked_order()
    play.wait(days=1)
    play.ada.hand_in_answers(**ANSWERS)

    play.wait(days=9)

    assert Event.objects.filter(kind="order.reminded").count() == 1
