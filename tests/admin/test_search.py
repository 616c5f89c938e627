"""The one search of the desk, and the words in which it names its lists."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from escrow.models import Payment
from marketplace.accounts.models import User
from marketplace.accounts.support import admit
from marketplace.desk_names import names
from marketplace.helpdesk import actions
from marketplace.helpdesk.models import Ticket
from tests.admin.conftest import enter, page, url

pytestmark = pytest.mark.django_db


def found(browser, words) -> str:
    """What the search shows, without the box above it."""
    response = browser.get(reverse("admin:search"), {"q": words})
    assert response.status_code == 200
    return response.text.partition("desk-search-help")[2].partition("desk-zone")[0]


@pytest.fixture
def desk(sam):
    """The browser of a member of support, with exactly the rights that support has."""
    sam.user_permissions.clear()
    admit(sam)
    return enter(User.objects.get(pk=sam.pk))


@pytest.fixture
def placed(order):
    return order("fair")


@pytest.mark.parametrize(
    "words", ["{order.pk}", "#{order.pk}", "order:{order.pk}", "{order.title}", "ada@example.org", "Grace"]
)
def test_an_order_is_found(desk, placed, words):
    assert f'href="{url(placed)}"' in found(desk, words.format(order=placed))


@pytest.mark.parametrize("words", ["{one.pk}", "payment:{one.pk}", "{one.key}", "{one.reference}", "ada@example.org"])
def test_a_payment_is_found(desk, placed, words):
    one = Payment.objects.first()

    assert f'href="{url(one)}"' in found(desk, words.format(one=one))


def test_people_and_questions_are_found(desk, ada):
    actions.ask(by=ada, subject="Where is my money?", text="I can’t see it.")
    text = found(desk, "money")

    assert f'href="{url(Ticket.objects.get())}"' in text
    assert f'href="{url(ada)}"' in found(desk, "ADA@example.org")


def test_a_milestone_is_found_by_its_reference(desk, placed):
    first = placed.plan[0]

    assert f'href="{url(first)}"' in found(desk, f"milestone:{first.pk}")


@pytest.mark.parametrize(
    "words", ["", "   ", "zzz", "9" * 5000, "order:" + "9" * 5000, "order:x", "\u0660", "%", "<script>"]
)
def test_nothing_is_found_and_nothing_breaks(desk, placed, words):
    text = found(desk, words)

    assert "<li>" not in text
    assert "<script>" not in text


@pytest.mark.parametrize("model", sorted(admin.site._registry, key=str), ids=lambda model: model._meta.label_lower)
def test_many_words_cost_no_list_more_than_some(model, rf, sam):
    look, request = admin.site._registry[model], rf.get("/admin/")
    request.user = sam

    asked = [
        str(look.get_search_results(request, look.get_queryset(request), words)[0].query)
        for words in ("a " * 8, "a " * 1000, "a" * 100_000)
    ]

    assert len(asked[1]) == len(asked[0])
    assert len(asked[2]) < 10_000


def test_what_somebody_may_not_look_at_is_not_found(db, placed):
    """Who may see orders only finds no person, payment or offer by it, nor that there is one."""
    someone = User.objects.create_user("kim@example.org", "cairn-demo", display_name="Kim", is_staff=True)
    someone.user_permissions.set(Permission.objects.filter(codename="view_order"))
    browser = enter(User.objects.get(pk=someone.pk))

    text = found(browser, "ada@example.org")

    assert url(placed) in text
    assert text.count("<section") == 1
    for words in (f"payment:{Payment.objects.first().pk}", f"user:{placed.client_id}", Payment.objects.first().key):
        assert "<section" not in found(browser, words)


def test_it_asks_as_much_for_many_as_for_one(desk, order):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            found(desk, "ada@example.org")
        return len(asked)

    order("fair")
    found(desk, "ada@example.org")
    before = queries()
    for _ in range(8):
        order("fair")

    assert queries() <= before
    assert "All of them" in found(desk, "ada@example.org")


def test_every_list_has_a_name_of_ours():
    assert {model._meta.label_lower for model in admin.site._registry} == set(names())


def test_an_empty_list_says_what_would_be_in_it(desk):
    address = reverse("admin:helpdesk_ticket_changelist")

    assert "What people ask with “Ask support” comes here." in page(desk, address)
    assert "Nothing fits." in page(desk, f"{address}?q=nothing")


def test_the_desk_says_in_which_zone_its_times_are(desk):
    assert "Times are in UTC: it is " in page(desk, "/admin/")


def test_the_list_of_orders_says_what_each_is_worth(desk, placed):
    text = page(desk, reverse("admin:milestones_order_changelist"))

    assert '<td class="field-worth">$3,000.00</td>' in text
    assert '<td class="field-holding">$1,000.00</td>' in text


def test_what_is_stored_of_a_password_is_not_shown_to_support(desk, ada):
    text = page(desk, url(ada))

    assert ada.password.rpartition("$")[2][:6] not in text
    assert "salt" not in text
    assert "May sign in" in text
