"""Ending a dispute in the other side’s favour."""

import pytest

from milestones.models import Case
from milestones.queries.reader import Reader
from milestones.wording import case_phrases
from tests.milestones.conftest import FROZEN, split_of
from tests.workshop import nth, sheet, states

pytestmark = pytest.mark.django_db


def test_the_freelancer_gives_it_all_back_with_its_fee(do, disputed):
    response = do("grace", "give_in", disputed)

    assert response.status_code == 302
    assert states(disputed) == ["cancelled", "skipped", "skipped", "cancelled"]
    assert sheet() == {"gateway": -103_000, "ada:wallet": 103_000}


def test_the_client_releases_it_all(do, disputed):
    do("ada", "give_in", disputed)

    assert states(disputed) == ["paid", "pending", "pending", "active"]
    assert sheet() == {"gateway": -103_000, "grace:wallet": 95_000, "fees": 8_000}
    assert nth(disputed, 1).acceptance == "agreement"


def test_a_page_is_shown_though_the_dispute_ends_while_it_is_read(do, propose, disputed, ada, grace):
    """Its question was read before the other side gave in, its steps after."""
    propose("grace", disputed)
    case = split_of(disputed)

    do("grace", "give_in", disputed)

    assert case.state == "open"
    assert case_phrases.effect(case, Reader(case.order, ada)) == "If you agree: step 1 is over."


def test_twice_is_once(do, disputed):
    do("grace", "give_in", disputed)
    books = sheet()

    assert do("grace", "give_in", disputed).status_code == 409
    assert do("ada", "give_in", disputed).status_code == 409
    assert sheet() == books


def test_what_it_does_is_said_to_each_before(as_, ada, grace, disputed):
    hers = as_(grace).see("order", disputed.pk)
    his = as_(ada).see("resolution", disputed.pk)

    assert "Give in: give $1,000.00 back The dispute is over. $1,000.00 goes back to Ada." in hers
    assert "The order ends: steps 2 and 3 never start. This can’t be undone." in hers
    assert "Give in: release $1,000.00 The dispute is over. Grace receives $950.00" in his
    assert "Then you have 14 days to pay step 2." in his


@pytest.mark.parametrize(("who", "status"), [("mallory", 404), ("sam", 403)])
def test_nobody_else_may(who, status, do, disputed, request):
    request.getfixturevalue(who)

    response = do(who, "give_in", disputed, released="600", reason="Because.", seen=60_000)

    assert (response.status_code, sheet()) == (status, FROZEN)
    assert not Case.objects.filter(kind="split").exists()


def test_without_a_dispute_there_is_nothing_to_end(do, order):
    response = do("grace", "give_in", order("fair"), released="600", reason="Because.", seen=60_000)

    assert (response.status_code, sheet()) == (409, FROZEN)
