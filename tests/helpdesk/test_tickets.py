"""A person asks support, from any page; support answers in the desk; nobody else reads it."""

from contextlib import suppress

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.test import Client

from marketplace.accounts.models import User
from marketplace.actors import Support
from marketplace.events.models import Event
from marketplace.helpdesk import actions
from marketplace.helpdesk.models import Message, Ticket
from marketplace.idempotency.keys import Repeated
from marketplace.notifications.fan_out import tell
from marketplace.notifications.models import Notification
from tests.conftest import person

pytestmark = pytest.mark.django_db

WORDS = {"subject": "My card", "text": "It was charged twice."}


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def ask(user, **words):
    return browser(user).post("/support/", {**WORDS, **words})


@pytest.fixture
def ticket(ada):
    return actions.ask(by=ada, **WORDS)


@pytest.fixture
def sam(sam):
    sam.user_permissions.add(*Permission.objects.filter(content_type__app_label="helpdesk"))
    return User.objects.get(pk=sam.pk)


def test_it_is_asked_and_kept(ada):
    response = ask(ada)

    asked = Ticket.objects.get()
    assert response.url == asked.get_absolute_url()
    assert (asked.user, asked.state, asked.messages.get().text) == (ada, "waiting", "It was charged twice.")
    assert "It was charged twice." in browser(ada).get(response.url).content.decode()
    assert "My card" in browser(ada).get("/support/").content.decode()


def test_every_page_leads_to_it_and_says_where_from(ada, order):
    placed = order("fair")
    client = browser(ada)

    page = client.get(placed.get_absolute_url()).content.decode()
    form = client.get(f"/support/?from=/orders/{placed.pk}/").content.decode()

    assert f'href="/support/?from=/orders/{placed.pk}/"' in page
    assert f'<option value="{placed.pk}" selected>' in form
    ask(ada, order=placed.pk, page=placed.get_absolute_url())
    assert Ticket.objects.get().order == placed


@pytest.mark.parametrize("page", ["/orders/{}/statement/", "/milestones/{}/fund/"])
def test_a_page_below_an_order_is_about_it(ada, order, page):
    placed = order("fair")
    key = placed.pk if "orders" in page else placed.milestones.first().pk

    form = browser(ada).get(f"/support/?from={page.format(key)}").content.decode()

    assert f'<option value="{placed.pk}" selected>' in form


def test_nobody_asks_about_anothers_order(mallory, order):
    placed = order("fair")

    response = ask(mallory, order=placed.pk)

    assert response.status_code == 422
    assert "Website" not in browser(mallory).get(f"/support/?from=/orders/{placed.pk}/").content.decode()
    assert Ticket.objects.count() == 0


@pytest.mark.parametrize("bad", ["/nowhere/", "//evil.example/", "/orders/99999999999999999999/", "x" * 500, "\0", ""])
def test_an_odd_page_is_about_nothing(ada, bad):
    assert browser(ada).get("/support/", {"from": bad}).status_code == 200


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"subject": ""}, "This field is required"),
        ({"text": ""}, "This field is required"),
        ({"subject": "x" * 121}, "at most 120 characters"),
        ({"text": "y" * 4001}, "at most 4000 characters"),
        ({"order": "9" * 5000}, "not one of the available choices"),
    ],
)
def test_what_is_missing_is_said_and_the_rest_kept(ada, words, said):
    response = ask(ada, **words)

    assert response.status_code == 422
    assert said in response.content.decode()
    assert ("text" in words) or "It was charged twice." in response.content.decode()


def test_sent_twice_it_is_asked_once(ada):
    first, again, anew = ask(ada, once="a"), ask(ada, once="a"), ask(ada, once="b")

    assert (first.url == again.url, first.url == anew.url) == (True, False)
    assert Message.objects.count() == 2


def test_sent_twice_it_is_answered_once(ada, sam, ticket):
    for once in ("a", "a", "b"):
        browser(ada).post(ticket.get_absolute_url(), {"text": "Still.", "once": once})
    for _ in range(2):
        with suppress(Repeated):
            actions.answer(ticket, by=Support(sam, ""), text="Yes.", once="c")

    assert ticket.messages.count() == 4


def test_support_answers_and_the_person_is_told(ada, sam, ticket):
    actions.answer(ticket, by=Support(sam, ""), text="We gave one back.")
    tell()

    page = browser(ada).get(ticket.get_absolute_url()).content.decode()
    assert "We gave one back." in page
    assert "Sam of support" in page
    assert Ticket.objects.get().state == "answered"
    assert Notification.objects.get(user=ada).title == "Support answered “My card”"


def test_support_is_told_and_led_to_the_desk(ada, sam, ticket):
    tell()

    told = Notification.objects.get(user=sam)
    assert told.title == "Ada asks: “My card”"
    assert told.path == f"/admin/helpdesk/ticket/{ticket.pk}/change/"


def test_an_answer_of_ones_own_opens_it_again(ada, sam, ticket):
    actions.close(ticket, by=Support(sam, ""))

    browser(ada).post(ticket.get_absolute_url(), {"text": "It happened again."})

    assert Ticket.objects.get().state == "waiting"
    assert [one.text for one in ticket.messages.all()] == ["It was charged twice.", "It happened again."]


def test_who_asked_may_close_it_once(ada, ticket):
    close = f"/support/{ticket.pk}/close/"

    assert browser(ada).post(close).status_code == 302
    assert browser(ada).post(close).status_code == 409
    assert Event.objects.filter(kind="ticket.closed").count() == 1


