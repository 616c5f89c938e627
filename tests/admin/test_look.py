"""Looking things up in the desk: found, filtered, linked, never edited, and in a constant number of queries."""

import pytest
from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from marketplace.accounts.models import User
from marketplace.deadlines.models import Deadline
from marketplace.events.models import Event
from marketplace.policies.models import Policy
from milestones.actions import cases, deliver, disputes
from milestones.models import Case, Delivery, Milestone, Order
from milestones.uploads import Upload
from tests.admin.conftest import enter, page, url
from tests.workshop import accept, hand_in, nth, pay

pytestmark = pytest.mark.django_db

MODELS = [Order, Milestone, Delivery, Case, Deadline, Event, Policy]
LISTS = [reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist") for model in MODELS]


@pytest.fixture
def busy(order, visa):
    """An order with something of everything."""

    def make():
        placed = order("fair")
        hand_in(placed, 1)
        accept(placed, 1)
        pay(placed, 2, visa)
        hand_in(placed, 2)
        deliver.request_revision(nth(placed, 2), by=placed.client, reason="The logo is too small.")
        cases.ask_for_time(nth(placed, 2), by=placed.freelancer, days=3, reason="I was ill.")
        disputes.dispute(nth(placed, 2), by=placed.freelancer, reason="It was never in the scope.")
        return placed

    return make


@pytest.fixture
def root(db):
    """A superuser's browser."""
    return enter(User.objects.create_superuser("root@example.org", "cairn-demo", display_name="Root"))


def queries(browser, address) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page(browser, address)
    return len(asked)


@pytest.mark.parametrize("address", LISTS)
def test_a_list_asks_as_much_for_one_order_as_for_four(desk, busy, address):
    busy()
    page(desk, address)
    before = queries(desk, address)
    for _ in range(3):
        busy()

    assert queries(desk, address) <= before
    assert before <= 16


def test_the_page_of_an_order_asks_as_much_for_a_long_history_as_for_a_short_one(desk, busy, order):
    short, long = order("fair"), busy()
    page(desk, url(short))

    assert abs(queries(desk, url(long)) - queries(desk, url(short))) <= 2
    assert queries(desk, url(long)) <= 25


@pytest.mark.parametrize("address", LISTS)
def test_looking_writes_nothing(desk, busy, address):
    busy()
    page(desk, address)

    with CaptureQueriesContext(connection) as asked:
        page(desk, address)

    assert [one["sql"] for one in asked if one["sql"].startswith(("INSERT", "UPDATE", "DELETE"))] == []


@pytest.mark.parametrize(
    ("model", "looked_for"),
    [
        (Order, "website"),
        (Order, "ada@example.org"),
        (Milestone, "Part 2"),
        (Delivery, "grace@example.org"),
        (Case, "never in the scope"),
        (Event, "milestone.revision"),
        (Policy, "fiverr"),
    ],
)
def test_it_is_found(desk, busy, model, looked_for):
    busy()
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")

    said = page(desk, f"{address}?q={looked_for}")

    assert f"/{model._meta.model_name}/" in said[said.index('id="result_list"') :]


@pytest.mark.parametrize("model", [Order, Milestone, Delivery, Case, Deadline])
def test_it_is_found_by_the_number_of_its_order(desk, busy, model):
    placed, other = busy(), busy()
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")

    said = page(desk, f"{address}?q={placed.pk}")

    rows = said[said.index('id="result_list"') :]
    assert url(placed) in rows
    assert url(other) not in rows


@pytest.mark.parametrize(
    "query", ["state__exact=disputed", "state__exact=pending", "funded_at__isnull=False", "amount_currency=USD"]
)
def test_milestones_are_filtered(desk, busy, query):
    busy()

    assert desk.get(f"{reverse('admin:milestones_milestone_changelist')}?{query}").status_code == 200


def test_an_order_leads_to_everything_that_belongs_to_it(desk, busy):
    placed = busy()
    said = page(desk, url(placed))

    for row in [*placed.milestones.all(), *placed.cases.all(), *placed.deadlines.filter(settled_at=None)]:
        assert url(row) in said
    for place in ("events_event", "escrow_journalentry", "escrow_payment", "deadlines_deadline"):
        assert reverse(f"admin:{place}_changelist") in said
    assert "Grace opened a dispute about step 2" in said
    assert "The logo is too small." not in said


def test_everything_leads_back_to_the_order(desk, busy):
    placed = busy()
    rows = [
        nth(placed, 2),
        Delivery.objects.latest("pk"),
        placed.cases.first(),
        placed.deadlines.first(),
        Event.objects.latest("pk"),
    ]

    for row in rows:
        assert url(placed) in page(desk, url(row))


def test_a_milestone_shows_its_deliveries_money_and_history(desk, busy):
    said = page(desk, url(nth(busy(), 2)))

    assert "The logo is too small." in said
    assert "$1,000.00" in said
    assert ":fund</a>" in said
    assert "payment " in said


@pytest.mark.parametrize("model", MODELS)
def test_nothing_is_added_changed_or_deleted_by_hand(root, busy, model):
    busy()
    row = model.objects.first()

    assert root.post(url(row), {"title": "Other"}).status_code == 403
    assert root.post(url(row, "delete"), {"post": "yes"}).status_code == 403
    if model is not Policy:
        assert root.get(reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_add")).status_code == 403
    assert model.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("address", [*LISTS, "/admin/"])
@pytest.mark.parametrize("who", ["ada", "mallory"])
def test_nobody_else_looks(client, who, address, request):
    client.force_login(request.getfixturevalue(who))

    response = client.get(address)

    assert response.status_code == 302
    assert response.url.startswith("/admin/login/")


def test_a_person_leads_to_what_is_theirs(desk, busy, ada):
    placed = busy()
    said = page(desk, url(ada))
    places = ["milestones_order", "escrow_payment", "escrow_account", "events_event"]

    links = [reverse(f"admin:{place}_changelist") for place in places]

    assert all(link in said for link in links)
    assert str(placed.pk) in page(desk, f"{links[0]}?q={ada.email}")
    assert "order.placed" in page(desk, f"{links[3]}?actor__id__exact={ada.pk}")


def test_support_downloads_what_was_delivered(desk, order):
    placed = order("fair")
    upload = Upload(ContentFile(b"pixels", "logo.png"), "logo.png", 6, "image/png", "ab" * 32)
    delivery = deliver.deliver(nth(placed, 1), by=placed.freelancer, files=[upload]).thing.deliveries.get()
    file = delivery.files.get()

    assert file.get_absolute_url() in page(desk, url(delivery))
    response = desk.get(file.get_absolute_url())
    assert b"".join(response.streaming_content) == b"pixels"
    assert response.headers["Content-Disposition"] == 'attachment; filename="logo.png"'


def test_what_the_desk_says_of_a_row_is_not_what_its_column_holds():
    """Django shows the model's field where a page has a function of the same name, and says nothing about it."""
    hidden = [
        f"{type(page).__name__}.{name}"
        for page in admin.site._registry.values()
        for name in {field.name for field in page.model._meta.get_fields()} & set(dir(page)) - set(dir(ModelAdmin))
    ]

    assert hidden == []
