"""What a step offers and says where people stumbled: new scope, used revisions, early releases, the last step."""

import pytest

from milestones.actions import approve, cases, deliver, stop
from tests.workshop import hand_in, nth

pytestmark = pytest.mark.django_db


@pytest.fixture
def revised(order, ada):
    """A function that places an order whose first step was delivered and is in revision."""

    def make(key, **terms):
        made = order(key, **terms)
        hand_in(made, 1)
        deliver.request_revision(nth(made, 1), by=ada, reason="Also animate it.")
        return made

    return make


def test_new_scope_is_offered_beside_the_revision(revised, as_, grace):
    made = revised("fair")

    page = as_(grace).get(made.get_absolute_url()).content.decode()

    assert f"/milestones/{nth(made, 1).pk}/change-order/" in page
    assert "That is new scope" in page


@pytest.mark.parametrize(("key", "who"), [("steps8", "grace"), ("fair", "ada")])
def test_it_is_not_where_the_rulebook_has_none_nor_for_the_client(key, who, revised, as_, request):
    made = revised(key)

    assert "That is new scope" not in as_(request.getfixturevalue(who)).see("order", made.pk)


def test_used_revisions_leave_a_reason_where_the_button_was(revised, as_, ada):
    made = revised("steps8", revisions=1)
    hand_in(made, 1)

    page = as_(ada).see("order", made.pk)

    assert "Request a revision" not in page
    assert "All revisions of this step are used. You can approve it, or open a dispute." in page


def test_a_release_during_a_revision_is_not_called_before_delivery(revised, as_, ada):
    made = revised("contract14")
    page = as_(ada).see("order", made.pk)
    assert "Release without the changes The changes were not delivered yet." in page
    assert "before delivery" not in page

    approve.release(nth(made, 1), by=ada)

    page = as_(ada).see("order", made.pk)
    assert "without the changes" in page
    assert "You released the payment of step 1 without waiting for the changes" in page


def test_steps5_says_when_it_is_paid(order, as_, ada):
    page = as_(ada).see("order", order("steps5").pk)

    assert "stays in escrow and is paid when the order ends, if the delivery is accepted" in page


@pytest.mark.parametrize("who", ["ada", "grace"])
def test_an_order_that_ends_with_this_milestone_says_so(who, order, as_, visa, ada, request):
    made = order("contract14")
    stop.stop(made, by=ada)

    page = as_(request.getfixturevalue(who)).see("order", made.pk)

    assert "The order ends with step 1" in page
    assert "steps 2 and 3 never start and cost nothing" in page


def test_the_money_that_a_reopening_charges_is_said(order, as_, ada, grace, visa):
    from tests.workshop import another, place

    made = place(ada, grace, another("steps5", reopen_days=14).key, source=visa)
    hand_in(made, 1)
    approve.approve_and_stop(nth(made, 1), by=ada)

    cases.ask_to_reopen(made, by=grace, reason="Let us go on.")

    page = as_(ada).see("resolution", made.pk)
    assert "Step 2 is charged at once: $1,050.00" in page
    assert "Agree: $1,050.00 is charged" in page
