"""The bell in the top bar: how many notifications are unread, on every page, for no query of its own."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from marketplace.notifications import fan_out
from marketplace.notifications.context_processors import MOST_COUNTED
from marketplace.notifications.models import Notification

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = ["/dashboard/", "/orders/", "/offers/", "/wallet/", "/policies/", "/settings/", "/settings/security/",
         "/settings/notifications/", "/notifications/", "/offers/new/", "/accounts/email/", "/nowhere/"]  # fmt: skip


@pytest.fixture
def told(delivered, ada):
    """Ada has two that are unread."""
    fan_out.tell()
    return list(Notification.objects.filter(user=ada).order_by("pk"))


def bell(client, path="/dashboard/") -> str:
    page = client.get(path).content.decode()
    return page.partition('<a class="bell"')[2].partition("</a>")[0]


@pytest.mark.parametrize("path", PAGES)
def test_it_is_on_every_page(client, ada, told, path):
    client.force_login(ada)
    found = bell(client, path)

    assert 'aria-label="Notifications, 2 unread"' in found
    assert ">2</span>" in found


def test_strangers_have_none_and_pay_nothing(client, db):
    with CaptureQueriesContext(connection) as asked:
        assert bell(client, "/accounts/login/") == ""
    assert not [one for one in asked if "notifications_notification" in one["sql"]]


def test_it_is_quiet_when_all_is_read(client, ada, told):
    client.force_login(ada)
    client.post(reverse("notifications:read"))

    assert "bell-count" not in bell(client)
    assert 'aria-label="Notifications"' in bell(client)


def test_it_counts_ones_own(client, mallory, told):
    client.force_login(mallory)
    assert "bell-count" not in bell(client)


def queries(client) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        client.get("/settings/")
    return [one["sql"] for one in asked if "notifications_notification" in one["sql"]]


def test_it_is_no_query_of_its_own_however_many_there_are(client, ada, told, happen, delivered):
    client.force_login(ada)
    before = queries(client)
    for _ in range(MOST_COUNTED):
        happen("milestone.given_back", delivered)
    fan_out.tell()

    (only,) = queries(client)
    assert only == before[0]
    assert 'FROM "accounts_user"' in only
    assert "LIMIT 100" in only
    assert f">{MOST_COUNTED}+</span>" in bell(client)


def test_following_one_reads_it_and_what_leads_to_the_same_place(client, ada, told, delivered):
    client.force_login(ada)
    listed = client.get("/notifications/").content.decode()
    link = reverse("notifications:notification", args=[told[-1].pk])
    assert f'href="{link}"' in listed

    assert client.get(link).url == told[-1].path

    assert not Notification.objects.filter(user=ada, path=told[-1].path).unread().exists()


def test_looking_ahead_reads_nothing(client, ada, told):
    client.force_login(ada)
    client.head(reverse("notifications:notification", args=[told[0].pk]))

    assert Notification.objects.filter(user=ada).unread().count() == 2


def test_somebody_elses_is_not_there(client, mallory, told):
    client.force_login(mallory)

    assert client.get(reverse("notifications:notification", args=[told[0].pk])).status_code == 404
    assert Notification.objects.unread().count() == 3
