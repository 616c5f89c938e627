"""What the desk shows of what it decides on: rendered, for the request and for the page on which it is decided."""

import pytest
from django.urls import reverse

from milestones.actions import cases, deliver, disputes, split
from milestones.models import Case, Milestone, Order
from tests.admin.conftest import page, url
from tests.workshop import hand_in, nth

pytestmark = pytest.mark.django_db

LIST = reverse("admin:milestones_case_changelist")


@pytest.fixture
def disputed(order, ada, grace):
    """A step that Grace delivered and Ada disputes, with a split that Grace proposes."""
    made = order("fair")
    Order.objects.filter(pk=made.pk).update(scope="A website in three steps.")
    Milestone.objects.filter(pk=nth(made, 1).pk).update(description="Logo as <b>vector</b>.")
    hand_in(made, 1)
    deliver.request_revision(nth(made, 1), by=ada, reason="The logo is too small.")
    hand_in(made, 1)
    case = disputes.dispute(nth(made, 1), by=ada, reason="It is a photo.", wanted="Half of the money.").thing
    split.propose_split(nth(made, 1), by=grace, released=70_000, reason="The rest is right.")
    return Case.objects.get(pk=case.pk)


@pytest.mark.parametrize("verb", ["change", "decide"])
def test_it_has_all_in_view(verb, desk, disputed):
    said = page(desk, url(disputed, verb))

    for what in (
        "It is a photo.",
        "Half of the money.",
        "proposes $700.00 to the freelancer, $300.00 back",
        "The rest is right.",
        "A website in three steps.",
        "Logo as &lt;b&gt;vector&lt;/b&gt;.",
        "Here it is.",
        "The logo is too small.",
        "$1,000.00",
        "$950.00 to Grace",
        "$1,030.00 to Ada",
        "1 of 2 asked for",
    ):
        assert what in said, what


def test_it_says_whom_it_waits_for_and_shows_no_json(desk, disputed):
    said = page(desk, url(disputed))

    assert "Waiting for support" in said
    assert "Waiting for an answer" not in said
    assert "{&quot;" not in said
    assert "&quot;wanted&quot;" not in said


def test_nothing_there_reads_as_closing_the_dispute(desk, disputed):
    said = page(desk, url(disputed))

    assert ">Close<" not in said
    assert "Back to the list" in said


def test_a_request_is_told_as_its_two_sides_read_it(desk, order, ada, grace):
    asked = cases.ask_to_cancel(order("fair"), by=ada, reason="We changed our mind.", fault="client").thing
    assert "$1,030.00" in page(desk, url(asked))

    cases.decline(asked, by=grace, answer="I am nearly done.")

    said = page(desk, url(asked))
    assert "Declined by Grace" in said
    assert "I am nearly done." in said


def test_the_pages_of_its_order_and_its_milestone_say_so_too(desk, disputed):
    disputed.milestone.cases.exclude(pk=disputed.pk).update(state="withdrawn", closed_at=disputed.created_at)

    for row in (disputed.order, disputed.milestone):
        said = page(desk, url(row))
        assert "Waiting for support" in said
        assert "Waiting for an answer" not in said


def test_what_is_over_waits_for_nobody(desk, disputed, grace):
    disputes.give_in(disputed.milestone, by=grace)

    for said in (page(desk, url(disputed)), page(desk, url(disputed.order)), page(desk, LIST)):
        assert "Settled by both sides" in said
        assert "Waiting for support" not in said
