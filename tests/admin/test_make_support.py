"""Letting people into support, and out again: manage.py make_support."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command

from marketplace.accounts import support
from marketplace.accounts.models import User
from tests.admin.conftest import act, enter, page
from tests.workshop import hand_in, nth, states

pytestmark = pytest.mark.django_db


def fresh(user) -> User:
    return User.objects.get(pk=user.pk)


def test_a_member_sees_everything_and_can_act(mallory, order, capsys):
    placed = order("steps8")
    hand_in(placed, 1)

    call_command("make_support", "Mallory@example.org")

    browser = enter(fresh(mallory))
    said = page(browser, "/admin/")
    for section in ("Orders", "Payments", "Journal", "Everything that happened", "People", "Status"):
        assert section in said
    act(browser, nth(placed, 1), "approve")
    assert states(placed)[0] == "paid"
    assert "mallory@example.org is now support." in capsys.readouterr().out


def test_twice_is_once(mallory):
    call_command("make_support", mallory.email)
    call_command("make_support", mallory.email)

    assert Group.objects.get(name=support.GROUP).user_set.count() == 1


def test_it_brings_the_group_up_to_date(db):
    group = support.support_group()
    rights = set(group.permissions.all())
    group.permissions.clear()

    call_command("make_support")

    assert set(group.permissions.all()) == rights


def test_a_member_can_not_touch_rows_or_rights(mallory):
    call_command("make_support", mallory.email)

    may = fresh(mallory).get_all_permissions()

    assert {"milestones.support_order", "milestones.view_order", "policies.add_policy"} <= may
    assert not {one for one in may if one.endswith(("_order", "_milestone", "_deadline", "_event"))} & {
        f"{app}.{verb}_{model}"
        for app, model in [("milestones", "order"), ("milestones", "milestone"), ("events", "event")]
        for verb in ("add", "change", "delete")
    }
    assert not any(one.startswith("auth.") for one in may)


def test_somebody_leaves(mallory):
    call_command("make_support", mallory.email)
    call_command("make_support", mallory.email, remove=True)

    assert not fresh(mallory).is_staff
    assert not fresh(mallory).has_perm("milestones.support_order")


def test_a_stranger_is_named(db):
    with pytest.raises(CommandError, match=r"Nobody has signed up as nobody@example\.org"):
        call_command("make_support", "nobody@example.org")
