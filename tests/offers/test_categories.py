"""The fields of work that the migration puts in."""

from importlib import import_module

import pytest
from django.db import IntegrityError, transaction

from marketplace.gigs.models import Category


def test_they_are_all_there(db):
    loaded = {(one.parent.name, one.name, one.milestone_eligible) for one in Category.objects.of_work()}

    fields = import_module("marketplace.gigs.migrations.0002_categories").FIELDS
    assert loaded == {
        (field, name, kind == "milestones") for field, parts in fields.items() for kind in parts for name in parts[kind]
    }


def test_fifty_seven_may_be_sold_in_steps(db):
    assert Category.objects.filter(milestone_eligible=True).count() == 57
    assert Category.objects.get(name="Website Design").milestone_eligible
    assert not Category.objects.get(name="Proofreading").milestone_eligible


def test_only_a_subcategory_can_be_eligible(db):
    with pytest.raises(IntegrityError, match="category_eligible_is_subcategory"), transaction.atomic():
        Category.objects.create(name="Everything", slug="everything", milestone_eligible=True)
