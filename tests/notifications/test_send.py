"""Mails leave at least once, whatever the mail server does, and each as a letter that helps."""

import smtplib
import threading
from datetime import timedelta
from email import message_from_bytes, policy
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.mail.backends import locmem
from django.db import connection

from marketplace import clock
from marketplace.accounts import addresses
from marketplace.deadlines.sweep import sweep
from marketplace.events.models import Event
from marketplace.mail import delivery
from marketplace.mail.message import Letter
from marketplace.notifications import ceilings, deliver, fan_out, render
from marketplace.notifications.models import Notification
from marketplace.notifications.tasks import dispatch
from milestones.actions import disputes
from tests.workshop import accept, nth

pytestmark = pytest.mark.django_db(transaction=True)


def waiting():
    return Notification.objects.filter(next_try_at__isnull=False)


def rest_is_over():
    waiting().update(next_try_at=clock.real() - timedelta(seconds=1))


def last_mail_to(user):
    return [one for one in mail.outbox if user.email in one.to[0]][-1]


def test_twice_is_once(delivered):
    assert dispatch() == 3
    assert dispatch() == 0
    assert len(mail.outbox) == 3
    assert not waiting().exists()


def test_in_parallel_each_mail_leaves_once(order, happen, monkeypatch):
    monkeypatch.setattr(ceilings, "MOST_TO_ONE", 100)
    made = order("steps8")
    for _ in range(60):
        happen("milestone.given_back", made)
    fan_out.tell()
    threads = [threading.Thread(target=send_in_thread) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    ids = [one.message()["Message-ID"] for one in mail.outbox]
    assert len(ids) == len(set(ids))
    assert len(ids) == 62
    assert not waiting().exists()


def send_in_thread():
    try:
        deliver.send()
    finally:
        connection.close()


def test_killed_between_claim_and_send_it_is_sent_when_the_claim_runs_out(delivered):
    fan_out.tell()
    claimed = deliver.claim()

    assert len(claimed) == 3
    assert deliver.send() == 0

    rest_is_over()
    assert deliver.send() == 3


def test_killed_between_send_and_tick_off_it_has_the_same_message_id(delivered, monkeypatch):
    fan_out.tell()

    def die(queue, notification):
        raise KeyboardInterrupt

    monkeypatch.setattr(delivery, "_tick_off", die)
    with pytest.raises(KeyboardInterrupt):
        deliver.send()
    monkeypatch.undo()
    rest_is_over()
    deliver.send()

    first, again = mail.outbox[0], mail.outbox[1]
    assert first.message()["Message-ID"] == again.message()["Message-ID"]


def test_nothing_is_lost_while_the_server_is_down(delivered, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(locmem.EmailBackend, "open", lambda self: raises(ConnectionRefusedError("no server")))
        assert dispatch() == 0
    assert [one.attempts for one in waiting()] == [1, 1, 1]
    assert waiting().first().failure == "ConnectionRefusedError: no server"
    assert dispatch() == 0  # it rests first

    rest_is_over()
    assert dispatch() == 3


def raises(error):
    raise error


def test_a_mail_that_cannot_be_sent_holds_up_no_other(delivered, grace, monkeypatch):
    send = locmem.EmailBackend.send_messages

    def refuse_grace(self, messages):
        if "grace" in messages[0].to[0]:
            raise smtplib.SMTPRecipientsRefused({})
        return send(self, messages)

    monkeypatch.setattr(locmem.EmailBackend, "send_messages", refuse_grace)
    assert dispatch() == 2
    assert [one.user for one in waiting()] == [grace]


def test_it_gives_up_after_three_days_and_says_so(delivered, monkeypatch):
    monkeypatch.setattr(locmem.EmailBackend, "send_messages", lambda *args: raises(smtplib.SMTPException("no")))
    fan_out.tell()
    waiting().update(attempts=delivery.ATTEMPTS - 1)

    deliver.send()

    assert not waiting().exists()
    assert Notification.objects.exclude(failed_at=None).count() == 3


def test_the_letter_says_what_happens_when_and_how_to_prevent_it(delivered, ada):
    ada.time_zone = "Europe/Vienna"
    ada.save(update_fields=["time_zone"])
    dispatch()

    letter = last_mail_to(ada)
    due = (clock.now() + timedelta(days=8)).astimezone(ZoneInfo("Europe/Vienna"))
    assert letter.subject == "Grace delivered step 1 of “Website”"
    assert "> Here it is." in letter.body
    assert f"on {due:%a} {due.day} " in letter.body
    assert (
        "CET the step is accepted, Grace receives $800.00 ($1,000.00 "
        "less the fee), and the order ends; steps 2 and 3 never start"
    ) in letter.body
    assert f"http://testserver/orders/{delivered.pk}/#milestone-1" in letter.body


def test_one_letter_tells_all_that_an_approval_did(delivered, grace):
    dispatch()
    accept(delivered, 1)
    dispatch()

    body = last_mail_to(grace).body
    assert "Ada approved step 1" in body
    assert (
        "You received $800.00 for step 1, “Part 1” ($1,000.00 less the fee of $200.00). It clears for 14 days" in body
    )
    assert "Ada has to pay step 2 first" in body


def test_reminders_say_how_long_is_left(delivered, ada, move):
    dispatch()
    move(days=6)
    sweep()
    dispatch()

    assert last_mail_to(ada).subject == "2 days left to review step 1 of “Website”"


def test_the_unsubscribe_header_is_one_line(delivered, ada):
    dispatch()

    text = last_mail_to(ada).message().as_string()
    assert "\nList-Unsubscribe: <http://testserver/notifications/off/" in text
    assert "\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\n" in text


def test_support_hears_of_disputes_that_wait_for_it(delivered, ada, sam, happen):

    question = disputes.dispute(nth(delivered, 1), by=ada, reason="This is not what we agreed.").thing
    disputes.reply(question, by=delivered.freelancer, answer="It is.")
    dispatch()

    letter = last_mail_to(sam)
    assert letter.subject == "Decide the dispute about “Website”"
    assert "> This is not what we agreed." in letter.body
    assert "> It is." in letter.body
    assert "List-Unsubscribe" not in letter.extra_headers
    assert not Event.objects.waiting().exists()


def test_a_letter_begins_with_what_it_is_about(order, visa, ada, move):
    made = order("contract14")
    disputes.dispute(nth(made, 1), by=made.freelancer, reason="No answer for weeks.")
    move(days=10)  # five business days, whatever day it is
    sweep()
    dispatch()

    body = last_mail_to(made.freelancer).body
    assert body.index("silence loses") < body.index("You received")


def moves_to(user, address):
    user.emailaddress_set.update(email=address)
    type(user).objects.filter(pk=user.pk).update(email=address)


def test_an_international_address_gets_its_mail(delivered, ada):
    moves_to(ada, addresses.normalise("ada@exämple.example"))

    assert dispatch() == 3
    assert [one.to for one in mail.outbox if "exmple" in one.to[0]] == [['"Ada" <ada@xn--exmple-cua.example>']] * 2


def test_one_that_mail_has_no_form_for_is_given_up_at_once_and_holds_up_nobody(delivered, ada, caplog, monkeypatch):
    def letter(to, **words):
        if to == ada.email:
            raise ValueError("no form")  # the database keeps no address like this; mail has the last word
        return Letter(to=to, **words)

    monkeypatch.setattr(render, "Letter", letter)

    assert dispatch() == 1
    assert not waiting().exists()
    lost = Notification.objects.exclude(failed_at=None)
    assert {(one.user, one.attempts) for one in lost} == {(ada, 1)}
    assert "gave up" in caplog.text


def test_a_subject_is_what_was_typed(order, ada, happen):
    made = order("steps8")
    title = "=?utf-8?q?=E2=80=AEWebsite?= " + 20 * "é"
    type(made).objects.filter(pk=made.pk).update(title=title)
    happen("milestone.given_back", made)
    dispatch()

    raw = last_mail_to(ada).message(policy=policy.SMTP).as_bytes()
    head = raw.partition(b"\r\n\r\n")[0].split(b"\r\n")
    assert title in message_from_bytes(raw, policy=policy.default)["Subject"]
    assert all(len(line) <= 78 for line in head if not line.startswith(b"List-Unsubscribe"))
