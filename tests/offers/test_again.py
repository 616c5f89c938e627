"""Once more: ordering a gig again, and copying an offer."""

from dataclasses import replace
from datetime import timedelta

import pytest

from marketplace import clock
from marketplace.actors import Support
from marketplace.gigs import actions as selling
from marketplace.offers import actions
from marketplace.offers.actions.writing import terms_of
from marketplace.offers.models import ContractKind, Offer
from milestones.actions import support
from milestones.models import Order
from tests import workshop
from tests.gigs.workshop import BASIC, STAGES, again, published, terms
from tests.offers import conftest as do
from tests.offers.test_order import order
from tests.workshop import sheet


@pytest.fixture
def ordered(client, ada, grace, visa) -> Order:
    """A gig of Grace's that Ada ordered."""
    order(client, ada, published(grace, terms(questions=[])), source=visa.pk)
    return Order.objects.get()


@pytest.fixture
def bought(ordered, sam) -> Order:
    """The same, when support has cancelled it in the end."""
    support.cancel_order(ordered, by=Support(sam, "It was ordered by mistake."))
    workshop.attempt_all(ordered)
    return workshop.again(ordered)


def gig_of(placed: Order):
    return placed.offer.gig_version.gig


def test_the_same_version_is_ordered_again_as_it_is(client, ada, bought):
    gig = gig_of(bought)

    led = client.get(f"/orders/{bought.pk}/again/")
    page = client.get(led.url).content.decode()

    assert led.url == f"/gigs/{gig.pk}/order/{BASIC}/?again={bought.pk}"
    assert "The gig says what it said when you ordered it" in page
    order(client, ada, gig, source="balance")  # to which the first one's money went back
    first, second = Order.objects.order_by("pk")
    assert first.offer.gig_version == second.offer.gig_version
    assert sheet() == {"gateway": -12_660, "escrow": 12_000, "fees": 660}


def test_what_changed_since_is_said(client, ada, grace, bought):
    gig = gig_of(bought)
    said = gig.version.said
    dearer = [replace(one, price=one.price + 2_000) for one in said.packages]
    stages = [replace(STAGES[0], amounts={key: one + 2_000 for key, one in STAGES[0].amounts.items()}), *STAGES[1:]]
    selling.save(gig, by=grace, step="packages", values={"packages": dearer})
    selling.save(gig, by=grace, step="description", values={"workflow": replace(said.workflow, stages=stages)})
    selling.publish(gig, by=grace)

    page = client.get(client.get(f"/orders/{bought.pk}/again/").url).content.decode()

    assert "Not all is as it was" in page
    assert "packages and prices and the steps" in page
    assert "Basic cost $240.00 then." in page


def test_what_is_not_sold_any_more_leads_to_what_was_agreed(client, ada, grace, bought):
    selling.pause(gig_of(bought), by=grace)

    response = client.get(f"/orders/{bought.pk}/again/", follow=True)

    page = response.content.decode()
    assert response.redirect_chain[0][0] == f"/offers/{bought.offer.pk}/agreed/"
    assert "is paused: this can’t be done now." in page


def test_a_package_that_is_gone_leads_to_the_gig(client, ada, grace, sam, visa):
    gig = published(grace, terms(questions=[]))
    order(client, ada, gig, "premium", source=visa.pk)
    support.cancel_order(Order.objects.get(), by=Support(sam, "It was ordered by mistake."))
    said = gig.version.said
    selling.save(gig, by=grace, step="packages", values={"packages": said.packages[:2]})
    selling.save(gig, by=grace, step="description", values={"workflow": type(said.workflow)(True, STAGES[:3])})
    selling.publish(gig, by=grace)

    assert client.get(f"/orders/{Order.objects.get().pk}/again/").url == again(gig).get_absolute_url()


@pytest.mark.parametrize("who", ["grace", "mallory"])
def test_only_the_client_orders_again(client, request, who, bought):
    client.force_login(request.getfixturevalue(who))

    assert client.get(f"/orders/{bought.pk}/again/").status_code == 404


def test_the_order_that_is_over_has_the_button(client, ada, grace, ordered):
    address = f"/orders/{ordered.pk}/again/"
    assert address not in client.get(ordered.get_absolute_url()).content.decode()
    for number in (1, 2):
        if number > 1:
            workshop.pay(ordered, number, ada.payment_sources.get())
        workshop.hand_in(ordered, number)
        workshop.accept(ordered, number)

    assert address in client.get(ordered.get_absolute_url()).content.decode()
    client.force_login(grace)
    assert address not in client.get(ordered.get_absolute_url()).content.decode()


def test_the_address_is_refused_where_the_button_is_not(client, ada, ordered):
    response = client.get(f"/orders/{ordered.pk}/again/")

    assert response.status_code == 409
    assert "This order goes on: it can be ordered again when it is over." in response.content.decode()


# Copying an offer


def test_a_copy_is_a_draft_with_the_same_terms(client, ada, grace, proposed):
    offer = proposed("fair")

    response = do.press(client, ada, offer, "copy")

    copy = Offer.objects.exclude(pk=offer.pk).get()
    assert response.url == f"/offers/{copy.pk}/edit/"
    assert (copy.state, copy.author, copy.client, copy.freelancer) == ("draft", ada, ada, grace)
    assert (copy.policy, copy.order_type, copy.currency) == (offer.policy, offer.order_type, offer.currency)
    assert terms_of(copy, ada) == do.again(offer).version.terms
    assert client.get(response.url).url == f"/offers/{copy.pk}/edit/review/"
    assert client.get(f"/offers/{copy.pk}/edit/review/").status_code == 200
    sent = do.send(copy, by=ada, source=ada.payment_sources.get())
    assert sent.version.terms == do.again(offer).version.terms


def test_the_days_of_the_plan_move_on(ada, grace, proposed, move):
    offer = proposed("studio")
    first = offer.version.terms
    move(days=40)

    copy = actions.copy(offer, by=grace)

    said = terms_of(copy, grace)
    assert said.starts_on == first.starts_on + timedelta(days=40)
    assert said.milestones[0].due_on == first.milestones[0].due_on + timedelta(days=40)
    assert said.starts_on == clock.today("UTC")
    assert said.contract == ContractKind.TEMPLATE


def test_a_copied_order_of_a_gig_is_an_offer(ada, visa, bought):
    copy = actions.copy(bought.offer, by=bought.freelancer)

    assert (copy.origin, copy.gig_version, copy.package) == ("custom_offer", None, "")
    assert (copy.client, copy.author) == (ada, bought.freelancer)
    assert terms_of(copy, bought.freelancer).milestones == bought.offer.version.plan


def test_who_may_not_write_the_plan_copies_nothing(client, ada, bought):
    response = do.press(client, ada, bought.offer, "copy")

    assert response.status_code == 409
    assert Offer.objects.count() == 1
    assert "/copy/" not in client.get(f"/offers/{bought.offer.pk}/agreed/").content.decode()


def test_nobody_else_copies(client, mallory, proposed):
    assert do.press(client, mallory, proposed("fair"), "copy").status_code == 404
    assert Offer.objects.count() == 1


def test_the_same_form_twice_is_one_copy(client, ada, proposed):
    offer = proposed("fair")

    for _ in range(2):
        do.press(client, ada, offer, "copy", once="the-key-of-the-form")

    assert Offer.objects.count() == 2
