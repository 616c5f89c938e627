"""What a migration published stays: a release that adds a parameter reaches empty and filled databases alike."""

import ast
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, migrations, models

from marketplace.policies.models import Policy
from marketplace.policies.presets import OF_ITS_OWN, publish
from tests import tomorrow

PRESETS = import_module("marketplace.policies.migrations.0003_presets")
TRIAL = migrations.AddField("policy", "trial_days", models.PositiveSmallIntegerField(default=0))


@pytest.fixture
def filled(db):
    return tomorrow.filled("policies", TRIAL)


@pytest.fixture
def fresh(db):
    return tomorrow.fresh("policies", "0003_presets", TRIAL, PRESETS.publish_all)


def rulebooks(state):
    return state.apps.get_model("policies", "Policy").objects


def newest(rulebooks) -> int:
    return max(rulebooks.filter(key="fair").values_list("version", flat=True))


def contents(rulebooks) -> list[dict]:
    return list(rulebooks.filter(key__in=PRESETS.PRESETS, version=1).order_by("key").values())


@pytest.mark.parametrize("database", ["fresh", "filled"])
def test_a_published_version_means_as_before_and_the_next_one_says_it(database, request):
    state = request.getfixturevalue(database)

    following = newest(rulebooks(state)) + 1

    publish(state.apps, "fair", following, {"trial_days": 7})

    before = rulebooks(state).exclude(key="fair", version=following)
    assert set(before.values_list("trial_days", flat=True)) == {0}
    *_, old, new = rulebooks(state).filter(key="fair").order_by("version").values()
    changed = {name for name in old if old[name] != new[name]} - OF_ITS_OWN
    assert changed == {"trial_days"}
    assert new["trial_days"] == 7


def test_an_old_site_and_a_new_one_mean_the_same_by_version_1(fresh):
    new = contents(rulebooks(fresh))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL search_path = public")
    old = contents(Policy.objects)

    own = {"id", "trial_days"}
    assert [{name: one[name] for name in one if name not in own} for one in new] == [
        {name: one[name] for name in one if name not in own} for one in old
    ]


def test_what_a_site_published_itself_stands(filled, sam):
    following = newest(rulebooks(filled)) + 1
    own = {"id": 999, "version": following, "published_by_id": sam.pk}
    rulebooks(filled).create(**rulebooks(filled).filter(key="fair").values().first() | own)

    publish(filled.apps, "fair", following, {"trial_days": 7})

    assert rulebooks(filled).get(key="fair", version=following).trial_days == 0


@pytest.mark.parametrize(("off", "says"), [(0, "take the next number"), (2, "would not follow")])
def test_a_migration_publishes_the_next_number_and_no_other(filled, off, says):
    """One that was published already would be passed over without a word, and its parameters with it."""
    with pytest.raises(ValueError, match=says):
        publish(filled.apps, "fair", newest(rulebooks(filled)) + off, {"trial_days": 7})


def test_no_migration_reads_what_may_change_later():
    """Of our own code a migration names a default, choices, validators, operations and helpers that publish."""
    ours = ("escrow", "marketplace", "milestones")
    allowed = ("clock", "guards", "kinds", "models", "policies", "starting", "validators")
    for file in Path(settings.BASE_DIR).glob("[em]*/**/migrations/[0-9]*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            names += [node.module] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                assert name.split(".")[0] not in ours or set(name.split(".")) & set(allowed), f"{file}: {name}"
