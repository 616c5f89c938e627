"""What a status page asks of the outbox."""

from datetime import timedelta

import pytest

from marketplace import clock
from marketplace.events.models import Event
from marketplace.mail import outbox
from marketplace.mail.models import OutgoingMail, RefusedAddress
from marketplace.notifications import backlog, fan_out
from marketplace.notifications.models import FanOutFailure, Notification

pytestmark = pytest.mark.django_db(transaction=True)

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def no_worker(monkeypatch):
    monkeypatch.setattr("marketplace.mail.tasks.send.delay_on_commit", lambda: None)


@pytest.fixture
def waiting(delivered):
    fan_out.tell()
    outbox.post(kind="test", to="ada@example.org", subject="Hello", body="Text")


def test_a_quiet_site_has_nothing_to_say(db):
    counts = [backlog.overdue_mails(), backlog.given_up_mails(), backlog.untold_events(), backlog.stumbles()]

    assert counts == [0, 0, 0, 0]
    assert backlog.refused_addresses() == 0
    assert backlog.oldest_overdue_mail() == timedelta(0)


def test_what_has_just_been_written_is_not_overdue(waiting):
    assert backlog.overdue_mails() == 0


def test_mails_that_should_have_left(waiting):
    Notification.objects.waiting().update(mail_at=clock.real() - HOUR)
    OutgoingMail.objects.update(planned_at=clock.real() - 2 * HOUR)

    assert backlog.overdue_mails() == 4
    assert backlog.oldest_overdue_mail() >= 2 * HOUR


def test_mails_that_were_given_up(waiting):
    Notification.objects.waiting().update(failed_at=clock.now(), next_try_at=None)
    OutgoingMail.objects.update(failed_at=clock.now() - 48 * HOUR, next_try_at=None)

    assert backlog.given_up_mails() == 3
    assert backlog.given_up_mails(72 * HOUR) == 4


def test_events_that_nobody_was_told_of(delivered, move):
    assert backlog.untold_events() == 0
    move(hours=1)
    assert backlog.untold_events() == Event.objects.count()


def test_stumbles_and_refusals(delivered):
    FanOutFailure.objects.create(event=Event.objects.last(), next_try_at=clock.real(), failure="x")
    RefusedAddress.objects.create(address="a@b.example", refusals=1, next_try_at=clock.real() + HOUR, failure="550")

    assert (backlog.stumbles(), backlog.refused_addresses()) == (1, 1)


def test_what_an_address_keeps_back_is_not_overdue(waiting, ada):
    Notification.objects.waiting().update(mail_at=clock.real() - HOUR, failure="550 no")
    OutgoingMail.objects.update(planned_at=clock.real() - HOUR, failure="550 no")
    assert (backlog.overdue_mails(), backlog.failing_mails()) == (4, 4)

    RefusedAddress.objects.create(address=ada.email, refusals=1, next_try_at=clock.real() + HOUR, failure="550")

    assert (backlog.overdue_mails(), backlog.failing_mails(), backlog.waiting_mails()) == (1, 1, 4)


def test_a_server_that_is_down_for_an_hour_is_seen_though_mails_are_tried_again_and_again(waiting):
    Notification.objects.waiting().update(mail_at=clock.real() - HOUR, next_try_at=clock.real() + timedelta(seconds=15))

    assert backlog.overdue_mails() == 3
