"""What was posted in vain is handed back, without a line of JavaScript."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

HERE = {"Origin": "http://testserver"}
TEXT = "Pots & <jugs>, thrown by hand"


@pytest.fixture
def strict(ada):
    """Ada's browser, whose forms need their token."""
    client = Client(enforce_csrf_checks=True, headers=HERE)
    client.force_login(ada)
    return client


def post(client, **data):
    return client.post("/settings/", {"about": TEXT, "headline": "Potter", "country": "", **data})


def test_an_old_token_hands_the_form_back(strict):
    page = post(strict).content.decode()

    assert 'name="about" value="Pots &amp; &lt;jugs&gt;, thrown by hand"' in page
    assert 'action="/settings/"' in page
    assert "Send it again" in page


def test_a_session_that_is_over_hands_the_form_back(client, db):
    response = client.post("/settings/", {"about": TEXT}, headers=HERE)

    assert response.status_code == 401
    assert "Pots &amp; &lt;jugs&gt;" in response.content.decode()
    assert "/accounts/login/?next=/" in response.content.decode()


def test_a_field_of_any_name_is_handed_back(strict):
    assert "Step 2, name" in post(strict, **{"milestones-1-name": TEXT}).content.decode()
    long = f"milestones-{'1' * 5000}-name=two+words"
    assert strict.post("/settings/", long, content_type="application/x-www-form-urlencoded").status_code == 403


def test_signing_in_leads_back_to_the_whole_address_of_the_page(client, db):
    came_from = HERE | {"Referer": "http://testserver/orders/?tab=ended&as=client&next=//evil.example/"}
    page = client.post("/settings/", {"about": TEXT}, headers=came_from).content.decode()

    assert "/accounts/login/?next=/orders/%3Ftab%3Dended%26as%3Dclient%26next%3D//evil.example/" in page


def test_without_a_text_one_signs_in_and_goes_on(client, db):
    assert client.post("/settings/", {}, headers=HERE).url == "/accounts/login/?next=/settings/"


@pytest.mark.parametrize("origin", [{}, {"Origin": "https://evil.example"}, {"Origin": "null"}])
def test_what_another_site_posts_is_not_held_out_to_be_confirmed(ada, client, origin):
    strict = Client(enforce_csrf_checks=True, headers=origin)
    strict.force_login(ada)

    assert "Pots" not in post(strict).content.decode()
    assert client.post("/settings/", {"about": TEXT}, headers=origin).status_code == 302


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/accounts/login/", {"login": "ada@example.org", "password": "a secret of words"}),
        ("/accounts/signup/", {"display_name": "Ada the First", "password1": "a secret of words"}),
        ("/wallet/sources/add/", {"number": "4242 4242 4242 4242", "security_code": "123"}),
        ("/settings/", {"about": TEXT, "oldpassword": "a secret of words"}),
    ],
)
def test_nothing_secret_is_handed_back(strict, path, data):
    response = strict.post(path, data)

    assert response.status_code == 403
    for value in ("a secret of words", "4242 4242", TEXT, "Send it again"):
        assert value not in response.content.decode()


def test_files_have_to_be_chosen_again_and_are_named(strict):
    page = post(strict, avatar=SimpleUploadedFile("me.png", b"x")).content.decode()

    assert "Choose “me.png” again" in page
    assert 'enctype="multipart/form-data"' in page


def test_what_somebody_else_wrote_can_be_copied_but_not_sent(strict, grace):
    page = post(strict, draft=f"{grace.pk}.abcdefgh1234").content.decode()

    assert "readonly" in page
    assert "Send it again" not in page


def test_htmx_gets_a_notice_and_leaves_the_page_alone(strict, client, db):
    stale = strict.post("/settings/", {"about": TEXT}, headers={"HX-Request": "true"})
    over = client.post("/settings/", {"about": TEXT}, headers={"HX-Request": "true"})

    for response, status in ((stale, 403), (over, 401)):
        assert response.status_code == status
        assert response.headers["HX-Retarget"] == "#refusal"
        assert response.headers["HX-Reselect"] == ".notices"
        assert "<html" not in response.content.decode()


def test_a_refusal_shows_what_was_typed(client, ada, grace):
    from tests.offers import conftest as do

    offer = do.write(ada, grace, "fair", role="client")
    client.force_login(ada)

    page = client.post(f"/offers/{offer.pk}/ask-changes/", {"message": "Greener"})

    assert page.status_code in (403, 409)
    assert "Greener</textarea>" in page.content.decode()


@pytest.mark.parametrize(
    ("draft", "told"), [("7.abcdefgh1234", "abcdefgh1234"), ("7.<script>", None), ("x", None), ("", None)]
)
def test_the_browser_is_told_what_went_through(client, ada, draft, told):
    client.force_login(ada)

    response = client.post("/settings/", {"display_name": "Ada", "time_zone": "UTC", "draft": draft})

    assert response.status_code == 302
    assert (response.cookies["sent"].value if "sent" in response.cookies else None) == told
