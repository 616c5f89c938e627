"""Support looks up who was told what."""

import pytest
from django.urls import reverse

from marketplace.notifications import fan_out
from marketplace.notifications.models import FanOutFailure, Notification
from marketplace.notifications.tasks import dispatch

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def root(client, sam, settings):
    settings.DEMO = True  # without a second factor
    sam.is_superuser = True
    sam.save(update_fields=["is_superuser"])
    client.force_login(sam)
    return client


def test_the_list_and_a_row(root, delivered, ada):
    dispatch()
    page = root.get(reverse("admin:notifications_notification_changelist"), {"q": ada.email})
    assert "Grace delivered step 1" in page.content.decode()

    told = Notification.objects.filter(user=ada).first()
    page = root.get(reverse("admin:notifications_notification_change", args=[told.pk]))
    assert "milestone.delivered" in page.content.decode()


@pytest.mark.parametrize("mail", ["waits", "sent", "failed"])
def test_the_list_by_what_became_of_the_mail(root, delivered, mail):
    fan_out.tell()

    page = root.get(reverse("admin:notifications_notification_changelist"), {"mail": mail})

    assert page.context["cl"].result_count == (3 if mail == "waits" else 0)


def test_what_nobody_could_be_told_of(root, delivered, happen):
    happen("milestone.undecided", delivered)
    fan_out.tell()

    page = root.get(reverse("admin:notifications_fanoutfailure_changelist")).content.decode()

    assert FanOutFailure.objects.count() == 1
    assert "KeyError" in page
