"""A running site survives each migration that came after the first release."""

import re

import pytest
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, ProjectState

from tests.deploy.migrations import problems
from tests.infra.servers import ROOT

OURS = ("escrow", "milestones", "marketplace")
# Before the first release there is no site that could be stopped. Whoever makes it writes down what is in it, one
# "app.name" a line: those stay as they are.
RELEASED = ROOT / "tests" / "deploy" / "first_release.txt"


def is_released() -> bool:
    return bool(re.search(r"^## \[?v?\d+\.\d+", (ROOT / "CHANGELOG.md").read_text(), re.M))


@pytest.mark.skipif(not is_released(), reason="nothing was released yet")
def test_a_running_site_survives_all_that_came_after_the_first_release():
    loader, first = MigrationLoader(None), RELEASED.read_text().split()
    found = []
    for (app, name), migration in loader.disk_migrations.items():
        if migration.__module__.startswith(OURS) and f"{app}.{name}" not in first:
            before = loader.project_state(migration.dependencies)
            found += problems(migration, before)
    assert found == []


def test_a_table_is_made_with_its_constraints():
    """But for those that name a field which comes after it, for the sake of a circle."""
    late = []
    for key, migration in MigrationLoader(None).disk_migrations.items():
        if not migration.__module__.startswith(OURS):
            continue
        made = {one.name_lower for one in migration.operations if isinstance(one, migrations.CreateModel)}
        grown = {one.model_name_lower for one in migration.operations if isinstance(one, migrations.AddField)}
        for one in migration.operations:
            if isinstance(one, migrations.AddConstraint | migrations.AddIndex) and one.model_name_lower in made - grown:
                late.append((*key, one.describe()))
    assert late == []


def things() -> ProjectState:
    """A table with rows."""
    state = ProjectState()
    fields = {
        "id": models.BigAutoField(primary_key=True),
        "name": models.CharField(max_length=20),
        "note": models.TextField(null=True),  # noqa: DJ001
    }
    state.add_model(ModelState("shop", "Thing", list(fields.items())))
    return state


def migration(*operations, **said):
    return type("Migration", (migrations.Migration,), {"operations": list(operations), **said})("0002_next", "shop")


NAME = models.Index(fields=["name"], name="thing_name")
TOUR = models.CheckConstraint(condition=models.Q(name__gt=""), name="thing_named")
STOPS = {
    "the old name": migrations.RenameField("thing", "name", "title"),
    "since when nothing uses it": migrations.RemoveField("thing", "note"),
    "inserts rows without it": migrations.AddField("thing", "size", models.IntegerField(default=1)),
    "index is built under a lock": migrations.AddField("thing", "size", models.IntegerField(null=True, db_index=True)),
    "Use AddIndexConcurrently": migrations.AddIndex("thing", NAME),
    "Use AddConstraintNotValid": migrations.AddConstraint("thing", TOUR),
    "writes NULL there": migrations.AlterField("thing", "note", models.TextField()),
    "writes longer values": migrations.AlterField("thing", "name", models.CharField(max_length=10)),
    "every row is written anew": migrations.AlterField("thing", "note", models.IntegerField(null=True)),
    "holds no lock for long": migrations.RunSQL("UPDATE shop_thing SET name = ''"),
}


@pytest.mark.parametrize("why", STOPS)
def test_this_would_stop_it(why):
    [found] = problems(migration(STOPS[why]), things())
    assert why in found


NEW = [("id", models.BigAutoField(primary_key=True)), ("name", models.CharField(max_length=9))]
FINE = {
    "a new table": [migrations.CreateModel("Part", NEW), migrations.AddIndex("part", NAME)],
    "a column that may be empty": [migrations.AddField("thing", "size", models.IntegerField(null=True))],
    "a column with a default of the database": [
        migrations.AddField("thing", "size", models.IntegerField(db_default=1)),
    ],
    "an index without a lock": [AddIndexConcurrently("thing", NAME)],
    "a longer text": [migrations.AlterField("thing", "name", models.CharField(max_length=200))],
}


@pytest.mark.parametrize("case", FINE)
def test_this_does_not(case):
    assert problems(migration(*FINE[case]), things()) == []


def test_what_is_removed_says_why():
    removed = migration(migrations.RemoveField("thing", "note"), contracts="nothing reads it since 1.2")
    assert problems(removed, things()) == []


def one_way(migration) -> list[str]:
    """The operations that can't be taken back, unless its class says why: `one_way = "…"`."""
    found = [] if getattr(migration, "one_way", "") else migration.operations
    return [f"{migration.app_label}.{migration.name}: {one.describe()}" for one in found if not one.reversible]


def test_each_of_ours_goes_back_or_says_why():
    ours = [one for one in MigrationLoader(None).disk_migrations.values() if one.__module__.startswith(OURS)]
    assert [line for migration in ours for line in one_way(migration)] == []


def test_what_goes_one_way_is_found():
    sql = migrations.RunSQL("DROP TABLE shop_part")
    assert one_way(migration(sql)) == ["shop.0002_next: Raw SQL operation"]
    assert one_way(migration(sql, one_way="it held nothing")) == []
