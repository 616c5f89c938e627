"""Who is told of what happened, once."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

from marketplace import clock
from marketplace.events.models import Event
from marketplace.notifications import fan_out, render
from marketplace.notifications.models import FanOutFailure, Notification, Preference
from tests.workshop import accept, attempt_all

pytestmark = pytest.mark.django_db(transaction=True)


def told(user) -> list[str]:
    return list(Notification.objects.filter(user=user).order_by("event_id").values_list("kind", flat=True))


def test_each_side_hears_what_the_other_did(delivered, ada, grace):
    fan_out.tell()

    assert told(ada) == ["milestone.funded", "milestone.delivered"]
    assert told(grace) == ["milestone.funded"]
    assert not Event.objects.waiting().exists()


def test_twice_is_once(delivered):
    assert fan_out.tell() == Event.objects.count()
    assert fan_out.tell() == 0
    assert Notification.objects.count() == 3


def test_the_database_refuses_to_tell_a_person_twice(delivered, ada):
    fan_out.tell()
    one = Notification.objects.filter(user=ada).first()

    with pytest.raises(IntegrityError, match="notification_once"), transaction.atomic():
        Notification.objects.create(event=one.event, user=ada, kind=one.kind, group=one.group, title="x", path="/")


def test_what_one_act_caused_is_one_mail(delivered, grace):
    fan_out.tell()
    accept(delivered, 1)
    fan_out.tell()

    lead = Notification.objects.get(user=grace, kind="milestone.approved")
    assert [one.kind for one in lead.followers.all()] == ["milestone.paid"]
    assert Notification.objects.get(kind="milestone.paid").next_try_at is None


def test_switched_off_groups_are_told_but_not_mailed(delivered, grace):
    Preference.objects.create(user=grace, work=False)
    fan_out.tell()
    accept(delivered, 1)
    fan_out.tell()

    approved = Notification.objects.get(user=grace, kind="milestone.approved")
    paid = Notification.objects.get(user=grace, kind="milestone.paid")
    assert (approved.lead, approved.next_try_at) == (None, None)
    assert paid.lead is None
    assert paid.next_try_at is not None


def test_in_parallel_nobody_is_told_twice(order, happen, ada, caplog):
    made = order("steps8")
    for _ in range(300):
        happen("milestone.given_back", made)
    threads = [threading.Thread(target=tell_in_thread) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Notification.objects.filter(user=ada, kind="milestone.given_back").count() == 300
    assert not Event.objects.waiting().exists()
    assert "outbox" not in caplog.text  # nobody ran into the constraint that would have refused it


def tell_in_thread():
    try:
        fan_out.tell()
    finally:
        connection.close()


def test_a_killed_dispatcher_leaves_nothing_half_done(delivered, monkeypatch):
    def die(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(Notification.objects, "bulk_create", die)
    with pytest.raises(KeyboardInterrupt):
        fan_out.tell()
    monkeypatch.undo()

    assert not Notification.objects.exists()
    assert fan_out.tell() == Event.objects.count()


def test_a_poisonous_event_holds_up_no_other(delivered, happen, ada, monkeypatch):
    poison = happen("milestone.undecided", delivered)
    happen("milestone.given_back", delivered)

    fan_out.tell()

    assert told(ada)[-1] == "milestone.given_back"
    assert list(Event.objects.waiting()) == [poison]
    stumble = FanOutFailure.objects.get()
    assert (stumble.event, stumble.attempts) == (poison, 1)
    assert "milestone.undecided" in stumble.failure


def test_a_poisonous_event_rests_and_is_tried_again(delivered, happen, ada, monkeypatch):
    happen("milestone.given_back", delivered)
    with monkeypatch.context() as broken:
        broken.setattr(render, "title", lambda *args: 1 / 0)
        fan_out.tell()
    assert fan_out.tell() == 0

    FanOutFailure.objects.update(next_try_at=clock.real() - timedelta(seconds=1))
    fan_out.tell()

    assert "milestone.given_back" in told(ada)
    assert not FanOutFailure.objects.exists()


def test_no_reminder_of_what_is_over(delivered, happen, ada):
    attempt_all(delivered)
    happen("deadline.reminded", delivered, of="review", until=(clock.now() + timedelta(hours=24)).isoformat())

    fan_out.tell()

    assert "deadline.reminded" not in told(ada)


def test_a_lost_connection_is_nobodys_stumble(delivered, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(fan_out, "load", lambda events: lose_the_connection())
        with pytest.raises(OperationalError):
            fan_out.tell()

    assert not FanOutFailure.objects.exists()
    assert fan_out.tell() == Event.objects.count()


def lose_the_connection():
    raise OperationalError("server closed the connection unexpectedly")


def test_a_lost_connection_in_the_middle_is_nobodys_stumble_either(delivered, happen, monkeypatch):
    happen("milestone.undecided", delivered)
    heard = fan_out.hearers

    def lose(matter):
        if matter.event.kind == "milestone.delivered" and len(batches) > 1:
            lose_the_connection()
        return heard(matter)

    batches, batch = [], fan_out._tell_batch
    monkeypatch.setattr(fan_out, "_tell_batch", lambda *args: batches.append(1) or batch(*args))
    monkeypatch.setattr(fan_out, "hearers", lose)
    with pytest.raises(OperationalError):
        fan_out.tell()

    assert not FanOutFailure.objects.exists()


def test_what_another_dispatcher_told_meanwhile_is_no_stumble(delivered):
    fan_out.tell()
    fan_out._stumble(Event.objects.last().pk, ValueError("too late"))

    assert not FanOutFailure.objects.exists()


def test_a_stumble_that_is_over_goes_away(delivered):
    fan_out.tell()
    FanOutFailure.objects.create(event=Event.objects.last(), next_try_at=clock.real(), failure="connection lost")

    fan_out.tell()

    assert not FanOutFailure.objects.exists()
