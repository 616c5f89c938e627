"""Putting away, muting, blocking, reporting; and what support sees of it."""

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied

from marketplace.actors import Support
from marketplace.errors import Refused
from marketplace.events.models import Event
from marketplace.inbox import actions
from marketplace.inbox.models import Block, Message, Report
from marketplace.notifications import fan_out
from marketplace.notifications.models import Notification
from milestones.actions import disputes
from tests.admin.conftest import act, desk, page, url  # noqa: F401 - desk is a fixture
from tests.conftest import person
from tests.inbox.conftest import begin, part, say, texts
from tests.workshop import nth

pytestmark = pytest.mark.django_db


def listed(browser, tab="all") -> bool:
    """Whether Grace stands in this list."""
    return "<b>Grace" in browser.open("index", tab=tab).text


def test_what_is_put_away_comes_back_with_the_next_message(as_, ada, sells, talk):
    browser = as_(ada)
    assert browser.do("archive", talk.pk).url == "/messages/"
    assert (listed(browser), listed(browser, "archive")) == (False, True)

    say(talk, sells, "I am.")
    assert listed(browser)
    browser.do("archive", talk.pk)
    browser.do("unarchive", talk.pk)
    assert listed(browser)


def test_a_muted_one_is_not_counted_and_stays_away(as_, ada, sells, talk):
    browser = as_(ada)
    browser.do("mute", talk.pk)
    browser.do("archive", talk.pk)
    say(talk, sells, "I am.")

    assert 'aria-label="Inbox"' in browser.get("/orders/").text
    assert (part(talk, ada).unread, listed(browser)) == (1, False)
    browser.do("unmute", talk.pk)
    assert 'aria-label="Inbox, 1 unread"' in browser.get("/orders/").text


def test_it_says_what_is_so_afterwards(as_, ada, sells, talk):
    def says(verb) -> str:
        return shown(as_(ada).post(f"/messages/{talk.pk}/{verb}/", follow=True))

    assert "until somebody writes again" in says("archive")
    says("mute")
    assert "until you write yourself: it is muted" in says("archive")
    assert "if your settings want those" in says("unmute")

    says("block")
    assert "You can write to each other again." in says("unblock")
    actions.block(talk, by=sells)
    says("block")
    assert "Your block is gone. You can’t write to each other here at the moment." in says("unblock")
    actions.unblock(talk, by=sells)
    sells.is_active = False
    sells.save(update_fields=["is_active"])
    says("block")
    assert "Your block is gone. The account of the other side is closed" in says("unblock")


def shown(page) -> str:
    """The notices above a page."""
    return page.text.partition('class="notices"')[2].partition("</ul>")[0]


def test_blocked_neither_writes_and_orders_go_on(as_, ada, sells, talk, order):
    as_(ada).do("block", talk.pk)
    as_(ada).do("block", talk.pk)

    assert Block.objects.count() == 1
    for side, why in ((ada, "You have blocked"), (sells, "can’t write to each other")):
        with pytest.raises(Refused, match=why):
            say(talk, side)
        assert as_(side).do("send", talk.pk, text="Hello?").status_code == 409
        assert "<textarea" not in as_(side).open("conversation", talk.pk).text
    with pytest.raises(Refused):
        begin(sells, ada)
    assert order("fair").is_active

    as_(sells).do("unblock", talk.pk)
    assert Block.objects.count() == 1
    as_(ada).do("unblock", talk.pk)
    say(talk, sells, "Good.")
    assert texts(talk)[-1] == "Good."


@pytest.fixture
def reported(ada, sells, talk) -> Report:
    message = say(talk, sells, "Pay me outside of this site.")
    return actions.report(message, by=ada, reason="The site is not to know of it.")


def test_one_reports_what_the_other_wrote_once_and_says_why(as_, ada, sells, talk):
    message = say(talk, sells, "Pay me outside of this site.")
    browser = as_(ada)
    assert browser.open("report", message.pk).status_code == 200
    assert browser.do("report", message.pk, reason=" ").status_code == 422
    assert browser.do("report", message.pk, reason="Fraud.").url == talk.get_absolute_url()
    assert browser.do("report", message.pk, reason="Fraud.").status_code == 409
    assert as_(sells).do("report", message.pk, reason="Fraud.").status_code == 403

    assert Report.objects.get().reason == "Fraud."


