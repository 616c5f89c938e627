"""Asking for changes to a delivery."""

from milestones.models import State
from tests.workshop import hand_in, states


def test_a_revision_needs_a_reason_next_to_its_field(as_, ada, order):
    placed = order("fair")
    response = as_(ada).do("request_revision", hand_in(placed, 1), reason=" ")

    html = response.content.decode()
    assert response.status_code == 422
    assert "Say what should change." in html
    assert 'aria-invalid="true"' in html
    assert states(placed)[0] == State.DELIVERED


def test_a_third_revision_is_refused(as_, ada, order):
    placed = order("fair", 500, 500, revisions=1)
    visitor = as_(ada)
    visitor.do("request_revision", hand_in(placed, 1), reason="Bigger.")

    response = visitor.do("request_revision", hand_in(placed, 1), reason="Bigger still.")

    assert response.status_code == 409
    assert "All revisions of this step are used." in response.content.decode()
    assert "Request a revision" not in response.content.decode()
