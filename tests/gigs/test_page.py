"""The page of a gig: everybody reads the same, and every figure is computed from what would be ordered."""

from dataclasses import replace

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marketplace.accounts.models import User
from marketplace.gigs import actions
from marketplace.gigs.terms import Workflow
from marketplace.policies.explanation import what_if
from marketplace.policies.models import Policy
from marketplace.policies.plan import MilestoneTerms
from tests.gigs.workshop import BASIC, PACKAGES, STAGES, again, draft, published, terms

pytestmark = pytest.mark.django_db


def read(client, gig) -> str:
    return client.get(gig.get_absolute_url()).content.decode()


def test_a_stranger_reads_what_each_package_costs_today_and_in_all(client, grace):
    page = read(client, published(grace))

    for amount in ("$240.00", "$253.20", "$126.60", "$480.00", "$506.40", "$1,012.80"):
        assert amount in page
    assert "Your fee, 5.5 %" in page.replace("\u202f", " ").replace("\u00a0", " ")


def test_the_plan_says_which_step_is_in_which_package(client, grace):
    page = read(client, published(grace))

    assert 'data-within="standard premium"' in page
    assert "not in Basic" in page
    assert '<li data-package="standard premium">' in page


def test_what_happens_is_computed_from_the_rulebook(client, grace):
    page = read(client, published(grace))

    assert "You say nothing for 8\u00a0days" in page
    assert "the order ends. Steps that had not begun never start." in page
    assert "within 10\u00a0days, or the order ends" in page
    assert "Never charged" in page


@pytest.mark.parametrize("key", ["studio", "open", "steps8", "contract14", "steps5", "fair"])
def test_every_rulebook_can_say_what_happens(key):
    policy = Policy.objects.offered().get(key=key)
    plan = [replace(one, days=5) for one in _plan(3)]

    for number in (1, 3):
        case = what_if.Case(policy, "milestones", plan[:number], "USD", "Grace")
        endings = what_if.endings(case)
        assert len(endings) >= 4
        assert all(one.title and one.text and "None" not in one.text for one in endings)
        days = what_if.count(case)
        assert len(days) == (policy.review_days or -1) + 1


def _plan(number):
    return [MilestoneTerms(f"Part {at}", 100_000, revisions=2) for at in range(1, number + 1)]


def test_a_gig_with_one_payment_shows_how_the_work_goes(client, grace):
    page = read(client, published(grace, terms(workflow=Workflow(False, STAGES))))

    assert "How the work goes" in page
    assert "Price, one payment" in page
    assert "for step 1" not in page


def test_a_gig_of_one_package_has_nothing_to_switch(client, grace):
    said = terms(
        packages=PACKAGES[:1], workflow=Workflow(True, [replace(one, amounts={BASIC: 12_000}) for one in STAGES[:2]])
    )

    page = read(client, published(grace, said))

    assert '<input type="hidden" name="package" value="basic">' in page
    assert "segmented" not in page


def test_an_older_title_leads_to_the_new_one(client, grace):
    gig = published(grace)
    before = gig.get_absolute_url()
    actions.save(gig, by=grace, step="overview", values={"title": "Another name"})
    actions.publish(gig, by=grace)

    assert client.get(before).url == again(gig).get_absolute_url()
    assert client.get(f"/gigs/{gig.pk}/").url == again(gig).get_absolute_url()


def test_other_sites_get_a_title_a_sentence_and_one_address(client, grace):
    gig = published(grace)
    page = read(client, gig)

    assert f'<link rel="canonical" href="http://testserver{gig.get_absolute_url()}">' in page
    assert 'property="og:image" content="http://testserver/pictures/' in page
    assert "By Grace, from $240.00, in 2\u00a0steps" in page or "By Grace, from $240.00, in 2 steps" in page


@pytest.mark.parametrize("state", ["draft", "paused", "closed", "suspended"])
def test_what_is_not_on_the_market_is_its_owners_alone(client, grace, mallory, state):
    gig = draft(grace) if state == "draft" else published(grace)
    match state:
        case "paused":
            actions.pause(gig, by=grace)
        case "closed":
            actions.close(gig, by=grace)
        case "suspended":
            User.objects.filter(pk=grace.pk).update(is_active=False)
    client.force_login(mallory)

    assert client.get(f"/gigs/{gig.pk}/", follow=True).status_code == 404
    if state in ("paused", "closed"):
        client.force_login(grace)
        assert state.capitalize() in client.get(f"/gigs/{gig.pk}/", follow=True).content.decode()


def test_its_pictures_are_private_until_they_are_published(client, grace, mallory):
    gig = draft(grace)
    picture = gig.pictures.get()
    picture.medium.save("", ContentFile(b"RIFF"))
    url = f"/pictures/{picture.key}/640/"
    assert client.get(url).status_code == 404
    client.force_login(grace)
    assert client.get(url).status_code == 200
    actions.publish(gig, by=grace)
    client.logout()
    assert client.get(url).status_code == 200
    assert client.get(f"/pictures/{picture.key}/641/").status_code == 404
    actions.pause(gig, by=grace)
    assert client.get(url).status_code == 404


def test_it_asks_as_much_for_one_package_as_for_three(client, grace):
    one = published(grace, terms(packages=PACKAGES[:1], workflow=Workflow(), faq=[], questions=[]))
    three = published(grace)
    read(client, one)
    with CaptureQueriesContext(connection) as few:
        read(client, one)
    with CaptureQueriesContext(connection) as many:
        read(client, three)

    assert len(few) == len(many) <= 6
