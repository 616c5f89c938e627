"""Ordering a gig: the version that was read, at once, through the one way that money takes."""

from dataclasses import replace
from threading import Barrier, Thread

import pytest
from django.db import connection

from marketplace.accounts.models import User
from marketplace.actors import Support
from marketplace.deadlines import sweep
from marketplace.events.models import Event
from marketplace.gigs import actions as selling
from marketplace.gigs.models import Gig, StepsBan
from marketplace.gigs.terms import Workflow
from marketplace.offers import actions
from marketplace.offers.models import Offer
from marketplace.policies.models import Policy
from milestones.models import Order
from tests import workshop
from tests.conftest import card
from tests.gigs.workshop import BASIC, PREMIUM, STAGES, STANDARD, again, published, terms
from tests.offers import conftest as do
from tests.workshop import sheet


@pytest.fixture
def gig(grace) -> Gig:
    return published(grace, terms(questions=[]))


def order(client, person, gig: Gig, package=BASIC, *, read=None, **data):
    """Sign in and press the button of the page that orders; then the gateway is asked, as the worker does."""
    client.force_login(person)
    read = read or again(gig).version.digest
    response = client.post(f"/gigs/{gig.pk}/order/{package}/", {"read": read, **data})
    for offer in Offer.objects.filter(client=person):
        do.settle(do.again(offer))
    return response


# What the first payment leaves in the books: price of the first step in escrow, 5.5 % as the client's fee.
@pytest.mark.parametrize(
    ("package", "first", "states"),
    [
        (BASIC, 12_000, ["funded", "pending", "active"]),
        (STANDARD, 12_000, ["funded", "pending", "pending", "active"]),
        (PREMIUM, 24_000, ["funded", "pending", "pending", "pending", "active"]),
    ],
)
def test_the_first_step_is_paid_and_the_order_begins(client, ada, grace, visa, gig, package, first, states):
    order(client, ada, gig, package, source=visa.pk)

    placed = Order.objects.get()
    offer = placed.offer
    fee = first * 55 // 1000
    assert workshop.states(placed) == states
    assert (placed.client, placed.freelancer, placed.origin, placed.order_type) == (ada, grace, "gig", "milestones")
    assert (offer.gig_version, offer.package, offer.state) == (gig.version, package, "accepted")
    assert sheet() == {"gateway": -(first + fee), "escrow": first, "fees": fee}
    assert do.story(offer)[-1] == "gig.ordered"


def test_what_was_bought_is_in_the_order(client, ada, visa, gig):
    order(client, ada, gig, STANDARD, source=visa.pk)

    first = Order.objects.get().milestones.get(position=1)
    assert (first.name, first.days, first.revisions_allowed, first.call) == ("Three directions on paper", 4, 2, True)
    assert [one["name"] for one in first.substeps] == ["Sketches", "Look at five neighbours"]
    assert Order.objects.get().scope.splitlines()[:1] == ["Standard: Mark and guide"]
    assert "Directions to choose from: 3" in Order.objects.get().scope


def test_an_order_in_steps_plays_to_its_end(client, ada, grace, visa, gig):
    order(client, ada, gig, source=visa.pk)
    placed = Order.objects.get()

    for number in (1, 2):
        if number > 1:
            workshop.pay(placed, number, visa)
        workshop.hand_in(placed, number)
        workshop.accept(placed, number)

    assert workshop.states(placed) == ["paid", "paid", "completed"]
    # 240 dollars and 5.5 %; the freelancer gets 80 %, which clears for 14 days
    assert sheet() == {"gateway": -25_320, "grace:clearing": 19_200, "fees": 6_120}


@pytest.mark.parametrize("workflow", [Workflow(False, STAGES), Workflow()])
def test_with_payments_off_the_package_is_paid_once(client, ada, grace, visa, workflow):
    gig = published(grace, terms(workflow=workflow, questions=[]))

    order(client, ada, gig, STANDARD, source=visa.pk)

    placed = Order.objects.get()
    assert (placed.order_type, workshop.states(placed)) == ("single", ["funded", "active"])
    assert sheet() == {"gateway": -50_640, "escrow": 48_000, "fees": 2_640}


def test_from_the_balance_at_once(client, ada, visa, gig):
    workshop.fill(ada, 20_000, visa)

    order(client, ada, gig, source="balance")

    assert workshop.states(Order.objects.get()) == ["funded", "pending", "active"]
    assert sheet() == {"gateway": -20_000, "ada:wallet": 7_340, "escrow": 12_000, "fees": 660}


def test_nobody_orders_their_own_gig(client, grace, gig):
    mine = card(grace)

    assert order(client, grace, gig, source=mine.pk).status_code == 403

    assert (Offer.objects.count(), sheet()) == (0, {})


def test_a_gig_that_changed_meanwhile_says_what_and_sells_nothing(client, ada, grace, visa, gig):
    read = gig.version.digest
    selling.save(
        gig,
        by=grace,
        step="packages",
        values={"packages": [replace(one, revisions=1) for one in gig.version.said.packages]},
    )
    selling.publish(gig, by=grace)

    response = order(client, ada, gig, read=read, source=visa.pk)

    page = response.content.decode()
    assert response.status_code == 409
    assert "The gig changed while you read it" in page
    assert "what differs: packages and prices" in page
    assert again(gig).version.digest in page
    assert f'value="{visa.pk}"' in page
    assert (Offer.objects.count(), sheet()) == (0, {})


