"""What people want by mail, on the settings page and from the link under each mail."""

import pytest
from django.urls import reverse

from marketplace.notifications import fan_out, unsubscribe
from marketplace.notifications.models import Group, Notification, Preference

pytestmark = pytest.mark.django_db(transaction=True)


def off(user, group=Group.MONEY):
    return unsubscribe.off_url(user, group).removeprefix("http://testserver")


def wanted(user) -> Preference:
    return Preference.objects.get(user=user)


def test_groups_are_switched_on_the_settings_page(client, ada):
    client.force_login(ada)
    page = client.get(reverse("notifications:settings"))
    assert page.content.count(b"checked") == 4

    client.post(reverse("notifications:settings"), {"work": "on"})

    assert (wanted(ada).work, wanted(ada).deadlines, wanted(ada).money) == (True, False, False)


def test_anothers_wishes_are_not_shown(client, ada, grace):
    Preference.objects.create(user=grace, money=False, deadlines=False, work=False)
    client.force_login(ada)

    assert client.get(reverse("notifications:settings")).content.count(b"checked") == 4


def test_the_link_asks_before_it_switches_off(client, ada):
    page = client.get(off(ada))

    assert page.status_code == 200
    assert not Preference.objects.exists()

    client.post(off(ada))
    assert not wanted(ada).money
    assert wanted(ada).work


def test_mail_programs_may_switch_off_with_one_click(ada):
    from django.test import Client

    response = Client(enforce_csrf_checks=True).post(off(ada), {"List-Unsubscribe": "One-Click"})

    assert response.status_code == 200
    assert not wanted(ada).money


def test_it_can_be_switched_on_again(client, ada):
    client.post(off(ada))
    client.post(off(ada), {"on": "1"})

    assert wanted(ada).money


@pytest.mark.parametrize("token", ["1:money", "1:money:forged", "nonsense", "1:security:forged"])
def test_a_forged_link_is_nowhere(client, ada, token):
    assert client.post(reverse("notifications:off", args=[token])).status_code == 404
    assert not Preference.objects.exists()


def test_there_is_no_switch_for_what_support_must_hear(client, sam):
    assert client.get(off(sam, "desk")).status_code == 404


def test_people_see_what_they_were_told_and_nobody_elses(client, ada, mallory, delivered):
    fan_out.tell()
    client.force_login(ada)
    assert "Grace delivered step 1" in client.get(reverse("notifications:index")).content.decode()

    client.force_login(mallory)
    assert "Grace delivered" not in client.get(reverse("notifications:index")).content.decode()


def test_reading_marks_ones_own_only(client, ada, grace, delivered):
    fan_out.tell()
    client.force_login(ada)
    client.post(reverse("notifications:read"))

    assert not Notification.objects.filter(user=ada).unread().exists()
    assert Notification.objects.filter(user=grace).unread().exists()


def test_strangers_sign_in_first(client, db):
    for name in ("index", "settings"):
        assert client.get(reverse(f"notifications:{name}")).status_code == 302
    assert client.post(reverse("notifications:read")).status_code == 302
