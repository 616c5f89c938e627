"""Asking the other side to cancel and refund."""

from milestones.models import Case
from tests.milestones.conftest import asked
from tests.workshop import nth, sheet, states


def test_a_cancellation_is_asked_for_and_agreed(as_, ada, grace, order):
    placed = order("fair", 500, 500)

    response = as_(ada).do("ask_to_cancel", placed, milestone="all", fault="client", reason="We changed our mind.")

    assert response.url == f"/orders/{placed.pk}/resolution/"
    page = as_(grace).see("resolution", placed.pk)
    assert "Ada asks to cancel what is under way" in page
    assert "We changed our mind." in page
    assert "If you agree: $500.00 goes back to Ada. The order ends: step 2 never starts." in page
    hers = "If Grace agrees: $515.00 goes back to you ($500.00 and the fee of $15.00). The order ends: step 2 never"
    assert hers in as_(ada).see("resolution", placed.pk)
    assert "The side at fault: Ada." in page

    response = as_(grace).do("accept", asked(), answer="All right.")

    assert response.url == f"/orders/{placed.pk}/resolution/"
    assert states(placed) == ["cancelled", "skipped", "cancelled"]
    assert sheet() == {"gateway": -51_500, "ada:wallet": 51_500}
    assert "Grace: All right." in as_(ada).see("resolution", placed.pk)


def test_a_reason_is_asked_for_next_to_its_field(as_, ada, order):
    response = as_(ada).do("ask_to_cancel", order("fair"), milestone="all", fault="nobody", reason="")

    html = response.content.decode()
    assert response.status_code == 422
    assert "Give the reason: the other side will read it." in html
    assert '<details id="ask_to_cancel" name="options" open>' in html
    assert not Case.objects.exists()


def test_a_milestone_of_another_order_cannot_be_named(as_, ada, order):
    placed, other = order("fair"), order("fair")

    response = as_(ada).do("ask_to_cancel", placed, milestone=nth(other, 1).pk, fault="nobody", reason="Why not.")

    assert response.status_code == 422
