"""What ordering a package agrees on."""

from dataclasses import replace

import pytest

from marketplace.gigs.plan import order_type_of, plan_of
from marketplace.gigs.terms import GigTerms, Package, Workflow
from tests.gigs.workshop import BASIC, PACKAGES, PREMIUM, STAGES, STANDARD

SAID = GigTerms(packages=PACKAGES, workflow=Workflow(True, STAGES))
UNPAID = replace(SAID, workflow=Workflow(False, STAGES))


@pytest.mark.parametrize(
    ("key", "amounts", "days"),
    [
        (BASIC, [12_000, 12_000], [4, 6]),
        (STANDARD, [12_000, 21_600, 14_400], [4, 6, 5]),
        (PREMIUM, [24_000, 33_600, 19_200, 19_200], [4, 6, 5, 6]),
    ],
)
def test_a_paid_workflow_is_a_milestone_for_each_stage_of_the_package(key, amounts, days):
    plan = plan_of(SAID, key)

    assert [one.amount for one in plan] == amounts
    assert [one.days for one in plan] == days
    assert sum(amounts) == SAID.package(key).price
    assert SAID.days_of(key) == sum(days)
    assert order_type_of(SAID, key) == "milestones"


def test_a_milestone_has_the_substeps_of_its_package_and_its_allowance():
    basic, standard = plan_of(SAID, BASIC)[0], plan_of(SAID, STANDARD)[0]

    assert basic.substeps == ["Sketches"]
    assert standard.substeps == ["Sketches", "Look at five neighbours"]
    assert (basic.revisions, standard.revisions) == (1, 2)
    assert (basic.call, plan_of(SAID, BASIC)[1].call) == (True, False)


def test_an_unpaid_workflow_is_one_payment_whose_substeps_show_how_far_the_work_is():
    (whole,) = plan_of(UNPAID, STANDARD)

    assert (whole.name, whole.amount, whole.days) == ("Mark and guide", 48_000, 15)
    assert whole.substeps == [
        "Three directions on paper: Sketches",
        "Three directions on paper: Look at five neighbours",
        "The chosen mark, refined",
        "Guide of eight pages",
    ]
    assert order_type_of(UNPAID, STANDARD) == "single"


def test_without_a_workflow_a_package_is_one_payment():
    (whole,) = plan_of(replace(SAID, workflow=Workflow()), BASIC)

    assert (whole.amount, whole.days, whole.substeps, whole.call) == (24_000, 10, [], False)


def test_a_package_that_is_not_there_has_no_plan():
    with pytest.raises(KeyError):
        plan_of(replace(SAID, packages=[Package(BASIC)]), PREMIUM)


def test_terms_are_read_as_they_were_written():
    assert GigTerms.from_data(SAID.as_data()) == SAID
