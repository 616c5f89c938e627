"""Finding gigs: by words, by filters, in every order, and what is said when there are none."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.gigs import actions, tasks
from marketplace.gigs.models import Category, Gig
from marketplace.gigs.search import facets, ranking
from marketplace.gigs.search.ranking import PAGE, Ranked, shared_out
from marketplace.gigs.terms import Workflow
from marketplace.postgresql.full_text import words_of
from tests.gigs.workshop import PACKAGES, published, terms

pytestmark = pytest.mark.django_db

TEXT = "Something that says enough of what one gets, in as many words as a description has to have here. " * 2


@pytest.fixture(autouse=True)
def forgotten():
    cache.delete("gigs:numbers")


def gig(owner, title: str, **change) -> Gig:
    """One that says nothing else that anybody would look for."""
    said = {"tags": [], "description": TEXT, "workflow": Workflow(), "included": [], "faq": []}
    return published(owner, terms(title=title, **said | change))


def costs(dollars: int, days: int = 10) -> list:
    return [replace(PACKAGES[0], name="All", text="All of it.", price=100 * dollars, days=days)]


def found(client, path: str = "/gigs/", **asked) -> list[str]:
    response = client.get(path, asked)
    assert response.status_code == 200
    return [one.title for one in response.context["results"].page.gigs]


def said(client, path: str = "/gigs/", **asked) -> str:
    return client.get(path, asked).content.decode()


# By words


def test_a_word_is_found_in_the_title_the_tags_and_the_rest_in_this_order(client, grace):
    gig(grace, "Posters", description=f"{TEXT} And a lighthouse.")
    gig(grace, "Cards", tags=["lighthouse"])
    grace_is_not_alone = User.objects.create_user("x@example.org", display_name="Xenia")
    grace_is_not_alone.emailaddress_set.create(email=grace_is_not_alone.email, verified=True, primary=True)
    gig(grace_is_not_alone, "A lighthouse")

    assert found(client, q="lighthouse") == ["A lighthouse", "Cards", "Posters"]
    assert found(client, q="ship") == []


@pytest.mark.parametrize(
    ("title", "typed"),
    [
        ("Crème brûlée à Łódź", "creme brulee lodz"),
        ("Creme brulee", "CRÈME Brûlée"),
        ("UI/UX design", "ux"),
        ("A node.js server", "node"),
        ("Логотип для пекарни", "ЛОГОТИП"),
        ("A logo for bakeries", "logo for the bakeries"),
        ("A logo for bakeries", "log"),
        ("Fast web-sites", "web sites"),
        ("A set of icons", '"set of icons"'),
        ("The Who", "the who"),
    ],
)
def test_however_it_is_written(client, grace, title, typed):
    gig(grace, title)

    assert found(client, q=typed) == [title]


def test_words_of_the_text_are_traced_to_their_stems(client, grace):
    gig(grace, "Cards", description=f"{TEXT} Illustrated by hand.")

    assert found(client, q="illustrating") == ["Cards"]
    assert found(client, q='"hand illustrated"') == []


def test_a_prefix_does_not_lose_its_rank(client, grace):
    """ts_rank of a prefix beside the same word would be 0."""
    gig(grace, "Lamps")

    [only] = ranking.ranked(Gig.objects.filter(state="published"), words_of("lamps"), 10)

    assert only.of_words > 300


HOSTILE = [
    "a" * 10_000, "& | ! <-> :* ( ) ' \\ \"", "\0", "the of and", "🦊🦊", "לוגו", "ﷺ" * 300, "'':*", '"', '""', '"a',
    "%s %(x)s", "log' & (o:*", "⑴ ＇ or 1=1", "<b>", "x" * 41, "ي ي ي ي ي ي ي ي ي ي ي ي ي", "\u0301\u0301", "-",
    "a:B & c",
]  # fmt: skip


@pytest.mark.parametrize("typed", HOSTILE)
@pytest.mark.parametrize("path", ["/gigs/", "/people/"])
def test_whatever_is_typed_is_a_search(client, grace, typed, path):
    gig(grace, "Lamps")

    response = client.get(path, {"q": typed})

    assert response.status_code == 200
    assert len(response.content) < 60_000


# By filters


def test_filters_leave_what_meets_them_all(client, grace):
    gig(grace, "Cheap", packages=costs(50, 3))
    gig(grace, "Dear", packages=costs(900, 30))
    gig(grace, "Slow", packages=costs(60, 90), language="de")
    published(grace, terms(title="In steps"))

    assert found(client, sort="price", to="100") == ["Cheap", "Slow"]
    assert found(client, sort="price", **{"from": "100"}) == ["In steps", "Dear"]
    assert found(client, sort="price", days="7") == ["Cheap"]
    assert found(client, steps="on") == ["In steps"]
    assert found(client, language="de") == ["Slow"]
    assert found(client, country="BR") == []


def test_a_budget_is_compared_in_the_currency_that_it_is_in(client, grace):
    gig(grace, "Yen", currency="JPY", packages=[replace(costs(1)[0], price=36_000)])  # 240 dollars

    assert found(client, to="250") == ["Yen"]
    assert found(client, to="230") == []
    assert found(client, to="37000", currency="JPY") == ["Yen"]
    assert found(client, to="35000", currency="JPY") == []


def test_a_category_is_one_kind_of_work_or_a_whole_field(client, grace):
    gig(grace, "Logo")
    gig(grace, "Site", category=Category.objects.get(name="Website Design").pk)
    gig(grace, "Song", category=Category.objects.filter(parent__name="Music & Audio").first().pk)

    assert sorted(found(client, "/gigs/graphics-design/")) == ["Logo", "Site"]
    assert found(client, "/gigs/logo-design/") == ["Logo"]
    assert found(client, "/gigs/graphics-design/", category="website-design") == ["Site"]
    assert client.get("/gigs/no-such-work/").status_code == 404


@pytest.mark.parametrize(
    "asked",
    [
        {"sort": "best"}, {"days": "8"}, {"days": "x"}, {"language": "xx"}, {"country": "XX"}, {"currency": "BTC"},
        {"category": "nothing"}, {"page": "0"}, {"page": "x"}, {"page": "9" * 30}, {"sort": "price", "after": "x.y"},
        {"sort": "newest", "after": "9" * 18 + ".1"}, {"sort": "price", "after": "9" * 18 + "." + "9" * 30},
    ],
)  # fmt: skip
def test_what_can_not_be_read_is_left_out(client, grace, asked):
    gig(grace, "Lamps")

    assert found(client, **asked) in (["Lamps"], [])
    assert ("left out" in said(client, **asked)) == (not {"page", "after"} & set(asked))


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"to": "cheap"}, "Enter an amount"),
        ({"from": "1,5"}, "Write decimals with a point"),
        ({"from": "10", "to": "5"}, "less than the least"),
    ],
)
def test_what_is_no_amount_is_said_beside_it(client, grace, asked, why):
    gig(grace, "Lamps")

    page = said(client, **asked)

    assert why in page
    assert all(f'value="{typed}"' in page for typed in asked.values())


# In order


def test_each_order_is_a_plain_one(client, grace, mallory):
    for number, (title, dollars, days) in enumerate([("A", 30, 9), ("B", 10, 20), ("C", 20, 5)]):
        one = gig([grace, mallory][number % 2], title, packages=costs(dollars, days))
        Gig.objects.filter(pk=one.pk).update(published_at=clock.now() + timedelta(hours=number), standing=number)

    assert found(client) == ["C", "B", "A"]
    assert found(client, sort="price") == ["B", "C", "A"]
    assert found(client, sort="days") == ["C", "A", "B"]
    assert found(client, sort="newest") == ["C", "B", "A"]


@pytest.mark.parametrize("sort", ["", "price", "days", "newest"])
def test_pages_have_everything_once(client, grace, monkeypatch, sort):
    monkeypatch.setattr("marketplace.gigs.search.results.PAGE", 2)
    monkeypatch.setattr("marketplace.gigs.search.ranking.PAGE", 2)
    titles = {gig(grace, f"Gig {number}", packages=costs(50)).title for number in range(5)}

    address, seen = f"/gigs/?q=gig&sort={sort}", []
    for _ in range(4):
        page = client.get(address).context["page"]
        seen += [one.title for one in page.results.page.gigs]
        address = page.next
        if not address:
            break

    assert sorted(seen) == sorted(titles)


def test_nobody_is_twice_too_often_on_a_page():
    best = [Ranked(number, owner=1, standing=0, of_words=0) for number in range(5)]
    best += [Ranked(10 + number, owner=number + 2, standing=0, of_words=0) for number in range(PAGE)]

    pages = shared_out(best)

    assert [one.owner for one in pages[0]].count(1) == 2
    assert len(pages[0]) == PAGE
    assert sorted(one.pk for page in pages for one in page) == sorted(one.pk for one in best)
    assert max(sum(one.owner == 1 for one in page) for page in pages) == 2


# What is not on sale


def test_paused_removed_and_of_a_closed_account_is_not_found(client, grace, mallory):
    gig(grace, "Lamps")
    actions.pause(gig(mallory, "Lanterns"), by=mallory)
    User.objects.filter(pk=grace.pk).update(is_active=False)

    assert found(client) == found(client, q="lamps") == found(client, sort="price") == []


# Counting


def test_what_a_filter_would_leave_is_counted_without_itself(client, grace):
    gig(grace, "A", language="de")
    gig(grace, "B")
    gig(grace, "C", category=Category.objects.get(name="Website Design").pk)

    counts = client.get("/gigs/logo-design/", {"language": "de"}).context["results"].facets

    design = Category.objects.get(name="Website Design")
    assert (counts.languages["de"], counts.languages["en"]) == (1, 1)
    assert counts.categories[design.pk] == 0
    assert counts.is_about is False


def test_what_facets_say_of_each_filter_is_what_it_then_finds(client, grace, mallory, sam):
    """Of suspended people, too, whose gigs are neither found nor counted."""
    others = {"Illustration": "es", "Website Design": "de", "Logo Design": "en"}
    for number, (work, language) in enumerate(others.items(), 1):
        kind = Category.objects.get(name=work, parent__isnull=False).pk
        for owner in (grace, mallory)[: number % 2 + 1]:
            gig(owner, f"Work {number}", category=kind, language=language)
    User.objects.filter(pk=grace.pk).update(country="NL", is_active=False)
    gig(sam, "Another")
    Gig.objects.filter(owner=sam).update(country="PT")

    for words in ({}, {"q": "work"}):
        results = client.get("/gigs/", words).context["results"]
        for kind in Category.objects.all():
            assert results.facets.categories[kind.pk] == len(found(client, kind.get_absolute_url(), **words)), kind
        for language in ("es", "de", "en", "pl"):
            assert results.facets.languages[language] == len(found(client, **words, language=language)), language
        for country in ("NL", "PT"):
            assert results.facets.countries[country] == len(found(client, **words, country=country)), country
        assert results.total == results.facets.matching == len(found(client, **words))


def test_a_gig_is_in_the_field_of_its_kind_of_work_wherever_that_goes(client, grace):
    """PostgreSQL keeps the field, whoever files it anew."""
    made = gig(grace, "Lamps")
    kind = made.category
    first, second = kind.parent, Category.objects.filter(parent=None).exclude(pk=kind.parent_id).first()
    assert found(client, first.get_absolute_url()) == ["Lamps"]

    kind.parent = second
    kind.save(update_fields=["parent"])

    assert found(client, first.get_absolute_url()) == []
    assert found(client, second.get_absolute_url()) == found(client, kind.get_absolute_url()) == ["Lamps"]
    Gig.objects.update(category=Category.objects.filter(parent=first).first(), field=second)
    assert found(client, first.get_absolute_url()) == ["Lamps"]


def test_more_than_a_thousand_are_not_counted(client, grace, monkeypatch):
    for module in ("matching", "facets", "results", "page"):
        monkeypatch.setattr(f"marketplace.gigs.search.{module}.MOST_COUNTED", 2, raising=False)
    monkeypatch.setattr(facets, "SAMPLE", 3)
    monkeypatch.setattr("marketplace.gigs.search.ranking.CANDIDATES", 2)
    monkeypatch.setattr("marketplace.gigs.search.results.CANDIDATES", 2)
    for number in range(4):
        gig(grace, f"Lamp {number}")

    page = said(client, q="lamp")

    assert "2+ gigs for “lamp”" in page
    assert "Narrow it down" in page


def test_as_many_questions_for_many_as_for_one(client, grace, django_assert_max_num_queries):
    gig(grace, "Lamps")
    with django_assert_max_num_queries(6) as one:
        found(client, q="lamps")
    for number in range(12):
        gig(grace, f"Lamps {number}")

    for asked in (
        {"q": "lamps"},
        {"q": "lamps nothing"},
        {},
        {"sort": "price", "q": "lamps", "category": "logo-design"},
    ):
        with django_assert_max_num_queries(6):
            found(client, **asked)
    with django_assert_max_num_queries(len(one)):
        found(client, q="lamps")


# Nothing found


def test_fewer_words_are_tried(client, grace):
    gig(grace, "A kiln")

    page = said(client, q="kiln sensor")

    assert "No gig has all of “kiln sensor”" in page
    assert "A kiln" in page


def test_did_you_mean(client, grace):
    gig(grace, "A lighthouse, painted")
    assert tasks.refill_dictionary() > 0

    for typed in ("lighthuose", "lighthose", "lighthousse", "lighthause"):
        assert client.get("/gigs/", {"q": typed}).context["results"].meant == "lighthouse"
    assert client.get("/gigs/", {"q": "painted lighthuose"}).context["results"].meant == "painted lighthouse"
    assert client.get("/gigs/", {"q": "zzzzzz"}).context["results"].meant == ""


def test_filters_can_be_taken_away_one_by_one(client, grace):
    gig(grace, "Lamps", packages=costs(500))

    response = client.get("/gigs/logo-design/", {"q": "lamps", "to": "100", "days": "7"})

    assert "No gig for “lamps” in Logo Design" in response.content.decode()
    chips = dict(response.context["page"].chips)
    assert chips["Up to $100"] == "/gigs/logo-design/?q=lamps&days=7"
    assert chips["Logo Design"] == "/gigs/graphics-design/?q=lamps&to=100&days=7"
    assert response.context["page"].clear == "/gigs/?q=lamps"


def test_what_is_folded_here_is_folded_there():
    with connection.cursor() as cursor:
        cursor.execute("SELECT fold('Crème brûlée, ŁÓDŹ'), fold('LOGO'), fold_words('UI/UX'), fold('Ёлка ΑΘΗΝΑΣ')")
        assert cursor.fetchone() == ("creme brulee, lodz", "logo", "ui ux", "елка αθηνασ")


def test_a_title_that_is_a_verb_of_an_address_has_another(client, grace):
    one = gig(grace, "Save")

    assert one.get_absolute_url() == f"/gigs/{one.pk}/save-gig/"
