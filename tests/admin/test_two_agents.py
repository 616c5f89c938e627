"""Two agents edit the same row: the second is told what was saved meanwhile, and keeps what was typed."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from marketplace.accounts.models import User
from marketplace.gigs.models import Category
from tests.accounts.conftest import gave_second_factor
from tests.admin.conftest import enter

pytestmark = pytest.mark.django_db


@pytest.fixture
def root(db):
    boss = User.objects.create_superuser("root@example.org", "cairn-demo", display_name="Root")
    browser = enter(boss)
    gave_second_factor(browser, boss)
    return browser


def url(row) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def written(browser, row) -> dict:
    """What the page of a row sends when nothing is changed in it."""
    form = browser.get(url(row)).context["adminform"].form
    values = {form.add_prefix(name): form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value not in (None, False)}


def changed(row, **fields) -> None:
    type(row).objects.filter(pk=row.pk).update(**fields)


@pytest.fixture
def category(db):
    return Category.objects.filter(parent=None).first()


def rows(ada):
    group = Group.objects.create(name="Helpers")
    group.permissions.add(Permission.objects.first())
    return {"person": (ada, "display_name"), "group": (group, "name"), "category": (Category.objects.first(), "name")}


@pytest.mark.parametrize("what", ["person", "group", "category"])
def test_the_second_is_told_and_nothing_is_overwritten(root, ada, what):
    row, field = rows(ada)[what]
    mine = written(root, row) | {field: "Mine"}
    changed(row, **{field: "Theirs"})

    answer = root.post(url(row), mine)
    page = answer.content.decode()

    assert answer.status_code == 409
    assert "This was saved somewhere else, after you opened it here." in page
    assert "Theirs" in page
    assert 'value="Mine"' in page
    assert getattr(type(row).objects.get(pk=row.pk), field) == "Theirs"


@pytest.mark.parametrize("what", ["person", "group", "category"])
def test_pressed_once_more_it_takes_the_place(root, ada, what):
    row, field = rows(ada)[what]
    mine = written(root, row) | {field: "Mine"}
    changed(row, **{field: "Theirs"})
    form = root.post(url(row), mine).context["adminform"].form

    assert root.post(url(row), mine | {"seen": form["seen"].value()}).status_code == 302

    assert getattr(type(row).objects.get(pk=row.pk), field) == "Mine"


@pytest.mark.parametrize("what", ["person", "group", "category"])
def test_who_is_alone_is_not_asked(root, ada, what):
    row, field = rows(ada)[what]

    assert root.post(url(row), written(root, row) | {field: "Mine"}).status_code == 302

    assert getattr(type(row).objects.get(pk=row.pk), field) == "Mine"


def test_rights_that_were_given_meanwhile_are_named(root, ada):
    ada.is_staff = True
    ada.save(update_fields=["is_staff"])
    mine = written(root, ada)
    group = Group.objects.create(name="Night shift")
    ada.groups.add(group)

    answer = root.post(url(ada), mine | {"groups": []})

    assert answer.status_code == 409
    assert "Saved as “Groups”: Night shift" in answer.content.decode()
    assert ada.groups.get() == group


def test_the_password_is_never_told(root, ada):
    mine = written(root, ada)
    ada.set_password("another sentence")
    ada.save(update_fields=["password"])

    assert root.post(url(ada), mine | {"display_name": "Mine"}).status_code == 302
    assert User.objects.get(pk=ada.pk).check_password("another sentence")


def test_who_only_looks_has_nothing_to_send(apprentice, category):
    page = apprentice.get(url(category))

    assert page.status_code == 200
    assert b'name="seen"' not in page.content


# The rule for names holds here as well


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("display_name", "\u3164"),
        ("display_name", "see evil.example"),
        ("headline", "a\u202eb"),
        ("skills", '["\u2800"]'),
    ],
)
def test_names_and_lines_of_people(root, ada, field, text):
    answer = root.post(url(ada), written(root, ada) | {field: text})

    assert answer.status_code == 200
    assert field in answer.context["adminform"].form.errors


def test_a_name_is_tidied_as_everywhere(root, ada):
    root.post(url(ada), written(root, ada) | {"display_name": "  Ada   Byron "})

    assert User.objects.get(pk=ada.pk).display_name == "Ada Byron"


def test_names_of_categories(root, category):
    answer = root.post(url(category), written(root, category) | {"name": "=?utf-8?q?x?="})

    assert "name" in answer.context["adminform"].form.errors
