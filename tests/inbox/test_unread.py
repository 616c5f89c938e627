"""Mail of what stayed unread: after ten minutes, then at most one an hour, none where it is muted or not wanted."""

import pytest
from django.core import mail

from marketplace.actors import Support
from marketplace.inbox import actions, prompt, unread
from marketplace.notifications.models import Notification, Preference
from marketplace.notifications.tasks import dispatch
from tests.conftest import person
from tests.inbox.conftest import begin, say

pytestmark = pytest.mark.django_db(transaction=True)


def letters() -> list[str]:
    """The subjects of what leaves now."""
    mail.outbox.clear()
    unread.tell()
    dispatch()
    return [one.subject for one in mail.outbox]


def test_one_when_it_stayed_unread_for_ten_minutes_then_one_an_hour(as_, ada, sells, talk, move):
    move(minutes=9)
    assert letters() == []
    move(minutes=1)
    assert letters() == ["Ada wrote to you: 1 unread message"]
    assert "Are you free in May?" in mail.outbox[0].body
    assert f"/messages/{talk.pk}/" in mail.outbox[0].body

    say(talk, ada, "And in June?")
    move(minutes=30)
    assert letters() == []
    move(minutes=30)
    assert letters() == ["Ada wrote to you: 2 unread messages"]
    move(hours=3)
    assert letters() == []


def test_none_of_what_was_read_in_time(as_, ada, sells, talk, move):
    as_(sells).open("conversation", talk.pk)
    move(minutes=20)
    assert letters() == []


def test_looking_at_it_reads_what_told_of_it(as_, sells, talk, move):
    move(minutes=10)
    letters()
    assert Notification.objects.filter(user=sells).unread().count() == 1
    as_(sells).open("conversation", talk.pk)

    assert not Notification.objects.filter(user=sells).unread().exists()


def test_none_where_it_is_muted_or_not_wanted(ada, sells, talk, move):
    actions.mute(talk, by=sells)
    say(talk, ada, "Hello?")
    move(minutes=20)
    assert letters() == []

    actions.unmute(talk, by=sells)
    Preference.objects.create(user=sells, messages=False)
    say(talk, ada, "Anybody there?")
    move(minutes=20)
    assert letters() == []
    assert Notification.objects.filter(user=sells, kind="conversation.waiting").count() == 1


def test_what_support_removed_is_in_no_mail(ada, sells, talk, move, sam):
    report = actions.report(talk.messages.get(), by=sells, reason="Rude.")
    actions.uphold(report, by=Support(sam, "It is."))
    move(minutes=10)
    letters()

    assert not any("Are you free in May?" in one.body for one in mail.outbox if one.to == [sells.email])


def test_how_soon_somebody_answers_is_the_median_of_first_answers(as_, ada, sells, talk, move):
    asked = [talk, *(begin(person(f"Client{number}"), sells).conversation for number in range(3))]
    for one, minutes in zip(asked, [30, 60, 240], strict=False):
        move(minutes=minutes)
        say(one, sells, "Yes.")
    prompt.refresh()

    assert prompt.answers_within(sells) == "within 2 hours"  # 30, 90 and 330 minutes
    assert "within 2 hours" in as_(ada).open("conversation", talk.pk).text
    assert "within 2 hours" in as_(ada).get(sells.get_absolute_url()).text
    assert prompt.answers_within(ada) == ""
    move(days=91)
    prompt.refresh()
    assert prompt.answers_within(sells) == ""
