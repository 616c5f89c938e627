"""Finding people by what they are called and what they say they can."""

import pytest

from marketplace.accounts.models import User
from marketplace.gigs import actions
from tests.conftest import person
from tests.gigs.test_search import gig

pytestmark = pytest.mark.django_db


@pytest.fixture
def zofia(db) -> User:
    return person(
        "Zofia",
        headline="Illustrator of gardens",
        skills=["Watercolour", "Botanical drawing"],
        about="I have a cat. I once drew a lighthouse.",
    )


def found(client, q="", **more) -> list[str]:
    response = client.get("/people/", {"q": q, **more})
    assert response.status_code == 200
    return [one.display_name for one in response.context["people"]]


@pytest.mark.parametrize(
    "typed",
    [
        "Zofia",
        "zofia",
        "ZÓFIA",
        "zof",
        "illustrator",
        "gardens",
        "watercolour",
        "botanical",
        "lighthouse",
        "Zofia gard",
    ],
)
def test_by_name_headline_skill_and_text_however_it_is_written(client, zofia, typed):
    assert found(client, typed) == ["Zofia"]


@pytest.mark.parametrize("typed", ["zofia@example.org", "example.org", "ofia", "plumber", "Zofia plumber"])
def test_by_nothing_else(client, zofia, typed):
    assert found(client, typed) == []


def test_who_is_called_so_comes_before_who_says_it(client):
    person("Xenia", about="I draw a lighthouse.")
    person("Yann", headline="Lighthouse keeper")
    person("Lighthouse")

    assert found(client, "lighthouse") == ["Lighthouse", "Yann", "Xenia"]


def test_what_somebody_changes_is_found_at_once(client, zofia):
    zofia.headline, zofia.skills = "Painter", ["Oil"]
    zofia.save(update_fields=["headline", "skills"])

    assert found(client, "oil") == found(client, "painter") == ["Zofia"]
    assert found(client, "watercolour") == []


def test_the_closed_and_the_unconfirmed_are_not_found(client, zofia):
    gig(zofia, "Gardens")
    User.objects.create_user("new@example.org", "cairn-demo", display_name="Zofia New")
    assert found(client, "zofia") == found(client) == ["Zofia"]
    User.objects.filter(pk=zofia.pk).update(is_active=False)

    assert found(client, "zofia") == found(client) == []


def test_without_words_who_sells_something_the_newest_first(client, grace, mallory, ada):
    for owner in (grace, mallory):
        gig(owner, "Lamps")
        gig(owner, "Candles")

    assert found(client) == ["Mallory", "Grace"]
    assert [one.on_sale for one in client.get("/people/").context["people"]] == [2, 2]
    actions.pause(mallory.gigs.first(), by=mallory)
    assert [one.on_sale for one in client.get("/people/").context["people"]] == [1, 2]


def test_a_bookmark_says_whether_i_saved_them(client, ada, zofia):
    actions.keep(by=ada, person=zofia)
    client.force_login(ada)

    assert [one.is_saved for one in client.get("/people/", {"q": "zofia"}).context["people"]] == [True]


def test_nobody_is_said_in_words_and_what_was_typed_stays(client):
    page = client.get("/people/", {"q": "Nobody <b>"}).content.decode()

    assert "Nobody for these words" in page
    assert 'value="Nobody &lt;b&gt;"' in page
    assert "Nobody sells anything yet" in client.get("/people/").content.decode()


def test_many_come_in_pages_with_as_many_queries(client, django_assert_max_num_queries):
    person("Anna0")
    client.get("/people/")
    with django_assert_max_num_queries(8) as few:
        assert found(client, "anna") == ["Anna0"]
    for number in range(1, 30):
        person(f"Anna{number}")

    with django_assert_max_num_queries(len(few)):
        first = found(client, "anna")
    second = found(client, "anna", page="2")
    assert len(first) == 24
    assert len({*first, *second}) == 30
    assert found(client, "anna", page="x") == first
