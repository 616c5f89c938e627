"""Mails leave at least once, whatever the mail server does; what fails holds up nothing else, and has an end."""

import threading
import time
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection

from marketplace import clock
from marketplace.mail import delivery, outbox
from marketplace.mail.models import PAUSES, OutgoingMail, RefusedAddress
from marketplace.mail.sending import QUEUE
from tests.mail.conftest import subjects

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def waits(no_worker):
    """Nothing leaves but when a test sends it."""


def post(to="ada@example.org", subject="Hello", **about) -> OutgoingMail:
    return outbox.post(kind="test", to=to, subject=subject, body="Text", **about)


def again(one):
    return type(one).objects.get(pk=one.pk)


def rest_is_over():
    OutgoingMail.objects.waiting().update(next_try_at=clock.real() - timedelta(seconds=1))
    RefusedAddress.objects.update(next_try_at=clock.real() - timedelta(seconds=1))


def test_a_mail_leaves_once_and_its_text_is_forgotten():
    one = post()

    assert (QUEUE.send(), QUEUE.send()) == (1, 0)
    assert mail.outbox[0].body == "Text"
    assert again(one).body == ""
    assert again(one).sent_at


def test_a_server_that_refuses_connections_loses_nothing(use_server, closed_port, post_office):
    mails = [post(subject=f"Number {number}") for number in range(3)]
    use_server(closed_port)
    assert QUEUE.send() == 0
    assert {again(one).attempts for one in mails} == {1}
    assert QUEUE.send() == 0  # it rests first

    rest_is_over()
    use_server(post_office.port)
    assert QUEUE.send() == 3
    assert len(post_office.letters) == 3


def test_a_long_outage_is_no_failure_of_the_mail(use_server, closed_port):
    one = post()
    use_server(closed_port)
    for _ in range(delivery.ATTEMPTS + 2):
        rest_is_over()
        QUEUE.send()

    assert again(one).attempts == 1
    assert again(one).next_try_at <= clock.real() + delivery.SERVER_PAUSE


def test_a_silent_server_is_left_within_its_time(use_server, silent_port):
    for number in range(30):
        post(subject=f"Number {number}")
    use_server(silent_port)
    begun = time.monotonic()

    assert QUEUE.send() == 0

    assert time.monotonic() - begun < 5
    assert OutgoingMail.objects.waiting().count() == 30


@pytest.mark.parametrize("verb", [b"MAIL", b"RCPT", b"DATA"])
def test_a_server_that_falls_silent_in_the_middle_is_left_after_two_mails(use_server, post_office, verb):
    mails = [post(subject=f"Number {number}") for number in range(10)]
    post_office.mute = verb
    use_server(post_office.port)
    begun = time.monotonic()

    assert QUEUE.send() == 0
    assert time.monotonic() - begun < 5

    post_office.mute = b""
    rest_is_over()
    assert QUEUE.send() == 10
    assert max(again(one).attempts for one in mails) == 2


def test_a_refused_address_holds_up_no_other(use_server, post_office):
    post("gone@example.org", "To nobody")
    for number in range(3):
        post(subject=f"Number {number}")
    post_office.unknown = [b"gone@"]
    use_server(post_office.port)

    assert QUEUE.send() == 3
    assert RefusedAddress.objects.get().refusals == 1


def test_a_hundred_refused_ones_block_nobody(refuse):
    for number in range(100):
        post(f"gone{number}@bad.example")
    post(subject="Behind them")

    with refuse("@bad.example"):
        assert QUEUE.send() == 1
        assert QUEUE.send() == 0
    assert subjects() == ["Behind them"]


def test_mail_to_a_refused_address_rests_together(refuse):
    for number in range(5):
        post(subject=f"Number {number}")
    with refuse("ada@"):
        QUEUE.send()

    assert RefusedAddress.objects.get().refusals == 1
    late = post(subject="Late")
    assert QUEUE.send() == 0
    assert again(late).attempts == 0


def test_after_some_refusals_it_is_over_and_the_desk_knows(refuse, caplog):
    one = post()
    with refuse("ada@"):
        for _ in range(len(PAUSES) + 1):
            rest_is_over()
            QUEUE.send()

    assert RefusedAddress.objects.get().is_over
    assert again(one).failed_at
    assert "gave up mail" in caplog.text

    late = post()
    assert QUEUE.send() == 0
    assert again(late).failed_at  # without asking the server
    assert mail.outbox == []


def test_one_that_gets_through_makes_it_good(refuse):
    post()
    with refuse("ada@"):
        QUEUE.send()
    rest_is_over()

    assert QUEUE.send() == 1
    assert not RefusedAddress.objects.exists()


def test_come_back_later_is_no_refusal(refuse):
    one = post()
    with refuse("ada@", code=450):
        QUEUE.send()

    assert not RefusedAddress.objects.exists()
    assert again(one).next_try_at


@pytest.mark.parametrize("address", ["ève@example.org", "nobody"])
def test_what_can_never_be_sent_is_given_up_at_once(address):
    one = post(address)
    post(subject="Behind it")

    assert QUEUE.send() == 1
    assert again(one).failed_at
    assert again(one).attempts == 0  # the outbox never let it wait


def test_a_claim_is_short_and_renewed_before_each_mail(monkeypatch):
    for number in range(3):
        post(subject=f"Number {number}")
    held = []
    tick = delivery._tick_off

    def look(queue, one):
        held.append(again(one).next_try_at)
        assert again(one).next_try_at > clock.real() + delivery.CLAIM - timedelta(seconds=5)
        tick(queue, one)

    monkeypatch.setattr(delivery, "_tick_off", look)
    QUEUE.send()

    assert timedelta(minutes=1) < delivery.CLAIM <= timedelta(minutes=3)
    assert len(set(held)) == 3


def test_a_claim_that_ran_out_is_somebody_elses():
    post()
    (mine,) = QUEUE.claim()
    rest_is_over()
    assert QUEUE.send() == 1

    assert delivery.Round(QUEUE, [mine]).send() == 0
    assert len(mail.outbox) == 1


def test_in_parallel_each_leaves_once():
    for number in range(60):
        post(subject=f"Number {number}")
    threads = [threading.Thread(target=send_in_thread) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(subjects()) == sorted(f"Number {number}" for number in range(60))


def send_in_thread():
    try:
        QUEUE.send()
    finally:
        connection.close()


def test_the_same_mail_has_the_same_message_id(monkeypatch):
    post(key="offer:7:invitation")
    with monkeypatch.context() as dying:
        dying.setattr(delivery, "_tick_off", lambda queue, one: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            QUEUE.send()
    rest_is_over()
    QUEUE.send()

    assert [one.message()["Message-ID"] for one in mail.outbox] == ["<offer-7-invitation@testserver>"] * 2
