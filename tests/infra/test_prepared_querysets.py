"""What querysets ask within `prepared_querysets` is prepared, and says the same as ever."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import Value
from django.http import QueryDict

from marketplace.accounts.models import User
from marketplace.gigs.models import Category
from marketplace.gigs.search import filters, results
from marketplace.postgresql import prepared
from marketplace.postgresql.prepared import prepared_querysets
from tests.gigs.workshop import published, terms

pytestmark = pytest.mark.django_db

HOSTILE = ["100 % o’clock %s", "it's", "%%", "\\' OR 1=1 --", "$1"]


@pytest.fixture
def known(monkeypatch):
    """The statements that this connection knows, none at first."""
    found: dict[str, str] = {}
    monkeypatch.setattr(connection.connection, "statements", found)
    return found


def thrice(ask):
    said = []
    with prepared_querysets():
        for _ in range(3):
            said.append(ask())
    assert said[0] == said[1] == said[2]
    return said[0]


@pytest.mark.parametrize("name", HOSTILE)
def test_words_are_written_into_it_as_they_are(ada, known, name):
    User.objects.filter(pk=ada.pk).update(display_name=name)

    assert thrice(lambda: list(User.objects.filter(display_name=name))) == [ada]
    assert any(one.startswith("EXECUTE") for one in known.values())


def test_a_truth_that_is_selected_stays_one(ada, known):
    asked = User.objects.filter(pk=ada.pk).annotate(seen=Value(False)).values_list("seen", "pk")

    assert thrice(lambda: list(asked)) == [(False, ada.pk)]


def test_keys_are_its_values_so_that_one_plan_serves_all(ada, grace, known):
    with prepared_querysets():
        for person in (ada, grace, ada, grace):
            assert User.objects.get(pk=person.pk) == person

    assert len(known) == 1


def test_of_many_statements_few_are_prepared(ada, known, monkeypatch):
    monkeypatch.setattr(prepared, "MOST", 1)

    assert thrice(lambda: (User.objects.filter(pk=ada.pk).count(), User.objects.filter(email="x").count())) == (1, 0)
    assert len(known) == 1


@pytest.fixture
def gig(grace):
    return published(grace, terms(title="A lighthouse"))


def browse(asked: str):
    query, fields = QueryDict(asked), Category.objects.tree()
    by_slug = {one.slug: one for field in fields for one in [field, *field.kinds]}
    return results.find(
        filters.read(query, within=None, categories=by_slug, rates=dict), query, fields, AnonymousUser()
    )


@pytest.mark.parametrize(
    ("asked", "index"),
    [("", "gig_best_of_all"), ("category=graphics-design", "gig_best_of_field"), ("sort=price", "gig_cheapest_of_all")],
)
def test_its_plans_are_for_the_indexes_of_what_is_published(gig, known, asked, index):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off")
    for _ in range(3):
        assert browse(asked).page.gigs == [gig]

    plans = []
    with connection.cursor() as cursor:
        for said in known.values():
            if said.startswith("EXECUTE"):
                cursor.execute("EXPLAIN " + said.replace("%s", "NULL"))
                plans += [line for (line,) in cursor.fetchall()]
    assert any(index in line for line in plans), plans
