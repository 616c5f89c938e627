"""One person causes so many mails a day; what goes beyond is told on the site and gathered into one later mail."""

import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection

from marketplace import clock
from marketplace.actors import CLOCK, GATEWAY, Support
from marketplace.notifications import ceilings, fan_out
from marketplace.notifications.models import Notification
from marketplace.notifications.tasks import dispatch

pytestmark = pytest.mark.django_db(transaction=True)

MOST = 3


@pytest.fixture(autouse=True)
def low(monkeypatch):
    monkeypatch.setattr(ceilings, "MOST_TO_ONE", MOST)


@pytest.fixture
def busy(order, happen, ada):
    """Grace does this many things in an order with Ada, who has heard of it all."""
    made = order("steps8")
    fan_out.tell()
    Notification.objects.all().delete()

    def do(times, kind="milestone.given_back", **more):
        for _ in range(times):
            happen(kind, made, **more)
        dispatch()
        return mail.outbox

    return do


def digest():
    return Notification.objects.get(is_digest=True)


def tomorrow():
    """A day of real time goes by."""
    for one in Notification.objects.all():
        back = {
            name: getattr(one, name) - timedelta(days=1) for name in ("mail_at", "next_try_at") if getattr(one, name)
        }
        if back:
            Notification.objects.filter(pk=one.pk).update(**back)


def test_what_goes_beyond_is_on_the_site_and_in_one_mail_the_next_day(busy, ada):
    assert len(busy(10)) == MOST
    assert Notification.objects.filter(user=ada).count() == 10
    assert digest().followers.count() == 10 - MOST - 1

    tomorrow()
    dispatch()

    letter = mail.outbox[-1]
    assert len(mail.outbox) == MOST + 1
    assert letter.subject == "7 more things by Grace"
    assert letter.body.count("\n* Grace gave ") == 7
    assert "http://testserver/orders/" in letter.body
    assert "http://testserver/notifications/\n" in letter.body


def test_later_ones_join_the_digest_that_waits(busy):
    busy(5)
    busy(5)

    assert digest().followers.count() == 6


def test_a_long_digest_ends(busy):
    busy(45)
    tomorrow()
    dispatch()

    body = mail.outbox[-1].body
    assert body.count("\n* ") == 30
    assert "and 12 more." in body


def test_after_the_digest_there_is_room_again(busy):
    busy(10)
    tomorrow()
    tomorrow()

    assert len(busy(1)) == MOST + 2


def test_another_reader_has_their_own(busy, ada, grace, sam):
    busy(MOST + 2)

    assert ceilings.free_at(Notification(sender=grace, user=ada), clock.real()) > clock.real() + timedelta(hours=20)
    assert ceilings.free_at(Notification(sender=grace, user=sam), clock.real()) <= clock.real()
    assert ceilings.free_at(Notification(sender=sam, user=ada), clock.real()) <= clock.real()


def test_what_the_bank_did_counts_for_the_other_side(busy):
    assert len(busy(10, "payment.failed", by=GATEWAY, why="no")) < 20
    assert Notification.objects.filter(is_digest=True).exists()


@pytest.mark.parametrize("who", ["clock", "support"])
def test_timers_and_support_have_no_ceiling(busy, sam, who):
    by = CLOCK if who == "clock" else Support(sam, "why")
    busy(10, by=by)

    assert not Notification.objects.filter(is_digest=True).exists()


def test_many_readers_of_one_sender_have_one_in_all(busy, monkeypatch):
    monkeypatch.setattr(ceilings, "MOST_TO_ONE", 100)
    monkeypatch.setattr(ceilings, "MOST_IN_ALL", MOST)

    assert len(busy(5)) == MOST


def test_no_room_is_found_twice(order, happen):
    made = order("steps8")
    fan_out.tell()
    Notification.objects.all().delete()
    for _ in range(40):
        happen("milestone.given_back", made)
    threads = [threading.Thread(target=tell_some) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Notification.objects.filter(mail_at__lte=clock.real()).count() == MOST
    assert Notification.objects.filter(is_digest=True).count() == 1


def tell_some():
    try:
        while fan_out._tell_batch(0, 3)[0]:
            pass
    finally:
        connection.close()


def test_without_the_lock_it_is_found_twice(order, happen, monkeypatch):
    made = order("steps8")
    fan_out.tell()
    Notification.objects.all().delete()
    barrier, carry = threading.Barrier(4), ceilings.carry
    here = threading.local()

    def meet(row):
        free = ceilings.free_at(row, clock.real())
        if not getattr(here, "met", False):
            here.met = True
            barrier.wait(10)
        monkeypatch.setattr(ceilings, "free_at", lambda *_: free)
        return carry(row)

    monkeypatch.setattr(ceilings, "hold", lambda senders: None)
    monkeypatch.setattr(ceilings, "carry", meet)
    monkeypatch.setattr(ceilings, "MOST_TO_ONE", 1)
    for _ in range(4):
        happen("milestone.given_back", made)
    threads = [threading.Thread(target=tell_one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Notification.objects.filter(is_digest=False, mail_at__isnull=False).count() > 1


def tell_one():
    try:
        fan_out._tell_batch(0, 1)
    finally:
        connection.close()
