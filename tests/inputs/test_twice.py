"""A verb that is asked twice at once happens once: the form has a key, used up under the lock of the verb."""

import re
import threading

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from escrow.models import PaymentSource
from marketplace import clock
from marketplace.events.models import Event
from marketplace.idempotency import keys
from marketplace.idempotency.models import UsedKey
from marketplace.offers.models import Offer
from milestones.models import Case, Delivery, Milestone
from tests.escrow.test_sources import GOOD
from tests.offers.test_editor import NEW
from tests.workshop import nth, place, rulebook

TIMES = 4


def at_once(person, url, data) -> list[int]:
    """The same form of one person, several times at the same moment."""
    ready, statuses = threading.Barrier(TIMES), []
    browsers = [Client() for _ in range(TIMES)]
    for browser in browsers:
        browser.force_login(person)

    def post(browser):
        ready.wait()
        try:
            statuses.append(browser.post(url, data).status_code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=post, args=[browser]) for browser in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statuses


def key_of(person, page) -> str:
    browser = Client()
    browser.force_login(person)
    return re.search(r'name="once" value="([^"]+)"', browser.get(page).content.decode())[1]


def later(days=90) -> str:
    return (clock.now() + clock.days(days)).date().isoformat()


def part(number=1):
    return {"name": "x", "amount": "50", "due_on": later(), "deliverables": "x", "reason": "More."}


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_a_delivery(self, ada, grace, visa):
        placed = place(ada, grace, "contract14", source=visa)
        key = key_of(grace, placed.get_absolute_url())

        statuses = at_once(grace, f"/milestones/{nth(placed, 1).pk}/deliver/", {"message": "Here.", "once": key})

        assert statuses == [302] * TIMES
        assert Delivery.objects.count() == 1

    def test_a_new_milestone(self, ada, grace, visa):
        placed = place(ada, grace, "open", source=visa)
        url = f"/orders/{placed.pk}/add-milestone/"

        statuses = at_once(ada, url, part() | {"once": key_of(ada, url)})

        assert statuses == [302] * TIMES
        assert Milestone.objects.filter(order=placed).count() == 4

    def test_a_released_part(self, ada, grace, visa):
        placed = place(ada, grace, "contract14", source=visa)
        key = key_of(ada, placed.get_absolute_url())

        statuses = at_once(
            ada, f"/milestones/{nth(placed, 1).pk}/release-part/", {"part": "100", "agreed": "10000", "once": key}
        )

        assert set(statuses) == {302}
        assert nth(placed, 1).price == 10_000

    def test_a_draft(self, ada, grace):
        data = {
            "role": "client",
            "to": grace.pk,
            "title": "Brand",
            "currency": "USD",
            "policy": rulebook("fair").pk,
            "valid_days": "14",
            "milestones-TOTAL_FORMS": "1",
            "op": "save",
            "once": key_of(ada, NEW),
        }

        assert at_once(ada, NEW, data) == [302] * TIMES
        assert Offer.objects.count() == 1

    def test_a_proposal(self, ada, grace, visa):
        placed = place(ada, grace, "contract14", source=visa)
        url = f"/orders/{placed.pk}/plan/"
        typed = {f"milestones-9-{name}": value for name, value in part().items()} | {"reason": "More.", "row": "9"}

        assert at_once(grace, url, typed | {"op": "send", "once": key_of(grace, url)}) == [302] * TIMES
        assert Case.objects.count() == 1

    def test_a_card(self, ada):
        at_once(ada, reverse("escrow:add_source"), GOOD)

        assert PaymentSource.objects.count() == 1

    def test_no_more_cards_than_there_is_room_for(self, ada, monkeypatch):
        """The limit counts under the lock: without it several of these would find one place left."""
        monkeypatch.setattr("escrow.sources.MOST", 1)
        monkeypatch.setattr("escrow.gateways.sandbox.gateway.salted_hmac", lambda *_, **__: Different())

        at_once(ada, reverse("escrow:add_source"), GOOD)

        assert PaymentSource.objects.count() == 1


class Different:
    def hexdigest(self):
        return keys.new()


def test_the_second_time_leads_to_the_same_place(as_, grace, order):
    placed = order("fair")
    visitor, form = as_(grace), {"message": "Here.", "once": "a-key"}

    first = visitor.do("deliver", nth(placed, 1), **form)
    second = visitor.do("deliver", nth(placed, 1), **form)

    assert first.url == second.url
    assert "This was done already, and was not done twice." in visitor.get(second.url).content.decode()
    assert Delivery.objects.count() == 1


def test_whoever_comes_back_with_other_words_is_heard(as_, grace, order):
    placed = order("contract14")

    for message in ("Here.", "Here, and better."):
        as_(grace).do("deliver", nth(placed, 1), message=message, once="a-key")

    assert Delivery.objects.count() == 2


def test_what_was_refused_did_not_use_up_the_key(as_, grace, order):
    placed = order("fair")
    as_(grace).do("deliver", nth(placed, 1), message="", once="a-key")

    assert not UsedKey.objects.exists()


def test_a_key_is_one_person_s_own(as_, ada, grace, mallory, order):
    placed = order("open")

    assert as_(mallory).do("add_milestone", placed, **part(), once="a-key").status_code == 404
    assert as_(ada).do("add_milestone", placed, **part(), once="a-key").status_code == 302
    assert Milestone.objects.filter(order=placed).count() == 4


def test_each_form_that_makes_something_has_a_key(as_, ada, grace, order, offered):
    placed, offer = order("contract14"), offered("fair")

    for person, page in (
        (grace, placed.get_absolute_url()),
        (ada, f"/orders/{placed.pk}/plan/"),
        (ada, f"/orders/{placed.pk}/resolution/"),
        (grace, offer.get_absolute_url()),
        (ada, NEW),
    ):
        assert 'name="once"' in as_(person).get(page).content.decode(), page


def test_ticking_twice_leaves_it_ticked(as_, grace, order):
    placed = order("steps8")
    milestone = nth(placed, 1)
    milestone.substeps = [{"name": "Sketch", "done_at": None}]
    milestone.save(update_fields=["substeps"])

    for _ in range(2):
        as_(grace).do("tick", milestone, number="0", done="1")

    assert nth(placed, 1).substeps[0]["done_at"]


def test_old_keys_are_forgotten(ada, move):
    keys.use("a" * 64, by=ada)
    move(days=9)

    keys.forget_old(clock.now() - clock.days(1))

    assert not UsedKey.objects.exists()


def test_the_same_card_is_there_already(client, ada):
    client.force_login(ada)
    client.post(reverse("escrow:add_source"), GOOD)

    response = client.post(reverse("escrow:add_source"), GOOD)

    assert response.status_code == 422
    assert "You can pay with this one already: Visa ending in 4242" in response.content.decode()
    client.post(reverse("escrow:remove_source", args=[PaymentSource.objects.get().pk]))
    assert client.post(reverse("escrow:add_source"), GOOD).status_code == 302
    assert client.post(reverse("escrow:add_source"), GOOD | {"expiry": "11/39"}).status_code == 302


def test_an_answer_to_a_dispute_is_written_once(as_, ada, grace, order):
    placed = order("fair")
    as_(ada).do("dispute", placed, milestone=nth(placed, 1).pk, reason="Nothing came.")
    asked, visitor = Case.objects.get(), as_(grace)

    for _ in range(2):
        assert visitor.do("reply", asked, answer="It did.", once="a-key").status_code == 302

    assert Event.objects.filter(kind="dispute.answered").count() == 1
