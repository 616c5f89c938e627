"""What stands in a conversation beside the words: offers and orders as they are now, with what the reader may do."""

from urllib.parse import parse_qs

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marketplace import clock
from marketplace.accounts.models import Reputation
from marketplace.events.models import Event
from marketplace.inbox.pages import timeline
from marketplace.inbox.pages.threads import Threads
from marketplace.offers.models import Side
from tests.conftest import person
from tests.inbox.conftest import begin, part, say
from tests.offers.conftest import accept, send, write
from tests.workshop import accept as approve
from tests.workshop import hand_in

pytestmark = pytest.mark.django_db


def frame(page) -> str:
    """What is in the middle."""
    return page.text.partition('id="talk"')[2].partition('id="composer"')[0].replace("\N{NO-BREAK SPACE}", " ")


def test_an_offer_is_a_card_as_it_stands_with_the_verbs_of_this_reader(as_, ada, sells, talk, visa):
    offer = send(write(sells, ada, "fair", 400, 600, role=Side.FREELANCER), by=sells)
    for_ada, for_grace = (frame(as_(one).open("conversation", talk.pk)) for one in (ada, sells))

    assert f'href="/offers/{offer.pk}/accept/"' in for_ada
    assert "you pay in all" in " ".join(for_ada.split())
    assert f'href="/offers/{offer.pk}/accept/"' not in for_grace
    assert "you receive in all" in " ".join(for_grace.split())
    assert "Withdraw" in for_grace
    assert for_ada.count("inline-card") == 1

    accept(offer, by=ada, source=visa)
    after = frame(as_(ada).open("conversation", talk.pk))

    assert f"/offers/{offer.pk}/accept/" not in after
    assert "the order began" in after
    assert "Order: Website" in after


def test_a_draft_is_nobody_elses(as_, ada, sells, talk):
    offer = write(sells, ada, "fair", 400, role=Side.FREELANCER)

    assert f"/offers/{offer.pk}/" not in as_(ada).open("conversation", talk.pk).text
    assert f"/offers/{offer.pk}/" in as_(sells).open("conversation", talk.pk).text


def test_an_order_is_a_card_at_its_newest_event_and_what_was_before_is_a_line(as_, ada, sells, talk, order):
    placed = order("steps8")
    say(talk, ada, "Here we go.")
    hand_in(placed, 1)
    page = frame(as_(ada).open("conversation", talk.pk))

    assert page.count("inline-card") == 1
    assert page.index("Here we go.") < page.index("inline-card")
    assert "delivered step 1" in page.partition("inline-card")[2]
    assert f'href="{placed.get_absolute_url()}#' in page.partition("inline-card")[2]
    approve(placed, 1)
    assert "You approved step 1" in frame(as_(ada).open("conversation", talk.pk))


def test_what_is_between_the_client_and_the_bank_is_not_the_freelancers(as_, ada, sells, talk, order):
    placed = order("steps8")
    assert placed
    assert "card" not in frame(as_(sells).open("conversation", talk.pk)).replace("inline-card", "")


def test_with_others_it_has_nothing_to_do(as_, ada, sells, talk, order, mallory):
    order("steps8")
    other = begin(mallory, sells).conversation

    assert "Website" not in as_(mallory).open("conversation", other.pk).text
    assert "Website" not in as_(sells).open("conversation", other.pk).text


def test_a_page_at_a_time_loses_and_repeats_nothing(as_, ada, sells, talk, order, monkeypatch, move):
    monkeypatch.setattr(timeline, "PAGE", 4)
    placed, began = order("steps8"), clock.now()
    for number in range(6):
        move(minutes=1)
        say(talk, ada, f"number {number}.")
        happened(placed, "order.asked", at=began if number in (2, 4) else clock.now())  # a timer that fired late
    hand_in(placed, 1)
    seen, pages = read_back(as_(sells), talk)

    assert pages > 2
    assert [seen.count(f"number {one}.") for one in range(6)] == [1] * 6
    assert seen.count("Are you free in May?") == 1
    assert seen.count("inline-card") == 1
    assert seen.count(">Order asked</a>") == 6


def test_where_nothing_happened_it_goes_back_as_well(as_, ada, sells, talk, monkeypatch):
    monkeypatch.setattr(timeline, "PAGE", 2)
    for number in range(4):
        say(talk, ada, f"number {number}.")
    seen, pages = read_back(as_(sells), talk)

    assert (pages, [seen.count(f"number {one}.") for one in range(4)]) == (3, [1] * 4)


