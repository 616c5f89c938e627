"""A question to support is told to everybody who may answer, and mails nobody more than once in an hour."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.helpdesk import actions
from marketplace.notifications.models import Notification, Preference
from marketplace.notifications.tasks import dispatch
from tests.conftest import person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def staff(db):
    """Two who may answer."""
    return [person(name, is_staff=True, is_superuser=True) for name in ("Sam", "Sue")]


@pytest.fixture
def asks(ada, grace):
    """People ask this many questions; each is told at once."""

    def ask(times, by=None):
        for number in range(times):
            actions.ask(by=by or (ada, grace)[number % 2], subject=f"Question {number}", text="Twice?")
            dispatch()

    return ask


def mails_to(user) -> list:
    return [one for one in mail.outbox if user.email in one.to[0]]


def an_hour_goes_by() -> None:
    for one in Notification.objects.all():
        back = {
            name: getattr(one, name) - timedelta(hours=1) for name in ("mail_at", "next_try_at") if getattr(one, name)
        }
        if back:
            Notification.objects.filter(pk=one.pk).update(**back)


def test_the_first_is_mailed_at_once(staff, asks):
    asks(1)

    assert [one.subject for one in mails_to(staff[0])] == ["Ada asks: “Question 0”"]


def test_a_flood_is_one_mail_and_one_that_gathers(staff, asks):
    asks(9)

    for one in staff:
        assert len(mails_to(one)) == 1
        assert Notification.objects.filter(user=one).count() == 9

    an_hour_goes_by()
    dispatch()

    for one in staff:
        first, second = mails_to(one)
        assert second.subject == "8 messages to support"
        assert all(f"Question {number}" in second.body for number in range(1, 9))
        assert "/admin/helpdesk/ticket/" in second.body
        assert "Switch them off" in second.body

    an_hour_goes_by()
    dispatch()
    assert len(mails_to(staff[0])) == 2


def test_the_next_hour_begins_with_the_mail_that_gathered(staff, asks, ada):
    asks(3)
    an_hour_goes_by()
    dispatch()

    asks(2, by=ada)

    assert len(mails_to(staff[0])) == 2
    waiting = Notification.objects.get(user=staff[0], is_digest=True, next_try_at__isnull=False)
    assert waiting.next_try_at > clock.real() + timedelta(minutes=50)


def test_one_alone_that_waited_is_told_as_ever(staff, asks):
    asks(2)
    an_hour_goes_by()
    dispatch()

    assert mails_to(staff[0])[-1].subject == "Grace asks: “Question 1”"


def test_who_does_not_want_them_reads_them_on_the_site(staff, asks):
    Preference.objects.create(user=staff[0], questions=False)

    asks(1)

    assert mails_to(staff[0]) == []
    assert len(mails_to(staff[1])) == 1
    assert Notification.objects.filter(user=staff[0]).count() == 1


def test_only_who_answers_has_the_switch(staff, ada):
    for user, has in [(staff[0], True), (ada, False)]:
        browser = Client()
        browser.force_login(User.objects.get(pk=user.pk))
        page = browser.get("/settings/notifications/").content.decode()
        assert ('name="questions"' in page) is has

    browser.post("/settings/notifications/", {"work": "on"})
    assert Preference.objects.get(user=ada).questions


def test_the_switch_works(staff):
    browser = Client()
    browser.force_login(staff[0])

    browser.post("/settings/notifications/", {"work": "on", "money": "on", "deadlines": "on"})

    assert not Preference.objects.get(user=staff[0]).questions
