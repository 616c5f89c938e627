"""An older tab overwrites nothing in silence: it is told what is saved now, and asked once more."""

import pytest

from marketplace.notifications.models import Preference

PROFILE = {"display_name": "Ada", "headline": "Potter", "about": "", "country": "", "time_zone": "UTC", "skills": ""}


@pytest.fixture
def save(client, ada):
    client.force_login(ada)

    def post(url, data, seen):
        return client.post(url, data | {"seen": seen})

    return post


def seen(response) -> str:
    return response.context["form"]["seen"].value()


def test_a_profile(client, ada, save):
    opened = seen(client.get("/settings/"))
    assert save("/settings/", PROFILE, opened).status_code == 302

    stale = save("/settings/", PROFILE | {"headline": "Weaver"}, opened)
    ada.refresh_from_db()
    assert (stale.status_code, ada.headline) == (422, "Potter")
    page = stale.content.decode()
    assert "Nothing was overwritten" in page
    assert "Saved as “Headline”: Potter" in page
    assert 'value="Weaver"' in page

    assert save("/settings/", PROFILE | {"headline": "Weaver"}, seen(stale)).status_code == 302
    ada.refresh_from_db()
    assert ada.headline == "Weaver"


def test_wishes_for_mail(client, ada, save):
    url = "/settings/notifications/"
    opened = seen(client.get(url))
    assert save(url, {"work": "on", "money": "on"}, opened).status_code == 302

    stale = save(url, {"deadlines": "on"}, opened)

    wanted = Preference.objects.get(user=ada)
    assert stale.status_code == 422
    assert (wanted.work, wanted.deadlines, wanted.money) == (True, False, True)
    assert save(url, {"deadlines": "on"}, seen(stale)).status_code == 302


def test_who_does_not_say_what_they_saw_is_taken_as_they_are(save, ada):
    assert save("/settings/", PROFILE, "").status_code == 302