@pytest.mark.parametrize("who", ["grace", "mallory", "sam"])
def test_nobody_else_sees_it_on_the_site(request, ticket, who):
    client = browser(request.getfixturevalue(who))

    assert client.get(ticket.get_absolute_url()).status_code == 404
    assert client.post(ticket.get_absolute_url(), {"text": "Hm."}).status_code == 404
    assert client.post(f"/support/{ticket.pk}/close/").status_code == 404
    assert Message.objects.count() == 1


@pytest.mark.parametrize("verb", ["answer", "close"])
def test_only_support_answers_in_the_desk(settings, mallory, ada, sam, ticket, verb):
    settings.DEMO = True  # whose desk asks for no second factor
    url = f"/admin/helpdesk/ticket/{ticket.pk}/{verb}/"
    staff = person("Stella", is_staff=True)
    staff.user_permissions.add(Permission.objects.get(codename="view_ticket"))

    assert browser(mallory).post(url, {"text": "No."}).status_code in (302, 403)
    assert browser(staff).post(url, {"text": "No."}).status_code == 403
    assert Ticket.objects.get().state == "waiting"
    assert browser(sam).post(url, {"text": "Yes."}).status_code == 302
    assert Ticket.objects.get().state == {"answer": "answered", "close": "closed"}[verb]


def test_the_second_agent_is_told_that_it_is_closed(settings, sam, ticket):
    settings.DEMO = True
    url = f"/admin/helpdesk/ticket/{ticket.pk}/close/"
    browser(sam).post(url)

    for again in (browser(sam).post(url, follow=True), browser(sam).get(url, follow=True)):
        assert "This question is closed already." in again.content.decode()
    assert Event.objects.filter(kind="ticket.closed").count() == 1


def test_the_desk_keeps_an_answer_that_is_too_long(settings, sam, ticket):
    settings.DEMO = True
    url = f"/admin/helpdesk/ticket/{ticket.pk}/answer/"

    response = browser(sam).post(url, {"text": "z" * 4001})

    assert response.status_code == 422
    assert "z" * 4001 in response.content.decode()
    assert "It was charged twice." in browser(sam).get(url).content.decode()
    assert "It was charged twice." in browser(sam).get(f"/admin/helpdesk/ticket/{ticket.pk}/change/").content.decode()
    assert "My card" in browser(sam).get("/admin/helpdesk/ticket/").content.decode()


class TestUnderTheLock:
    def test_nobody_answers_for_support(self, ada, grace, ticket):
        for by in (ada, grace, Support(grace, "")):
            with pytest.raises(PermissionDenied):
                actions.answer(ticket, by=by, text="Yes.")

    def test_nobody_answers_themselves(self, sam):
        own = actions.ask(by=sam, **WORDS)
        with pytest.raises(PermissionDenied):
            actions.answer(own, by=Support(sam, ""), text="Yes.")

    def test_a_closed_account_asks_nothing(self, ada):
        User.objects.filter(pk=ada.pk).update(is_active=False)
        with pytest.raises(PermissionDenied):
            actions.ask(by=ada, **WORDS)

    def test_nobody_replies_for_another(self, grace, ticket):
        with pytest.raises(PermissionDenied):
            actions.reply(ticket, by=grace, text="Hm.")


def test_nobody_floods_support(ada, monkeypatch):
    monkeypatch.setattr(actions, "MOST_OPEN", 2)
    assert [ask(ada).status_code for _ in range(3)] == [302, 302, 422]
    monkeypatch.setattr(actions, "MOST_A_DAY", 3)
    first = Ticket.objects.first()
    url = first.get_absolute_url()
    assert [browser(ada).post(url, {"text": "?"}).status_code for _ in range(2)] == [302, 422]


def test_the_list_costs_the_same_however_long(ada, django_assert_max_num_queries, monkeypatch):
    monkeypatch.setattr(actions, "MOST_OPEN", 100)
    for number in range(25):
        actions.ask(by=ada, subject=f"Question {number}", text="?")
    client = browser(ada)
    with django_assert_max_num_queries(10):
        assert "1–20 of 25 questions" in client.get("/support/").content.decode()


def test_who_cannot_sign_in_finds_an_address(client, settings):
    settings.SUPPORT_EMAIL = "help@market.example"
    assert 'href="mailto:help@market.example"' in client.get("/").content.decode()
    assert client.get("/support/").url == "/accounts/login/?next=/support/"


@pytest.mark.parametrize("subject", ["\u3164", "refund\u202efdp", "=?utf-8?q?=E2=80=AEA?=", "…"])
def test_its_subject_is_text_that_can_be_seen(ada, subject):
    assert ask(ada, subject=subject).status_code == 422
    assert not Ticket.objects.exists()


def test_the_front_page_of_the_desk_counts_what_waits_for_an_answer(sam, ticket, settings):
    settings.DEMO = True
    sam.user_permissions.add(Permission.objects.get(codename="view_case"))

    def said():
        return browser(sam).get("/admin/").content.decode().partition("Questions to support</a></dt>")[2]

    assert said().startswith("<dd>1</dd>")
    actions.answer(ticket, by=Support(sam, ""), text="It comes back today.")
    assert said().startswith("<dd>0</dd>")

    sam.user_permissions.remove(Permission.objects.get(codename="view_ticket"))
    assert said() == ""


def test_where_a_cancellation_goes_through_support_it_leads_there(ada, order):
    placed = order("steps5")

    page = browser(ada).get(f"/orders/{placed.pk}/resolution/").content.decode()

    assert f'through support. <a href="/support/?from=%2Forders%2F{placed.pk}%2F">Ask support</a>' in page
