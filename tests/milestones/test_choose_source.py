"""The card of an order is seen on its page, and the client changes it there."""

import pytest

from escrow import sources
from escrow.models import Payment
from tests.conftest import card
from tests.milestones.browsers import Play
from tests.workshop import again, hand_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def it(order, visa, move) -> Play:
    """An order under steps5, which charges the next step by itself, to Ada's Visa."""
    return Play(order("steps5"), visa, move)


def is_offered(browser, order) -> bool:
    """Whether its page has the button, in the footer of the plan."""
    return "Change the card: Visa ending in 4242" in browser.get(order.get_absolute_url()).content.decode()


def test_the_next_step_is_charged_to_the_card_that_was_chosen(it, as_, ada, grace, visa):
    other = card(ada, "declined")
    type(other).objects.filter(pk=other.pk).update(last4="0002")
    assert "else from Visa ending in 4242" in as_(ada).see("order", it.order.pk)
    assert (is_offered(as_(ada), it.order), is_offered(as_(grace), it.order)) == (True, False)
    asked = as_(ada).see("choose_source", it.order.pk)
    assert "Step 2 is charged next, from your balance if it covers all, else from Visa ending in 4242" in asked

    as_(ada).do("choose_source", it.order, source=other.pk)

    assert again(it.order).payment_source == other
    assert "else from Visa ending in 0002" in as_(ada).see("order", it.order.pk)
    assert "You chose Visa ending in 0002 for the next payments" in as_(ada).see("history", it.order.pk)
    assert "0002" not in as_(grace).see("history", it.order.pk)
    hand_in(it.order, 1)
    it.ada.approve(1)
    second = Payment.objects.filter(thread=it.order.thread).order_by("pk")[1]
    assert second.source == other


def test_a_card_that_is_gone_or_somebody_elses_is_refused_next_to_it(it, as_, ada, grace):
    gone, hers = card(ada, "lost"), card(grace)
    sources.remove(gone, by=ada)

    for source in (gone.pk, hers.pk, ""):
        response = as_(ada).do("choose_source", it.order, source=source)
        assert response.status_code == 422
    assert again(it.order).payment_source.last4 == "4242"


def test_where_nothing_is_charged_by_itself_there_is_nothing_to_choose(as_, ada, order, visa):
    made = order("fair")

    assert not is_offered(as_(ada), made)
    assert as_(ada).do("choose_source", made, source=visa.pk).status_code == 409
    assert again(made).payment_source == visa


def test_removing_a_card_that_an_order_uses_asks_and_names_it(it, as_, ada, visa):
    response = as_(ada).post(f"/wallet/sources/{visa.pk}/remove/")

    assert it.order.title in response.content.decode()
    assert "Keep it" in response.content.decode()
    visa.refresh_from_db()
    assert visa.removed_at is None
