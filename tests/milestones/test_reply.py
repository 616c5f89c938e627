"""Answering a dispute: from then on it is support's turn."""

import pytest

from milestones.models import Case
from milestones.timer_kinds import Kind
from tests.milestones.conftest import FROZEN, answer, asked
from tests.workshop import sheet

pytestmark = pytest.mark.django_db


def test_it_is_kept_and_nothing_runs_out_any_more(client, grace, disputed):
    answer(client, grace, asked(), "reply", answer=" It is all there. ")

    assert (asked().state, asked().answer) == ("open", "It is all there.")
    assert not disputed.deadlines.live().filter(kind=Kind.DISPUTE).exists()
    assert sheet() == FROZEN


@pytest.mark.parametrize(("who", "status"), [("ada", 403), ("sam", 403), ("mallory", 404)])
def test_nobody_else_may(client, who, status, disputed, request):
    response = answer(client, request.getfixturevalue(who), asked(), "reply", answer="It is all there.")

    assert (response.status_code, asked().answer) == (status, "")
    assert disputed.deadlines.live().filter(kind=Kind.DISPUTE).exists()


def test_an_empty_one_is_none(client, grace, disputed):
    response = answer(client, grace, asked(), "reply", answer=" ")

    assert response.status_code == 422
    assert Case.objects.get().answered_at is None
