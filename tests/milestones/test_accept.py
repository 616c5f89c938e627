"""Saying yes to what the other side asks for."""

import pytest

from milestones.actions import cases as requests
from milestones.models import Case
from tests.milestones.conftest import FROZEN, answer, asked, split_of
from tests.workshop import nth, pay, sheet, states

pytestmark = pytest.mark.django_db


def test_accepted_it_moves_exactly_that(client, propose, disputed, ada, as_):
    propose("grace", disputed)
    assert sheet() == FROZEN
    assert "Grace receives $570.00 ($600.00 less a fee of $30.00)" in as_(ada).see("resolution", disputed.pk)

    answer(client, ada, split_of(disputed), "accept", agreed=100_000)

    assert states(disputed) == ["paid", "pending", "pending", "active"]
    assert sheet() == {"gateway": -103_000, "ada:wallet": 41_200, "grace:wallet": 57_000, "fees": 4_800}
    dispute = Case.objects.get(order=disputed, kind="dispute")
    assert (dispute.state, dispute.data["released"], dispute.data["refunded"]) == ("settled", 60_000, 40_000)
    page = as_(ada).see("order", disputed.pk)
    assert "Settled by both sides" in page
    assert "Approved" not in page


def test_nobody_accepts_their_own(client, propose, disputed, grace):
    propose("grace", disputed)

    assert answer(client, grace, split_of(disputed), "accept").status_code == 403
    assert sheet() == FROZEN


def test_a_yes_says_its_sum_and_is_refused_when_that_changed(client, as_, ada, grace, visa, order):
    made = order("open")
    pay(made, 1, visa)
    asked = requests.ask_to_cancel(made, by=ada, reason="Too slow.", milestone=nth(made, 1)).thing
    page = as_(grace).see("resolution", made.pk)

    refused = answer(client, grace, asked, "accept", agreed=50_000)

    assert "Agree: $1,000.00 goes back" in page
    assert "$1,030.00" not in page
    assert refused.status_code == 409
    assert nth(made, 1).state == "funded"
    assert answer(client, grace, asked, "accept", agreed=103_000).status_code == 302
    assert nth(made, 1).state == "cancelled"


def test_only_the_other_side_answers(as_, ada, mallory, sam, order):
    placed = order("fair", 500, 500)
    as_(ada).do("ask_to_cancel", placed, milestone="all", fault="nobody", reason="Why not.")
    before = sheet()

    for person, status in ((ada, 403), (sam, 403), (mallory, 404)):
        assert as_(person).do("accept", asked()).status_code == status
    assert (asked().state, sheet()) == ("open", before)


def test_twice_is_once(as_, ada, grace, order):
    placed = order("fair", 500, 500)
    terms = {"milestone": "all", "fault": "nobody", "reason": "Why not."}
    as_(ada).do("ask_to_cancel", placed, **terms)
    assert as_(ada).do("ask_to_cancel", placed, **terms).status_code == 409
    visitor = as_(grace)
    visitor.do("accept", asked())
    before = sheet()

    response = visitor.do("accept", asked())

    assert response.status_code == 409
    assert 'role="alert"' in response.content.decode()
    assert sheet() == before
