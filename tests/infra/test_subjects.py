"""What events, mails and the desk can be about: a noun is one registration, in the app that owns it."""

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from marketplace import admin_base
from marketplace.accounts.models import User
from marketplace.desk_lists import DeskList
from marketplace.desk_names import name_of, names, sections
from marketplace.desk_search import search
from marketplace.events.models import Event
from marketplace.gigs.models import Category
from marketplace.notifications.event_context import load
from marketplace.notifications.models import Group
from marketplace.notifications.recipients import others, payer
from marketplace.subjects import Subject, fetch, key_of, parse, subjects, told_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def field(db, ada):
    """A noun that no app has registered: fields of work, which are Ada's here, and seen on a page of their own."""
    own = Subject(
        Category,
        DeskList("Support", 5, "Fields of work", "Field of work", "Nothing is here."),
        parties=lambda category: [ada],
        page=lambda category: f"/fields/{category.slug}/",
        told_as=("field", "branch"),
    )
    with subjects.instead({**subjects, "field": own}):
        yield Category.objects.first()


@pytest.fixture
def told(field, sam):
    return Event.record("field.renamed", thread=f"field:{field.pk}", about=f"field:{field.pk}", by=sam)


def test_an_event_knows_the_thing_whose_it_is_and_where_it_is_seen(told, field, ada):
    (matter,) = load([told])

    assert matter.things == {"field": field}
    assert others(matter) == matter.parties == [ada]
    assert matter.path_for(Group.WORK) == f"/fields/{field.slug}/"


def test_the_desk_names_it_links_it_and_finds_it(field, rf, sam):
    request, reference = rf.get("/"), f"field:{field.pk}"
    request.user = User.objects.create_superuser("root@example.org", "cairn-demo")
    page = reverse("admin:gigs_category_change", args=[field.pk])

    assert name_of(Category._meta).many == "Fields of work"
    assert admin_base.reference(reference) == f'<a href="{page}">{reference}</a>'
    assert [one.url for group in search(admin_base.admin.site, request, reference) for one in group.rows] == [page]
    assert {"branch", "field"} <= set(told_as())


def test_what_nobody_registered_is_a_word():
    assert parse("field:1") is parse("order:x") is parse("order:") is parse("order:" + "9" * 5000) is None
    assert admin_base.reference("wallet:7") == "wallet:7"


def test_many_cost_one_query_for_each_sort_of_things(order):
    placed = [order("fair"), order("steps8")]
    references = [one.reference for each in placed for one in each.plan]
    with CaptureQueriesContext(connection) as asked:
        found = fetch([*references, *(one.thread for one in placed)])
        owners = {found[one].order.client.display_name for one in references}

    assert len(asked) == 2
    assert owners == {"Ada"}


def test_who_may_act_on_a_payment_is_whose_it_is(order):
    payment = apps.get_model("escrow", "Payment")
    order("fair")
    one = payment.objects.get()
    event = Event.record("payment.refunded", thread=one.thread, about=f"payment:{one.pk}", by=one.user)

    (matter,) = load([event])

    assert payer(matter) == [one.user]
    assert matter.path_for(Group.MONEY) == matter.order.get_absolute_url()


def test_the_lists_of_the_desk_stand_in_the_order_in_which_support_needs_them():
    models = [{"model": apps.get_model(label)} for label in names()]

    found = {section["name"]: [one["name"] for one in section["models"]] for section in sections(models)}

    assert list(found) == ["Support", "Orders", "Gigs", "Jobs", "Money", "People", "Mail and history"]
    assert found["Support"] == [
        "Questions to support",
        "Requests and disputes",
        "Reported messages",
        "Reported reviews",
        "Conversations",
    ]
    assert found["Orders"] == [
        "Orders",
        "Steps",
        "Deliveries",
        "Timers",
        "Offers",
        "Subscriptions",
        "Reviews",
        "Rulebooks",
        "Contract texts",
    ]
    assert found["Gigs"] == ["Gigs", "Versions", "Pictures", "Workflow templates", "Categories"]
    assert found["Money"][:4] == ["Payments", "Answers that turned", "Cards and bank accounts", "Journal"]


@pytest.mark.parametrize("reference", ["", "order", "order:", "order:none", "planet:42", "42"])
def test_what_names_no_row_has_no_key(reference):
    with pytest.raises(ValueError, match="names no subject"):
        key_of(reference)


def test_the_key_of_a_row():
    assert key_of("order:42") == 42