def read_back(browser, talk) -> tuple[str, int]:
    """All that stands in a conversation, page by page, and how many pages that are."""
    address, seen, pages = f"/messages/{talk.pk}/", "", 0
    while address and pages < 20:
        page = browser.get(address).text
        seen = page.partition('class="messages"')[2].partition("</ol>")[0] + seen
        pages += 1
        query = page.partition('href="?before=')[2].partition('"')[0]
        address = f"/messages/{talk.pk}/?before={query}" if query else ""
    return seen, pages


def happened(thing, kind: str, at) -> None:
    Event.objects.create(kind=kind, thread=thing.thread, about=thing.thread, actor_kind="clock", at=at)


def test_what_is_new_is_marked_and_then_read(as_, ada, sells, talk):
    browser = as_(sells)
    assert 'aria-label="Inbox, 1 unread"' in browser.get("/orders/").text
    browser.open("conversation", talk.pk)
    say(talk, ada, "And in June?")

    first = browser.open("conversation", talk.pk).text
    again = browser.open("conversation", talk.pk).text

    assert "data-new" in first.partition('class="messages"')[2]
    assert "data-new" not in again.partition('class="messages"')[2]
    assert 'aria-label="Inbox"' in first
    assert 'aria-label="Inbox"' in browser.get("/orders/").text
    assert "seen" in frame(as_(ada).open("conversation", talk.pk))


def test_what_stands_below_much_that_happened_is_read_too(as_, ada, sells, talk, order):
    placed = order("steps8")
    for _ in range(timeline.PAGE + 1):
        happened(placed, "order.asked", at=clock.now())
    browser = as_(sells)
    first = frame(browser.open("conversation", talk.pk))

    assert "Are you free in May?" not in first
    assert part(talk, sells).unread == 0
    assert part(talk, sells).read_to == talk.messages.get().pk
    assert 'aria-label="Inbox"' in browser.get("/orders/").text


def test_who_the_other_one_is_and_how_much_is_unread_stand_beside_it(as_, ada, sells, talk):
    Reputation.objects.create(user=sells, stars_as_freelancer=14, reviews_as_freelancer=1)
    Reputation.objects.create(user=ada, stars_as_client=12, reviews_as_client=1)

    assert "<b>4.7</b> (1)" in as_(ada).open("conversation", talk.pk).text
    assert '<span class="count" data-new>1</span>' in as_(sells).open("index").text
    page = as_(sells).open("conversation", talk.pk).text
    assert ("<b>4.0</b> (1)" in page, '<span class="count" data-new>' in page) == (True, False)


def test_looking_ahead_reads_nothing(as_, sells, talk):
    browser = as_(sells)
    browser.head(f"/messages/{talk.pk}/")

    assert 'aria-label="Inbox, 1 unread"' in browser.get("/orders/").text


def asked(browser, address: str) -> int:
    browser.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(address).status_code == 200
    return len(queries)


def test_it_asks_as_much_for_much_as_for_little(as_, ada, sells, talk, order, visa):
    def more():
        say(talk, ada, "About it.", about=order("steps8").thread)
        send(write(sells, ada, "fair", 400, role=Side.FREELANCER), by=sells)
        say(talk, sells, "Good.")

    more()
    browser = as_(ada)
    addresses = [f"/messages/{talk.pk}/", "/messages/"]
    before = [asked(browser, one) for one in addresses]
    for number in range(3):
        more()
        begin(ada, person(f"Seller{number}", skills=["Logos"]))

    assert [asked(browser, one) for one in addresses] == before
    assert before[0] <= 24


def test_the_list_goes_by_the_newest_and_a_page_at_a_time(as_, ada, sells, talk, monkeypatch, move):
    monkeypatch.setattr("marketplace.inbox.pages.threads.PAGE", 2)
    for number in range(3):
        move(minutes=1)
        begin(ada, person(f"Seller{number}", skills=["Logos"]))
    move(minutes=1)
    say(talk, sells, "I am.")

    pages = [Threads(ada)]
    while pages[-1].has_more and len(pages) < 9:
        (after,) = parse_qs(pages[-1].more)["after"]
        pages.append(Threads(ada, before=after))

    found = [str(row.other) for page in pages for row in page.rows]
    assert found == ["Grace", "Seller2", "Seller1", "Seller0"]
    listed = as_(ada).open("index").text
    assert listed.index("Grace") < listed.index("Seller2")
    assert [str(row.other) for row in Threads(ada, tab="unread").rows] == ["Grace"]
    assert Threads(ada, before="nonsense").rows


@pytest.mark.parametrize("before", ["x", "1", "-1-2", "9" * 30 + "-1", "1-", "٣-٤"])
def test_an_odd_address_is_the_newest_page(as_, ada, talk, before):
    page = as_(ada).open("conversation", talk.pk, before=before, about="order:x", only=before, after=before)

    assert (page.status_code, "Are you free in May?" in page.text) == (200, True)
