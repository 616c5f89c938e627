"""What stands against publishing a gig, with the place in the editor where it is mended."""

from dataclasses import replace

import pytest

from marketplace.gigs import limits
from marketplace.gigs.ground import ground_of
from marketplace.gigs.models import Category, Picture, StepsBan
from marketplace.gigs.terms import Faq, Shown, Stage, Workflow
from milestones.questions import Question
from tests.gigs.workshop import BASIC, PACKAGES, PREMIUM, STAGES, STANDARD, draft, picture, said_by, terms

pytestmark = pytest.mark.django_db


@pytest.fixture
def problems(grace):
    """`problems(**change)` are the fields that stand against a good gig with this change."""
    gig = draft(grace)

    def find(said=None, **change):
        said = replace(said or said_by(gig), **change)
        found = limits.problems(said, ground_of(gig, said))
        return [(one.step, one.field, one.index, one.package) for one in found]

    find.gig = gig
    return find


def stages(*amounts, key=BASIC):
    return Workflow(True, [Stage(f"Part {at}", days=3, amounts={key: one}) for at, one in enumerate(amounts, start=1)])


def basic(price):
    return [replace(PACKAGES[0], price=price)]


def test_a_whole_gig_can_be_published(problems):
    assert problems() == []


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"title": " "}, ("overview", "title", None, "")),
        ({"category": None}, ("overview", "category", None, "")),
        ({"policy": None}, ("overview", "policy", None, "")),
        ({"currency": "XXX"}, ("overview", "currency", None, "")),
        ({"tags": list("abcdef")}, ("overview", "tags", None, "")),
        ({"packages": [replace(PACKAGES[0], name=""), *PACKAGES[1:]]}, ("packages", "name", None, BASIC)),
        ({"packages": [replace(PACKAGES[0], text=""), *PACKAGES[1:]]}, ("packages", "text", None, BASIC)),
        ({"packages": [*PACKAGES[:2], replace(PACKAGES[2], price=40_000)]}, ("packages", "price", None, PREMIUM)),
        ({"description": "Short."}, ("description", "description", None, "")),
        ({"description": "x" * 1201}, ("description", "description", None, "")),
        ({"faq": [Faq("Why?")]}, ("description", "faq", 0, "")),
        ({"questions": [Question("q", " ")]}, ("requirements", "questions", 0, "")),
        ({"questions": [Question(f"q{at}", "Why?") for at in range(11)]}, ("requirements", "questions", None, "")),
        ({"pictures": []}, ("gallery", "pictures", None, "")),
    ],
)
def test_each_thing_that_is_missing_names_its_field(problems, change, found):
    assert found in problems(**change)


def test_two_to_five_milestones_in_each_package(problems):
    one = problems(packages=basic(20_000), workflow=stages(20_000))
    six = problems(packages=basic(60_000), workflow=stages(*[10_000] * 6))
    five = problems(packages=basic(50_000), workflow=stages(*[10_000] * 5))

    assert one == [("description", "workflow", None, BASIC)]
    assert six == [("description", "workflow", None, "")]
    assert five == []


def test_with_payments_off_a_workflow_keeps_the_same_limits(problems):
    """They are of including milestones in a gig; payments are switched afterwards (docs/policies.md, reading 15)."""

    def unpaid(*amounts):
        return {"packages": basic(sum(amounts)), "workflow": replace(stages(*amounts), paid=False)}

    other = Category.objects.get(name="Illustration", parent__isnull=False).pk

    assert problems(**unpaid(20_000)) == [("description", "workflow", None, BASIC)]
    assert problems(**unpaid(*[10_000] * 6)) == [("description", "workflow", None, "")]
    assert problems(category=other, **unpaid(10_000, 10_000)) == [("description", "workflow", None, "")]
    assert problems(category=other, workflow=Workflow(False)) == []


def test_every_package_has_its_milestones(problems):
    only_basic = [replace(stage, amounts={BASIC: 12_000}) for stage in STAGES[:2]]

    assert ("description", "workflow", None, STANDARD) in problems(workflow=Workflow(True, only_basic))


