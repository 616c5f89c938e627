"""The fields of work that a migration puts in, today's and a later one's, on an empty database and on a filled one."""

from importlib import import_module

import pytest
from django.db import IntegrityError, migrations, models, transaction

from marketplace.gigs import starting
from marketplace.gigs.models import Category
from tests import tomorrow

LOADED = import_module("marketplace.gigs.migrations.0002_categories")


def test_they_are_all_there(db):
    loaded = {(one.parent.name, one.name, one.milestone_eligible) for one in Category.objects.of_work()}

    assert loaded == {
        (field, name, kind == "milestones")
        for field, parts in LOADED.FIELDS.items()
        for kind in parts
        for name in parts[kind]
    }


def test_fifty_seven_may_be_sold_in_milestones(db):
    assert Category.objects.filter(milestone_eligible=True).count() == 57
    assert Category.objects.get(name="Website Design").milestone_eligible
    assert not Category.objects.get(name="Proofreading").milestone_eligible


def test_only_a_subcategory_can_be_eligible(db):
    with pytest.raises(IntegrityError, match="category_eligible_is_subcategory"), transaction.atomic():
        Category.objects.create(name="Everything", slug="everything", milestone_eligible=True)


COLOUR = migrations.AddField("category", "colour", models.CharField(max_length=20, default=""))
MORE = {"Graphics & Design": {"milestones": ["Logo Design"], "others": ["Tattoos"]}, "Crafts": {"others": ["Pottery"]}}


@pytest.fixture
def filled(db):
    Category.objects.create(name="Pottery", slug="pottery", parent=Category.objects.filter(parent=None).first())
    return tomorrow.filled("gigs", COLOUR)


@pytest.fixture
def fresh(db):
    return tomorrow.fresh("gigs", "0002_categories", COLOUR, LOADED.load_all)


def names(state, parent: str) -> list[str]:
    return list(
        state.apps.get_model("gigs", "Category").objects.filter(parent__name=parent).values_list("name", flat=True)
    )


@pytest.mark.parametrize(("database", "crafts"), [("fresh", ["Pottery"]), ("filled", [])])
def test_a_later_release_adds_fields_and_parts_where_they_are_not_there(database, crafts, request):
    state = request.getfixturevalue(database)

    starting.load(state.apps, MORE)

    today = [one for kinds in LOADED.FIELDS["Graphics & Design"].values() for one in kinds]
    assert names(state, "Graphics & Design") == sorted([*today, "Tattoos"])
    assert names(state, "Crafts") == crafts