def test_an_order_keeps_the_version_that_it_was_made_from(client, ada, grace, visa, gig):
    order(client, ada, gig, source=visa.pk)
    selling.save(gig, by=grace, step="overview", values={"title": "Another name"})
    selling.publish(gig, by=grace)

    placed = Order.objects.get()
    assert (placed.title, placed.offer.gig_version.number) == ("A logo and the small system around it", 1)


@pytest.mark.parametrize("state", ["paused", "removed", "closed", "suspended", "withdrawn", "banned"])
def test_what_is_not_sold_is_not_ordered(client, ada, grace, sam, visa, gig, state):
    match state:
        case "paused":
            selling.pause(gig, by=grace)
        case "removed":
            selling.remove(gig, by=Support(sam, "Copied."))
        case "closed":
            selling.close(gig, by=grace)
        case "suspended":
            User.objects.filter(pk=grace.pk).update(is_active=False)
        case "withdrawn":
            Policy.objects.filter(pk=gig.version.policy_id).update(withdrawn_at=workshop.clock.now())
        case "banned":
            StepsBan.objects.create(person=grace, by=sam, reason="Never finished any.")

    response = order(client, ada, gig, source=visa.pk)

    assert response.status_code in (404, 409)
    assert (Offer.objects.count(), sheet()) == (0, {})


def test_a_package_that_is_not_there_is_not_found(client, ada, grace, gig):
    client.force_login(ada)

    assert client.get(f"/gigs/{gig.pk}/order/huge/").status_code == 404


def test_a_declined_card_leaves_a_day_to_pay_again_and_the_freelancer_sees_nothing(client, ada, grace, visa, gig):
    order(client, ada, gig, source=card(ada, "declined").pk)

    offer = do.again(Offer.objects.get())
    assert (offer.state, offer.awaits, Order.objects.count()) == ("sent", "client", 0)
    assert (do.timer(offer).due_at - offer.sent_at).days == 1
    assert list(Offer.objects.of(grace)) == []
    assert offer in Offer.objects.of(ada)
    client.force_login(grace)
    assert client.get(offer.get_absolute_url()).status_code == 404
    assert f"/offers/{offer.pk}/" not in client.get("/dashboard/").content.decode()
    assert sheet() == {}

    do.press(client, ada, offer, "accept", version=1, source=visa.pk)
    assert workshop.states(Order.objects.get()) == ["funded", "pending", "active"]
    assert offer in Offer.objects.of(grace)


def test_what_is_not_paid_within_a_day_is_over(client, ada, grace, visa, gig, move):
    order(client, ada, gig, source=card(ada, "declined").pk)
    move(days=1, hours=1)
    sweep.sweep()

    offer = Offer.objects.get()
    assert offer.state == "expired"
    assert not Event.objects.filter(kind="gig.ordered").exists()


def test_the_same_form_twice_is_one_order(client, ada, visa, gig):
    page = {"source": visa.pk, "once": "the-key-of-the-form"}

    order(client, ada, gig, **page)
    second = order(client, ada, gig, **page)

    assert Order.objects.count() == 1
    assert second.url == Offer.objects.get().get_absolute_url()


def test_the_page_says_what_is_charged_now(client, ada, visa, gig):
    client.force_login(ada)

    page = client.get(f"/gigs/{gig.pk}/order/standard/").content.decode()

    assert "You are charged $126.60 ($120.00 and a fee of $6.60) now." in page
    assert "Order, pay $126.60" in page


def test_a_stranger_signs_in_first_and_comes_back(client, gig):
    response = client.get(f"/gigs/{gig.pk}/order/?package=standard", follow=True)

    assert response.redirect_chain[-1][0].endswith(f"?next=/gigs/{gig.pk}/order/standard/")


@pytest.mark.django_db(transaction=True)
def test_two_clients_at_once_have_an_order_each(ada, mallory, grace):
    gig = published(grace, terms(questions=[]))
    read, start, failed = gig.version.digest, Barrier(2), []
    cards = {person.pk: card(person) for person in (ada, mallory)}

    def buy(person):
        try:
            start.wait()
            actions.order(gig, by=person, purchase=actions.Purchase(BASIC, read, cards[person.pk]))
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    both = [Thread(target=buy, args=[person]) for person in (ada, mallory)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    for offer in Offer.objects.all():
        do.settle(do.again(offer))

    assert failed == []
    assert Order.objects.count() == 2


def test_its_payment_leads_to_the_order(client, ada, visa, gig):
    response = order(client, ada, gig, source=visa.pk)

    page = client.get(response.url).content.decode()

    assert f'href="{Order.objects.get().get_absolute_url()}"' in page
    assert "See what it paid for" in page


def test_the_offer_says_which_package_it_was(client, ada, visa, gig):
    order(client, ada, gig, STANDARD, source=visa.pk)

    page = client.get(Offer.objects.get().get_absolute_url()).content.decode()

    assert "package Standard" in page
    assert "ordered the package Standard" in page
    assert gig.get_absolute_url() in page


def test_what_the_freelancer_asks_is_read_before_and_asked_after(client, ada, grace, visa):
    gig = published(grace)
    client.force_login(ada)

    assert "What do you do, for whom?" in client.get(f"/gigs/{gig.pk}/order/basic/").content.decode()
    order(client, ada, gig, source=visa.pk)

    placed = Order.objects.get()
    first = placed.milestones.get(position=1)
    assert [one.text for one in placed.questions.order_by("position")][:1] == ["What do you do, for whom?"]
    assert (placed.awaits_brief, first.state, first.due_at) == (True, "funded", None)
