"""A name is what the other side goes by: it can't hold what nobody sees."""

import pytest
from django.urls import reverse


@pytest.mark.parametrize("name", ["\u202eevil", "Gra\u200bce", "Grace\x07"])
def test_invisible_characters_are_refused_next_to_the_field(client, grace, name):
    client.force_login(grace)
    terms = {"display_name": name, "time_zone": "UTC", "country": "", "headline": "", "about": "", "skills": ""}

    response = client.post(reverse("accounts:settings"), terms)

    assert "invisible characters" in response.content.decode()
    grace.refresh_from_db()
    assert grace.display_name == "Grace"


def test_pages_of_who_is_signed_in_stay_out_of_shared_caches(client, grace):
    assert not client.get("/").has_header("Cache-Control")

    client.force_login(grace)

    assert client.get(reverse("milestones:wallet"))["Cache-Control"] == "private, no-cache"
