"""What the demo's people sell: over all fields, in every state, and nothing that could not be published."""

from dataclasses import replace

import pytest

from marketplace import clock
from marketplace.demo.cast import BY_KEY
from marketplace.demo.gigs import listings, shelf
from marketplace.gigs import limits
from marketplace.gigs.limits import Ground
from marketplace.gigs.models import Category, Picture
from marketplace.gigs.terms import Shown
from marketplace.policies.models import Policy

MOST_BYTES = 30_000  # of a picture


@pytest.mark.django_db
@pytest.mark.parametrize("key", listings)
def test_it_could_be_published(key):
    one = listings[key]
    pictures = {
        number: Picture(pk=number, made_at=clock.now(), width=1280, height=853) for number in range(len(one.pictures))
    }
    terms = one.terms([Shown(number, alt) for number, alt in enumerate(one.pictures.values())])
    ground = Ground(Category.objects.get(pk=terms.category), Policy.objects.get(pk=terms.policy), pictures)

    assert [f"{one.field}: {one.message}" for one in limits.problems(terms, ground)] == []
    assert limits.problems(replace(terms, title=""), ground)


def test_there_are_25_of_12_people_in_several_currencies_and_languages():
    found = listings.values()

    assert len(found) == 25
    assert len({one.owner for one in found}) == 12
    assert all(BY_KEY[one.owner].works for one in found)
    assert len({one.currency for one in found}) >= 4
    assert len({one.language for one in found}) >= 4
    assert {one.policy for one in found} == {"steps8", "fair"}
    assert len({len(one.sold) for one in found}) == 3


@pytest.mark.django_db
def test_they_are_in_all_ten_fields():
    fields = {Category.objects.get(slug=one.work).parent.name for one in listings.values()}

    assert fields == {one.name for one in Category.objects.filter(parent=None)}


def test_each_picture_is_there_small_and_another():
    names = [name for one in listings.values() for name in one.pictures]
    contents = [(shelf.FOLDER / f"{name}.webp").read_bytes() for name in names]

    assert sorted(f"{name}.webp" for name in names) == sorted(path.name for path in shelf.FOLDER.iterdir())
    assert max(map(len, contents)) <= MOST_BYTES
    assert len(set(contents)) == len(contents)
