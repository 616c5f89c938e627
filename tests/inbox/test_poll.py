"""One address says whether something is new: nothing with 204, and what is shown now to htmx."""

import re

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from marketplace import clock
from marketplace.actors import GATEWAY, Support
from marketplace.events.models import Event
from marketplace.inbox import actions
from marketplace.offers.models import Side
from tests.inbox.conftest import begin, part, say
from tests.offers.conftest import send, write
from tests.workshop import hand_in

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


def address(page) -> str:
    return re.search(r'data-since="([^"]+)"', page.text)[1]


def test_nothing_new_is_an_answer_without_a_body(as_, ada, talk):
    browser = as_(ada)
    since = address(browser.open("conversation", talk.pk))
    with CaptureQueriesContext(connection) as asked:
        answer = browser.get(since)

    assert (answer.status_code, answer.content) == (204, b"")
    assert len(asked) == 1
    assert answer["Cache-Control"] == "private, no-cache"


def leave(session, ada):
    session.delete()


def expire(session, ada):
    session.expire_date = clock.now() - clock.days(9_000)
    session.save(update_fields=["expire_date"])


def suspend(session, ada):
    ada.is_active = False
    ada.save(update_fields=["is_active"])


def change_password(session, ada):
    ada.set_password("another one, and long")
    ada.save(update_fields=["password"])


@pytest.mark.parametrize("end", [leave, expire, suspend, change_password])
def test_whose_session_is_over_is_not_told_that_nothing_is_new(as_, ada, talk, end):
    browser = as_(ada)
    since = address(browser.open("conversation", talk.pk))
    assert browser.get(since).status_code == 204
    end(Session.objects.get(pk=browser.cookies[settings.SESSION_COOKIE_NAME].value), ada)

    assert "/accounts/login/" in browser.get(since).url


def test_the_way_of_any_request_says_the_same(as_, ada, sells, talk):
    """Where somebody else is named, or nobody, or something that is no key."""
    browser = as_(ada)
    since = address(browser.open("conversation", talk.pk)).partition("?")[0]

    assert {browser.get(since, {"by": by}).status_code for by in (sells.pk, "", "x", "9" * 30)} == {204}
    assert Client().get(since, {"by": ada.pk}).status_code == 302


def test_a_message_is_news_and_who_gets_it_has_read_it(as_, ada, sells, talk):
    browser = as_(ada)
    since = address(browser.open("conversation", talk.pk))
    say(talk, sells, "From the fifth on.")

    assert (browser.get(since).status_code, browser.get(since).content) == (200, b"")
    assert part(talk, ada).unread == 1
    news = browser.get(since, headers=HTMX)

    assert "From the fifth on." in news.text
    assert "<textarea" not in news.text  # what is typed is left alone
    assert 'id="threads"' in news.text
    assert 'id="inbox-link"' in news.text
    assert part(talk, ada).unread == 0
    assert browser.get(address(news)).status_code == 204


def test_that_it_was_read_is_news_to_whoever_wrote(as_, ada, sells, talk):
    browser = as_(ada)
    since = address(browser.open("conversation", talk.pk))
    as_(sells).open("conversation", talk.pk)

    assert "<span>seen</span>" in browser.get(since, headers=HTMX).text


def test_what_happens_in_an_order_is_news(as_, ada, sells, talk, order):
    placed = order("steps8")
    browser = as_(ada)
    since = address(browser.open("conversation", talk.pk))
    assert browser.get(since).status_code == 204
    hand_in(placed, 1)

    assert "delivered step 1" in browser.get(since, headers=HTMX).text


def test_what_is_the_others_secret_is_no_news(as_, ada, sells, sam, talk, order, hears):
    placed, offer = order("steps8"), send(write(sells, ada, "fair", 400, role=Side.FREELANCER), by=sells)
    asked = talk.messages.get()

    assert hears(lambda: actions.report(asked, by=sells, reason="Rude.")) == []
    assert hears(lambda: actions.look(talk, by=Support(sam, ""))) == []
    assert hears(lambda: actions.dismiss(asked.reports.get(), by=Support(sam, "It is not."))) == []
    assert hears(lambda: write(sells, ada, "fair", 900, role=Side.FREELANCER)) == []
    assert hears(lambda: happens("payment.confirmation_asked", offer)) == [ada]
    assert hears(lambda: happens("payment.confirmation_asked", placed)) == [ada]
    assert hears(lambda: happens("milestone.cleared", placed, milestone="step 1")) == [sells]


@pytest.fixture
def hears(as_, ada, sells, talk):
    """Who of the two has news of what is done."""

    def ask(act) -> list:
        browsers = {side: as_(side) for side in (ada, sells)}
        for browser in browsers.values():
            browser.open("conversation", talk.pk)
        since = {side: address(browser.open("conversation", talk.pk)) for side, browser in browsers.items()}
        act()
        return [side for side, browser in browsers.items() if browser.get(since[side]).status_code == 200]

    return ask


def happens(kind: str, thing, **data) -> None:
    Event.record(kind, thread=thing.thread, about=thing.thread, by=GATEWAY, amount=900, currency="USD", **data)


def test_what_support_removes_is_news_to_both(ada, sells, sam, talk, hears):
    reported = actions.report(talk.messages.get(), by=sells, reason="Rude.")

    assert hears(lambda: actions.uphold(reported, by=Support(sam, "It is."))) == [ada, sells]


def test_of_others_it_says_nothing(as_, ada, sells, talk, mallory):
    since = address(as_(ada).open("conversation", talk.pk))
    begin(mallory, sells)

    assert as_(mallory).get(since).status_code == 404
    assert as_(ada).get(since).status_code == 204


def test_sending_by_htmx_gives_back_the_conversation_and_a_fresh_form(as_, ada, sells, talk):
    browser = as_(ada)
    sent = browser.post(f"/messages/{talk.pk}/send/", {"text": "And in June?"}, headers=HTMX)

    assert sent.status_code == 200
    assert "And in June?" in sent.text
    assert sent.text.strip().startswith("<section")
    keys = re.findall(r'name="key" value="([^"]+)"', sent.text + browser.open("conversation", talk.pk).text)
    assert len(set(keys)) == 2

    refused = browser.post(f"/messages/{talk.pk}/send/", {"text": " "}, headers=HTMX)
    assert (refused.status_code, "Write something" in refused.text) == (422, True)


def test_on_the_page_of_its_order_a_message_is_news_too(as_, ada, sells, talk, order):
    placed = order("steps8")
    browser = as_(ada)
    since = address(browser.get(placed.get_absolute_url())).replace("&amp;", "&")
    say(talk, sells, "Of something else.")
    assert browser.get(since).status_code == 204

    say(talk, sells, "The first step is nearly there.", about=placed.thread)
    assert browser.get(since).status_code == 200
    page = browser.get(placed.get_absolute_url())
    assert "The first step is nearly there." in page.text
    assert browser.get(address(page).replace("&amp;", "&")).status_code == 204
    assert "nearly there" in as_(sells).get(placed.get_absolute_url()).text


@pytest.mark.parametrize("mark", ["x", "-1", "9" * 30])
def test_an_odd_mark_is_no_news(as_, ada, talk, order, mark):
    since = address(as_(ada).get(order("steps8").get_absolute_url())).partition("?")[0]

    assert as_(ada).get(since, {"inbox": mark}).status_code == 204
