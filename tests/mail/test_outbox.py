"""A mail is written down in the transaction that causes it; strangers get so many a day, and no more."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from marketplace import clock
from marketplace.mail import ceilings, outbox, tasks
from marketplace.mail.ceilings import Ceiling, Sender
from marketplace.mail.models import OutgoingMail

pytestmark = pytest.mark.django_db(transaction=True)

THREE = Ceiling(kinds=("test", "other"), to_one=3, firsts=3, by_one=5)
FIVE = replace(THREE, firsts=5)  # of whom two may come though three were there


@pytest.fixture(autouse=True)
def waits(no_worker):
    """Nothing leaves."""


def ask(to="new@example.net", sender="net:192.0.2.1", kind="test", way=outbox.post_to_stranger, room="", ceiling=THREE):
    return way(ceiling, Sender(sender, room), kind=kind, to=to, subject="Hello", body="Text")


def fill(ceiling=FIVE, way=outbox.post_to_stranger):
    """Somebody uses up what an address gets."""
    return [ask(ceiling=ceiling, way=way) for _ in range(3)]


def test_what_did_not_happen_is_not_mailed(monkeypatch):
    nudges = []
    monkeypatch.setattr(tasks.send, "delay", lambda: nudges.append(1))
    with transaction.atomic():
        outbox.post(kind="test", to="ada@example.org", subject="Hello", body="Text")
        transaction.set_rollback(True)

    assert not OutgoingMail.objects.exists()
    assert nudges == []


def test_a_worker_is_nudged_when_it_is_committed(monkeypatch):
    nudges = []
    monkeypatch.setattr(tasks.send, "delay", lambda: nudges.append(OutgoingMail.objects.count()))
    with transaction.atomic():
        outbox.post(kind="test", to="ada@example.org", subject="Hello", body="Text")
        assert nudges == []

    assert nudges == [1]


def test_the_same_is_written_down_once():
    outbox.post(kind="test", to="ada@example.org", subject="Hello", body="Text", key="offer:1:invitation")

    with pytest.raises(IntegrityError):
        outbox.post(kind="test", to="ada@example.org", subject="Hello", body="Text", key="offer:1:invitation")


@pytest.mark.parametrize("spelling", ["new@example.net", "NEW@example.net", "New@EXAMPLE.net "])
def test_one_address_gets_so_many_whoever_asks(spelling):
    for number in range(3):
        assert ask(sender=f"net:192.0.2.{number}")

    assert ask(spelling, sender="net:192.0.2.9", kind="other") is None


def test_two_spellings_of_a_domain_are_one_address():
    for _ in range(3):
        ask("eve@exämple.example")

    assert ask("eve@xn--exmple-cua.example") is None


@pytest.mark.parametrize("address", ["ève@example.org", "nobody", "", "eve @example.org"])
def test_what_can_not_be_sent_is_given_up_at_once(address):
    mail = outbox.post(kind="test", to=address, subject="Hello", body="Secret")

    assert (mail.next_try_at, mail.body, bool(mail.failed_at)) == (None, "", True)


@pytest.mark.parametrize("address", ["Eve@example.org", "nobody", "eve@exämple.example", "eve @example.org"])
def test_the_database_lets_nothing_else_wait(address):
    with pytest.raises(IntegrityError, match="outgoingmail_goes_somewhere"), transaction.atomic():
        OutgoingMail.objects.filter(pk=ask().pk).update(to=address)


def test_one_sender_causes_so_many_whomever_to():
    for number in range(5):
        assert ask(f"new{number}@example.net")

    assert ask("new9@example.net") is None
    assert ask("new9@example.net", sender="net:192.0.2.2")


def test_who_asks_for_their_first_gets_it_though_others_asked_for_so_many():
    fill()

    assert ask(ceiling=FIVE) is None
    assert ask(ceiling=FIVE, sender="net:198.51.100.7").is_beyond
    assert ask(ceiling=FIVE, sender="net:198.51.100.7") is None


def test_so_many_of_those_and_no_more():
    fill()

    asked = [ask(ceiling=FIVE, sender=f"net:198.51.100.{number}") for number in range(5)]

    assert [bool(one) for one in asked] == [True, True, False, False, False]


def test_nobody_is_first_again_from_the_network_next_door():
    fill()
    near = "net:198.51.100.0/24"

    assert ask(ceiling=FIVE, sender="net:198.51.100.7", room=near)
    assert ask(ceiling=FIVE, sender="net:198.51.100.8", room=near) is None


def test_the_whole_site_sends_so_many_of_those(monkeypatch):
    monkeypatch.setattr(ceilings, "MOST_BEYOND", 1)
    for name in ("new", "other", "third"):
        [ask(f"{name}@example.net", ceiling=FIVE, sender=f"net:{name}") for _ in range(3)]

    late = "net:198.51.100.7"
    assert ask("new@example.net", ceiling=FIVE, sender=late)
    assert ask("other@example.net", ceiling=FIVE, sender=late) is None
    assert ask("third@example.net", ceiling=FIVE, sender=late) is None
    assert ask("fourth@example.net", ceiling=FIVE, sender=late)


@pytest.mark.parametrize("room", ["browser:abc", "account:5"])
def test_what_an_owner_asks_for_is_counted_apart(room):
    few = replace(FIVE, by_one_to_one=2)
    fill()

    asked = [ask(ceiling=few, sender=f"net:198.51.100.{number}", room=room) for number in range(3)]

    assert [bool(one) for one in asked] == [True, True, False]
    assert ask(ceiling=FIVE, sender="net:203.0.113.1")


def test_the_same_sender_waits_before_the_next_and_nobody_else_does():
    paused = replace(THREE, pause=timedelta(minutes=3))

    assert ask(ceiling=paused)
    assert ask(ceiling=paused) is None
    assert ask(ceiling=paused, sender="net:198.51.100.7")
    OutgoingMail.objects.update(planned_at=clock.real() - timedelta(minutes=4))
    assert ask(ceiling=paused)


def test_a_queue_of_somebody_elses_delays_no_first_invitation():
    seven = replace(THREE, firsts=7)  # three today, three that leave within the day after, and one more
    for _ in range(2):
        fill(seven, way=outbox.post_later)

    first = ask(ceiling=seven, sender="user:9", way=outbox.post_later)

    assert first.planned_at <= clock.real()
    assert ask(ceiling=seven, sender="user:9", way=outbox.post_later).planned_at > clock.real() + timedelta(days=1)
    assert ask(ceiling=seven, sender="user:10", way=outbox.post_later).planned_at > clock.real() + timedelta(days=1)


def test_a_day_later_there_is_room_again():
    for _ in range(3):
        ask()
    OutgoingMail.objects.update(planned_at=clock.real() - timedelta(hours=25))

    assert ask()


def test_an_invitation_beyond_it_leaves_later():
    for _ in range(3):
        ask(way=outbox.post_later)
    later = [ask(way=outbox.post_later, sender=f"user:{number}") for number in range(4)]

    hours = [round((one.planned_at - clock.real()) / timedelta(hours=1)) for one in later]
    assert hours == [24, 24, 24, 48]
    assert all(one.next_try_at == one.planned_at for one in later)


def test_what_is_called_off_never_leaves():
    outbox.post(kind="test", to="ada@example.org", subject="Hello", body="Text", key="offer:1:invitation")
    outbox.call_off("offer:1:invitation")

    assert tasks.send() == 0


def test_the_ceiling_is_counted_under_a_lock():
    threads = [threading.Thread(target=in_thread, args=(ask,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert OutgoingMail.objects.count() == 3


def test_without_the_lock_it_is_raced_past(monkeypatch):
    barrier = threading.Barrier(8)

    def meet(*args, write=outbox._write, **about):
        barrier.wait(10)
        return write(*args, **about)

    monkeypatch.setattr(ceilings, "_hold", lambda words: None)
    monkeypatch.setattr(outbox, "_write", meet)
    threads = [threading.Thread(target=in_thread, args=(ask,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert OutgoingMail.objects.count() == 8


def in_thread(call):
    try:
        call()
    finally:
        connection.close()


def test_traces_are_removed_after_a_month():
    outbox.post(kind="test", to="ada@example.org", subject="Hello", body="Text")
    waiting = outbox.post(kind="test", to="ada@example.org", subject="Hello", body="Text")
    OutgoingMail.objects.exclude(pk=waiting.pk).update(next_try_at=None, sent_at=clock.now())
    OutgoingMail.objects.update(planned_at=clock.real() - timedelta(days=31))

    assert tasks.forget() == 1
    assert OutgoingMail.objects.get() == waiting