def test_the_basic_package_costs_a_hundred_dollars(problems):
    assert problems(packages=basic(9_999), workflow=stages(5_000, 4_999)) != []
    assert problems(packages=basic(10_000), workflow=stages(5_000, 5_000)) == []


def test_the_basic_package_counts_though_another_one_is_dear(problems):
    two = [replace(PACKAGES[0], price=9_900), PACKAGES[1]]
    both = [Stage(f"Part {at}", days=3, amounts={BASIC: 4_950, STANDARD: 24_000}) for at in (1, 2)]

    assert ("packages", "price", None, BASIC) in problems(packages=two, workflow=Workflow(True, both))


def test_with_payments_off_the_basic_package_is_worth_as_much_and_without_milestones_it_need_not_be(problems):
    def at(price, workflow=None):
        off = replace(stages(price // 2, price - price // 2), paid=False)
        return problems(packages=basic(price), workflow=workflow or off)

    assert at(10_000) == []
    assert at(9_999) == [("packages", "price", None, BASIC)]
    assert at(500, Workflow(False)) == []
    assert at(499, Workflow(False)) == [("packages", "price", None, BASIC)]


def test_a_milestone_costs_fifty_dollars(problems):
    assert problems(packages=basic(20_000), workflow=stages(15_001, 4_999)) == [("description", "amount", 1, BASIC)]


def test_amounts_add_up_to_the_price(problems):
    short = problems(packages=basic(24_000), workflow=stages(12_000, 10_000))

    assert short == [("description", "sum", None, BASIC)]


def test_work_that_is_not_sold_in_steps_says_what_to_do_instead(grace):
    said = terms(work="Illustration")
    gig = draft(grace, said)
    found = limits.problems(said_by(gig), ground_of(gig, said_by(gig)))

    assert [(one.field, one.message) for one in found] == [("workflow", limits.NOT_IN_STEPS)]
    alone = replace(said_by(gig), workflow=Workflow())
    assert limits.problems(alone, ground_of(gig, alone)) == []


def test_a_rulebook_that_asks_for_no_category_takes_any(grace):
    gig = draft(grace, terms("fair", "Illustration"))

    assert limits.problems(said_by(gig), ground_of(gig, said_by(gig))) == []


def test_who_may_not_sell_in_steps_may_sell_at_once(problems, grace, sam):
    StepsBan.objects.create(person=grace, by=sam, reason="Never finished any.")

    assert problems() == [("description", "workflow", None, "")]
    assert problems(workflow=Workflow()) == []


def test_a_picture_that_failed_or_has_no_words_or_is_another_gigs(problems, mallory):
    gig = problems.gig
    bad = picture(gig)
    Picture.objects.filter(pk=bad.pk).update(problem="This is not a picture.", made_at=None)
    foreign = picture(draft(mallory))
    good = picture(gig)

    assert problems(pictures=[Shown(bad.pk, "x")]) == [("gallery", "pictures", 0, "")]
    assert problems(pictures=[Shown(foreign.pk, "x")]) == [("gallery", "pictures", 0, "")]
    assert problems(pictures=[Shown(good.pk, " ")]) == [("gallery", "alt", 0, "")]


def test_only_a_picture_that_is_ready_goes_out(problems):
    waiting = picture(problems.gig)
    Picture.objects.filter(pk=waiting.pk).update(made_at=None)

    assert problems(pictures=[Shown(waiting.pk, "x")]) == [("gallery", "pictures", 0, "")]


def test_a_price_that_cannot_be_charged(problems, takes):
    """The fee on the price of a package makes it too much for the gateway; so does it for a step."""
    takes(smallest=1, step=1, largest=PACKAGES[0].price)
    whole = {"workflow": Workflow(), "packages": [PACKAGES[0]]}

    assert ("packages", "price", None, BASIC) in problems(**whole)
    assert ("description", "amount", 0, BASIC) in problems(packages=[PACKAGES[0]], workflow=stages(PACKAGES[0].price))


def test_a_currency_that_the_site_cannot_charge(problems, takes):
    takes(None)

    assert ("overview", "currency", None, "") in problems()
