"""Being somebody of the cast with one click."""

from django.urls import reverse

from tests.conftest import person


def be(client, email, **data):
    return client.post(reverse("demo:sign_in"), {"email": email, **data})


def test_one_click_and_you_are_ada(client, lovelace):
    response = be(client, lovelace.email)

    assert response.url == "/dashboard/"
    assert client.get(reverse("notifications:index")).status_code == 200


def test_another_click_and_you_are_somebody_else(client, lovelace):
    be(client, lovelace.email)
    other = person("Other")
    other.email = "grace@cairn.example"
    other.save(update_fields=["email"])

    be(client, other.email)

    assert int(client.session["_auth_user_id"]) == other.pk


def test_it_goes_on_where_the_visitor_wanted(client, lovelace):
    assert be(client, lovelace.email, next="/orders/").url == "/orders/"
    assert be(client, lovelace.email, next="//elsewhere.example/").url == "/dashboard/"


def test_nobody_can_be_whoever_signed_up_alone(client, demo):
    stranger = person("Stranger")

    assert be(client, stranger.email).status_code == 404
    assert "_auth_user_id" not in client.session


def test_a_link_does_not_sign_in(client, lovelace):
    assert client.get(reverse("demo:sign_in"), {"email": lovelace.email}).status_code == 405
