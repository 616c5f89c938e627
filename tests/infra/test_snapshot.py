"""A page shows one moment: what somebody commits between two of its statements is not on it at all."""

import re
import threading

import pytest
from django.db import InternalError, connection, connections, transaction
from django.test import Client
from psycopg import IsolationLevel

from marketplace.offers import actions as offering
from marketplace.postgresql.snapshot import one_moment
from milestones.actions import approve, disputes
from tests.admin.conftest import enter
from tests.offers.conftest import offered as offered
from tests.workshop import hand_in, nth, place

pytestmark = pytest.mark.django_db(transaction=True)


def text_of(response) -> str:
    """What is to be read on a page, or in a file."""
    assert response.status_code == 200
    words = re.sub(r"(?s)<(script|style|head)\b.*?</\1>|<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", words)


class Meanwhile:
    """Does something on a connection of its own, after the page's first statement in a transaction."""

    def __init__(self, act):
        self.act, self.happened = act, False

    def __call__(self, execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if connection.in_atomic_block and not self.happened:
            self.happened = True
            thread = threading.Thread(target=self._act)
            thread.start()
            thread.join()
        return result

    def _act(self):
        try:
            self.act()
        finally:
            connections.close_all()


def interrupted(browser, url: str, act) -> str:
    """The page as it is answered while somebody acts in the middle of it."""
    meanwhile = Meanwhile(act)
    with connection.execute_wrapper(meanwhile):
        page = text_of(browser.get(url))
    assert meanwhile.happened
    return page


@pytest.fixture
def browser(ada):
    client = Client()
    client.force_login(ada)
    return client


@pytest.mark.parametrize(
    "url",
    [
        "/orders/{}/",
        "/orders/{}/history/",
        "/orders/{}/statement/",
        "/orders/{}/statement.csv",
        "/orders/{}/resolution/",
        "/dashboard/",
    ],
)
def test_a_page_about_an_order(ada, grace, visa, browser, url):
    placed = place(ada, grace, "steps8", source=visa)
    delivered, url = hand_in(placed, 1), url.format(placed.pk)
    before = text_of(browser.get(url))

    page = interrupted(browser, url, lambda: approve.approve(delivered, by=ada))

    assert page == before
    assert text_of(browser.get(url)) != before


@pytest.mark.parametrize("url", ["/wallet/", "/wallet.csv"])
def test_the_wallet(ada, grace, visa, browser, url, give):
    place(ada, grace, "fair", source=visa)
    give(ada, 500_000)
    before = text_of(browser.get(url))

    page = interrupted(browser, url, lambda: give(ada, 7_000))

    assert page == before
    assert text_of(browser.get(url)) != before


def test_the_bill_of_a_milestone(ada, grace, visa, browser, give):
    placed = place(ada, grace, "steps8", source=visa)
    approve.approve(hand_in(placed, 1), by=ada)
    url = f"/milestones/{nth(placed, 2).pk}/fund/"
    before = text_of(browser.get(url))

    assert interrupted(browser, url, lambda: give(ada, 7_000)) == before


def test_an_offer(ada, grace, browser, offered):
    made = offered("fair")
    before = text_of(browser.get(f"/offers/{made.pk}/"))

    page = interrupted(browser, f"/offers/{made.pk}/", lambda: offering.decline(made, by=grace, reason="No time."))

    assert page == before
    assert text_of(browser.get(f"/offers/{made.pk}/")) != before


def test_the_brief_of_a_dispute(ada, grace, sam, visa):
    placed, desk = place(ada, grace, "fair", source=visa), enter(sam)
    asked = disputes.dispute(nth(placed, 1), by=ada, reason="It is late.").thing
    url = f"/admin/milestones/case/{asked.pk}/change/"
    before = text_of(desk.get(url))

    page = interrupted(desk, url, lambda: disputes.reply(asked, by=grace, answer="It is not."))

    assert page == before
    assert text_of(desk.get(url)) != before


def test_nothing_is_written_in_one_moment(ada):
    with pytest.raises(InternalError, match="read-only transaction"), one_moment():
        type(ada).objects.filter(pk=ada.pk).update(headline="Here")


def test_the_next_user_of_the_connection_may_write(ada):
    with pytest.raises(ZeroDivisionError), one_moment():
        raise ZeroDivisionError

    assert (connection.connection.isolation_level, connection.connection.read_only) == (None, None)
    type(ada).objects.filter(pk=ada.pk).update(headline="Here")


def test_it_is_said_with_begin_and_costs_no_statement(ada, django_assert_num_queries):
    with django_assert_num_queries(3) as seen, one_moment():
        type(ada).objects.get(pk=ada.pk)
        assert connection.connection.isolation_level == IsolationLevel.REPEATABLE_READ

    assert [one["sql"] for one in seen.captured_queries if "FROM" not in one["sql"]] == ["BEGIN", "COMMIT"]


def test_inside_a_transaction_it_changes_nothing(ada):
    with transaction.atomic(), one_moment():
        type(ada).objects.filter(pk=ada.pk).update(headline="Here")

    ada.refresh_from_db()
    assert ada.headline == "Here"
