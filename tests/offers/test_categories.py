"""The fields of work that the migration puts in."""

import pytest
from django.db import IntegrityError, transaction

from marketplace.gigs.categories import fields_of_work
from marketplace.gigs.models import Category


def test_they_are_all_there(db):
    loaded = {(one.parent.name, one.name, one.milestone_eligible) for one in Category.objects.of_work()}

    assert loaded == {
        (field["name"], one["name"], one["milestone_eligible"])
        for field in fields_of_work()
        for one in field["subcategories"]
    }


def test_fifty_seven_may_be_sold_in_steps(db):
    assert Category.objects.filter(milestone_eligible=True).count() == 57
    assert Category.objects.get(name="Website Design").milestone_eligible
    assert not Category.objects.get(name="Proofreading").milestone_eligible


def test_only_a_subcategory_can_be_eligible(db):
    with pytest.raises(IntegrityError, match="category_eligible_is_subcategory"), transaction.atomic():
        Category.objects.create(name="Everything", slug="everything", milestone_eligible=True)
