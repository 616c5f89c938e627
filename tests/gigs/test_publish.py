"""Putting a gig before everybody: versions that never change, and columns that say what the newest one says."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from marketplace.accounts.models import User
from marketplace.actors import Support
from marketplace.errors import Refused
from marketplace.events.models import Event
from marketplace.gigs import actions
from marketplace.gigs.models import Category, Gig, GigVersion
from marketplace.gigs.terms import Workflow
from tests.gigs.workshop import PACKAGES, again, draft, published, said_by, terms

pytestmark = pytest.mark.django_db
WHY = "It is somebody else’s work."


def kinds(gig) -> list[str]:
    return [event.kind for event in Event.objects.of(gig.thread)]


def test_it_becomes_the_first_version_and_is_found_by_what_it_says(grace):
    gig = draft(grace)

    gig = actions.publish(gig, by=grace)

    gig = again(gig)
    assert (gig.state, gig.version.number, gig.published_at is not None) == ("published", 1, True)
    assert (gig.title, gig.tags_text) == ("A logo and the small system around it", "logo branding")
    assert (gig.price_from, gig.days_from, gig.steps) == (24_000, 10, 4)
    assert gig.cover_id == gig.version.said.pictures[0].picture
    assert "A guide of eight pages" not in gig.title
    assert "guide of eight pages" in gig.text
    assert kinds(gig) == ["gig.published"]


def test_prices_of_all_currencies_are_compared_in_dollars(grace):
    yen = [replace(PACKAGES[0], price=36_000)]

    gig = published(grace, terms(currency="JPY", packages=yen, workflow=Workflow()))

    assert (gig.price_from, gig.price_usd) == (36_000, 24_000)


def test_a_gig_without_milestones_has_no_steps(grace):
    gig = published(grace, terms(workflow=Workflow()))

    assert (gig.steps, gig.days_from) == (0, 10)


def test_what_is_not_whole_is_not_published(grace):
    gig = draft(grace, terms(title=""))

    with pytest.raises(Refused, match="Say in a few words") as refused:
        actions.publish(gig, by=grace)

    assert refused.value.field == "title"
    assert (again(gig).state, GigVersion.objects.count()) == ("draft", 0)


def test_publishing_again_is_the_next_version_and_the_first_one_stays(grace):
    gig = published(grace)
    first = gig.version
    actions.save(gig, by=grace, step="overview", values={"title": "Another name"})

    actions.publish(gig, by=grace)

    gig = again(gig)
    assert (gig.version.number, gig.title) == (2, "Another name")
    assert GigVersion.objects.get(pk=first.pk).said.title == "A logo and the small system around it"
    assert first.digest != gig.version.digest
    assert kinds(gig) == ["gig.revised", "gig.published"]


def test_nothing_new_is_not_published(grace):
    gig = published(grace)

    with pytest.raises(Refused, match="Nothing has changed"):
        actions.publish(gig, by=grace)


def test_a_version_never_changes(grace):
    gig = published(grace)

    for statement in ("UPDATE gigs_gigversion SET digest = repeat('0', 64)", "DELETE FROM gigs_gigversion"):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            GigVersion.objects.raw(statement).query._execute_query()

    assert again(gig).version.digest == gig.version.digest


def test_it_is_paused_resumed_and_closed_by_its_owner(grace):
    gig = published(grace)

    actions.pause(gig, by=grace)
    assert list(Gig.objects.published()) == []
    actions.resume(gig, by=grace)
    assert list(Gig.objects.published()) == [gig]
    actions.close(gig, by=grace)

    assert again(gig).state == "closed"
    assert kinds(gig) == ["gig.closed", "gig.resumed", "gig.paused", "gig.published"]


def test_what_can_not_be_sold_any_more_is_not_resumed(grace, sam):
    gig = published(grace)
    actions.pause(gig, by=grace)
    Category.objects.filter(name="Logo Design").update(milestone_eligible=False)

    with pytest.raises(Refused, match="publish it again"):
        actions.resume(gig, by=grace)


@pytest.mark.parametrize("verb", [actions.publish, actions.pause, actions.close])
def test_nobody_else_does(grace, mallory, sam, verb):
    gig = published(grace)

    for somebody in (mallory, sam):
        with pytest.raises(PermissionDenied):
            verb(gig, by=somebody)

    assert again(gig).state == "published"


def test_support_removes_it_with_a_reason_and_gives_it_back_paused(grace, sam):
    gig, support = published(grace), Support(sam, WHY)

    actions.remove(gig, by=support)
    assert (again(gig).state, again(gig).removed_reason) == ("removed", WHY)
    with pytest.raises(Refused):
        actions.save(gig, by=grace, step="overview", values={"title": "x"})
    actions.restore(gig, by=support)

    assert (again(gig).state, again(gig).removed_reason, again(gig).removed_at) == ("paused", "", None)
    assert Event.objects.of(gig.thread).filter(kind="gig.removed").get().data["reason"] == WHY


def test_support_without_the_right_or_of_their_own_does_not(grace, sam, mallory):
    gig = published(grace)
    without = User.objects.get(pk=sam.pk)
    without.user_permissions.clear()
    grace.is_staff = grace.is_superuser = True

    for somebody in (Support(User.objects.get(pk=sam.pk), WHY), Support(grace, WHY), mallory):
        with pytest.raises(PermissionDenied):
            actions.remove(gig, by=somebody)


def test_support_moves_it_to_another_kind_of_work_and_the_draft_follows(grace, sam):
    gig = published(grace)
    actions.save(gig, by=grace, step="overview", values={"title": "Another name"})
    website = Category.objects.get(name="Website Design")

    actions.move(gig, by=Support(sam, "It is a website."), category=website)

    gig = again(gig)
    assert (gig.category, gig.version.number, gig.version.category) == (website, 2, website)
    assert gig.title == "A logo and the small system around it"
    assert (said_by(gig).category, said_by(gig).title) == (website.pk, "Another name")


def test_whose_account_is_closed_sells_nothing(grace):
    published(grace)
    User.objects.filter(pk=grace.pk).update(is_active=False)

    assert list(Gig.objects.published()) == []