def test_support_looks_only_where_something_is_reported_and_each_look_is_written_down(desk, sam, ada, reported, talk):  # noqa: F811
    other = begin(ada, another(), "Secret.").conversation
    seen = page(desk, url(talk))

    assert "Are you free in May?" in seen
    assert desk.get(url(other)).status_code != 200
    assert "Secret." not in page(desk, "/admin/inbox/conversation/")
    (look,) = Event.objects.filter(kind="conversation.looked")
    assert (look.actor, look.thread) == (sam, talk.thread)

    actions.dismiss(reported, by=Support(sam, "It is a joke."))
    assert desk.get(url(talk)).status_code != 200
    with pytest.raises(Refused):
        actions.look(talk, by=Support(sam, ""))
    assert Event.objects.filter(kind="conversation.looked").count() == 1


def another():
    return person("Edsger", skills=["Proofs"])


def test_support_sees_the_messages_of_an_order_in_a_dispute_and_no_others(desk, ada, sells, talk, order):  # noqa: F811
    placed = order("fair")
    say(talk, ada, "The logo is blue.", about=placed.thread)
    assert desk.get(url(talk)).status_code != 200

    disputes.dispute(nth(placed, 1), by=ada, reason="It was to be green.")
    seen = page(desk, url(talk))

    assert "The logo is blue." in seen
    assert "Are you free in May?" not in seen


def test_upheld_the_message_is_gone_for_both_and_both_are_told(desk, as_, ada, sells, reported, talk):  # noqa: F811
    assert "Pay me outside" in page(desk, url(reported))
    assert act(desk, reported, "uphold", "It breaks our rules.").status_code == 302

    for side in (ada, sells):
        shown = as_(side).open("conversation", talk.pk).text
        assert ("Pay me outside" in shown, "Removed by support." in shown) == (False, True)
    assert Message.objects.filter(text__startswith="Pay me outside").exists()
    fan_out.tell()
    kinds = set(Notification.objects.filter(user__in=[ada, sells]).values_list("kind", "user"))
    assert {("report.upheld", ada.pk), ("report.upheld", sells.pk)} <= kinds
    assert Notification.objects.filter(kind="message.reported", group="desk").exists()
    assert act(desk, reported, "dismiss").status_code == 409


def test_at_the_desk_nobody_reads_who_reported_them(desk, sam, ada, sells, talk):  # noqa: F811
    root = person("Root", is_staff=True, is_superuser=True)
    sam.user_permissions.add(Permission.objects.get(codename="view_notification"))
    message = begin(sam, sells, "Send me your password.")
    made = actions.report(message, by=sells, reason="Sam is a fraud.")
    other = actions.report(say(talk, ada, "Rude."), by=sells, reason="Ada is rude.")

    fan_out.tell()
    for address in ("/admin/", "/admin/inbox/report/", "/admin/inbox/conversation/"):
        assert "Sam is a fraud." not in page(desk, address)
    events = {one.about: one for one in Event.objects.filter(kind="message.reported")}
    told = {one: Notification.objects.get(event=event, user=root) for one, event in events.items()}
    for listed, rows in (("/admin/events/event/", events), ("/admin/notifications/notification/", told)):
        seen = page(desk, listed)
        assert (url(rows[other.reference]) in seen, url(rows[made.reference]) in seen) == (True, False)
        assert desk.get(url(rows[other.reference])).status_code == 200
        assert desk.get(url(rows[made.reference])).status_code != 200
    assert "Ada is rude." in page(desk, "/admin/inbox/report/")
    assert f"/conversation/{talk.pk}/" in page(desk, "/admin/inbox/conversation/")
    assert f"/conversation/{message.conversation_id}/" not in page(desk, "/admin/inbox/conversation/")
    assert desk.get(url(made)).status_code != 200
    assert desk.get(url(message.conversation)).status_code != 200
    assert act(desk, made, "dismiss", "It is mine.").status_code != 200
    made.refresh_from_db()
    assert made.is_open
    assert desk.get(url(other)).status_code == 200


def test_nobody_decides_about_their_own(ada, reported):
    ada.is_staff = ada.is_superuser = True
    ada.save(update_fields=["is_staff", "is_superuser"])
    with pytest.raises(PermissionDenied):
        actions.dismiss(reported, by=Support(ada, "It is mine."))
