"""Writing a gig: each step of the editor is saved by itself, and no tab overwrites another one in silence."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied

from marketplace.errors import Refused
from marketplace.gigs import actions, limits, sections
from marketplace.gigs.models import Gig, GigVersion
from marketplace.gigs.terms import Package, Workflow
from tests.gigs.workshop import BASIC, PACKAGES, STAGES, again, draft, published, said_by

pytestmark = pytest.mark.django_db


def test_a_new_gig_is_a_draft_with_a_basic_package(grace):
    gig = actions.begin(by=grace)

    assert (gig.state, said_by(gig).packages) == ("draft", [Package(BASIC)])


def test_nobody_has_more_gigs_than_thirty(grace):
    Gig.objects.bulk_create(Gig(owner=grace) for _ in range(limits.MOST_GIGS))

    with pytest.raises(Refused, match="at most 30 gigs"):
        actions.begin(by=grace)


def test_a_step_saves_its_own_part_and_a_draft_is_listed_by_what_it_says(grace):
    gig = actions.begin(by=grace)

    actions.save(gig, by=grace, step="overview", values={"title": " A logo ", "tags": ["logo"]})
    actions.save(gig, by=grace, step="packages", values={"packages": PACKAGES})

    assert (said_by(gig).title, said_by(gig).packages) == (" A logo ", PACKAGES)
    assert again(gig).title == "A logo"


def test_a_step_says_nothing_about_another(grace):
    gig = actions.begin(by=grace)

    with pytest.raises(ValueError, match="overview says nothing about packages"):
        actions.save(gig, by=grace, step="overview", values={"packages": PACKAGES})


def test_an_older_tab_of_the_same_step_is_told_and_one_of_another_step_is_not(grace):
    gig = draft(grace)
    seen = {step: sections.mark_of(said_by(gig), step) for step in sections.FIELDS}
    actions.save(gig, by=grace, step="overview", values={"title": "Newer"}, seen=seen["overview"])

    with pytest.raises(actions.Stale) as stale:
        actions.save(gig, by=grace, step="overview", values={"title": "Older"}, seen=seen["overview"])
    actions.save(gig, by=grace, step="packages", values={"packages": PACKAGES[:1]}, seen=seen["packages"])

    assert stale.value.saved.title == "Newer"
    assert (said_by(gig).title, said_by(gig).packages) == ("Newer", PACKAGES[:1])


def test_another_currency_keeps_the_numbers(grace):
    gig = draft(grace)

    actions.save(gig, by=grace, step="overview", values={"currency": "JPY"})

    assert said_by(gig).package(BASIC).price == 240
    assert said_by(gig).workflow.stages[0].amounts[BASIC] == 120


def test_editing_what_is_published_changes_a_draft_alone(grace):
    gig = published(grace)

    actions.save(gig, by=grace, step="overview", values={"title": "Another name"})

    assert again(gig).title != "Another name"
    assert again(gig).version.number == 1
    assert again(gig).draft.base == 1


def test_a_saved_milestone_of_a_published_gig_is_there_at_once(grace):
    gig = published(grace)
    renamed = Workflow(True, [replace(STAGES[0], name="Three sketches"), *STAGES[1:]])

    saving = actions.save(gig, by=grace, step="description", values={"workflow": renamed}, at_once=True)

    assert saving.version.number == 2
    assert again(gig).version.said.workflow == renamed
    assert not hasattr(again(gig), "draft")


def test_a_milestone_that_leaves_the_whole_invalid_waits_and_says_why(grace):
    gig = published(grace)
    dear = Workflow(True, [replace(STAGES[0], amounts={BASIC: 15_000}), *STAGES[1:]])

    saving = actions.save(gig, by=grace, step="description", values={"workflow": dear}, at_once=True)

    assert saving.version is None
    assert "sum" in [one.field for one in saving.problems]
    assert again(gig).version.number == 1
    assert said_by(gig).workflow == dear


def test_a_milestone_of_a_draft_waits_until_it_is_published(grace):
    gig = draft(grace)

    saving = actions.save(gig, by=grace, step="description", values={"workflow": Workflow()}, at_once=True)

    assert saving.version is None
    assert not GigVersion.objects.filter(gig=gig).exists()


def test_what_says_the_same_as_what_is_published_leaves_no_draft_and_no_version(grace):
    gig = published(grace)
    actions.save(gig, by=grace, step="overview", values={"title": "Another name"})

    saving = actions.save(gig, by=grace, step="overview", values={"title": gig.title}, at_once=True)

    assert (saving.version, saving.problems) == (None, ())
    assert again(gig).version.number == 1
    assert not hasattr(again(gig), "draft")


def test_nobody_else_writes_it(grace, mallory, sam):
    gig = draft(grace)

    for somebody in (mallory, sam):
        with pytest.raises(PermissionDenied):
            actions.save(gig, by=somebody, step="overview", values={"title": "Mine"})

    assert said_by(gig).title == "A logo and the small system around it"


def test_what_is_closed_is_not_written_any_more(grace):
    gig = published(grace)
    actions.close(gig, by=grace)

    with pytest.raises(Refused, match="closed"):
        actions.save(gig, by=grace, step="overview", values={"title": "Again"})
