"""Subscriptions: an order each month, less from the second on, charged by itself, until both have had enough."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from escrow import sources
from marketplace import clock
from marketplace.accounts import suspension
from marketplace.accounts.models import User
from marketplace.actors import Support
from marketplace.deadlines import sweep
from marketplace.deadlines.models import Deadline
from marketplace.errors import Refused
from marketplace.events.models import Event
from marketplace.gigs import actions as selling
from marketplace.gigs.terms import Workflow
from marketplace.notifications import fan_out, render
from marketplace.notifications.models import Notification
from marketplace.offers import actions, reach
from marketplace.offers.models import Offer, Subscription
from marketplace.policies import publishing
from milestones.models import Order
from tests import workshop
from tests.conftest import card
from tests.gigs.workshop import BASIC, published, terms
from tests.offers import conftest as do
from tests.offers.test_order import order
from tests.workshop import rulebook, sheet

# The basic package: 240 dollars; the client's fee is 5.5 %, a later month costs 10 % less.
FIRST, FEE = 24_000, 1_320
LATER, LATER_FEE = 21_600, 1_188


def monthly(owner, **change):
    """A gig of this person that can be subscribed to."""
    said = {"questions": [], "workflow": Workflow(), "months": [3, 6], "discount": 1000}
    return published(owner, terms(**said | change))


@pytest.fixture
def gig(grace):
    return monthly(grace)


@pytest.fixture
def subscribed(client, ada, visa, gig) -> Subscription:
    """Ada has ordered three months of it, and the first is paid."""
    order(client, ada, gig, source=visa.pk, months="3")
    return Subscription.objects.get()


def pass_time(move, **later) -> None:
    """Let the clock sweep after so much time, and the bank answer, as the worker does."""
    move(**later)
    sweep.sweep()
    for offer in Offer.objects.filter(state="accepting"):
        do.settle(offer)


def next_month(subscription: Subscription, move) -> Subscription:
    """The instant after the next month is due."""
    pass_time(move, seconds=(again(subscription).next_at - clock.now()).total_seconds() + 1)
    return again(subscription)


def again(subscription: Subscription) -> Subscription:
    return Subscription.objects.select_related("offer").get(pk=subscription.pk)


def timers() -> list:
    return list(Deadline.objects.live().filter(kind="renew").values_list("due_at", flat=True))


def story(subscription: Subscription) -> list[str]:
    return list(Event.objects.filter(thread=subscription.thread).order_by("pk").values_list("kind", flat=True))


def test_three_months_with_a_discount_from_the_second(ada, grace, subscribed, move):
    assert (subscribed.months, subscribed.made, subscribed.discount) == (3, 1, 1000)
    assert timers() == [subscribed.next_at] == [clock.months_later(subscribed.began_at, 1)]
    assert sheet() == {"gateway": -(FIRST + FEE), "escrow": FIRST, "fees": FEE}

    second = next_month(subscribed, move)

    assert (second.made, second.state) == (2, "active")
    assert timers() == [second.next_at] == [clock.months_later(subscribed.began_at, 2)]
    escrow, fees = FIRST + LATER, FEE + LATER_FEE
    assert sheet() == {"gateway": -(escrow + fees), "escrow": escrow, "fees": fees}

    third = next_month(second, move)

    assert (third.made, third.state, third.next_at, timers()) == (3, "completed", None, [])
    escrow, fees = FIRST + 2 * LATER, FEE + 2 * LATER_FEE
    assert sheet() == {"gateway": -(escrow + fees), "escrow": escrow, "fees": fees}
    orders = Order.objects.order_by("pk")
    assert [(one.order_type, one.origin) for one in orders] == [("single", "gig")] * 3
    assert [one.offer.total for one in orders] == [FIRST, LATER, LATER]
    assert [one.offer.month.number for one in orders] == [1, 2, 3]
    assert story(subscribed) == ["subscription.begun", "subscription.renewed", "subscription.renewed"]
    move(days=40)
    sweep.sweep()
    assert Order.objects.count() == 3


def test_each_month_stands_alone(ada, subscribed, move):
    next_month(subscribed, move)
    first, second = Order.objects.order_by("pk")

    workshop.hand_in(second, 1)
    workshop.accept(second, 1)

    assert workshop.states(first) == ["funded", "active"]
    assert workshop.states(second) == ["paid", "completed"]
    paid, fee = LATER * 80 // 100, LATER * 20 // 100
    total = FIRST + FEE + LATER + LATER_FEE
    fees = FEE + LATER_FEE + fee
    assert sheet() == {"gateway": -total, "escrow": FIRST, "grace:clearing": paid, "fees": fees}


def test_it_is_charged_to_the_default_source_of_that_time(ada, subscribed, move):
    other = card(ada)
    sources.make_default(other, by=ada)

    next_month(subscribed, move)

    assert Order.objects.latest("pk").payment_source == other


def test_the_balance_comes_first_where_the_rulebook_says_so(ada, visa, subscribed, move):
    workshop.fill(ada, 30_000, visa)

    next_month(subscribed, move)

    left = 30_000 - LATER - LATER_FEE
    escrow, fees = FIRST + LATER, FEE + LATER_FEE
    assert sheet() == {"gateway": -(escrow + fees + left), "ada:wallet": left, "escrow": escrow, "fees": fees}


def test_a_failed_charge_is_tried_for_three_days_then_it_ends_and_is_said(ada, grace, subscribed, move):
    sources.make_default(card(ada, "declined"), by=ada)
    books = sheet()

    failed = next_month(subscribed, move)

    assert (failed.state, failed.made) == ("active", 1)
    assert timers() == [failed.trying_since + timedelta(days=1)]
    for _ in range(2):
        pass_time(move, days=1, seconds=1)
    assert (again(failed).state, Order.objects.count(), sheet()) == ("active", 1, books)
    pass_time(move, days=1, seconds=1)
    over = again(failed)
    assert (over.state, over.next_at, timers()) == ("lapsed", None, [])
    assert story(over) == ["subscription.begun", "subscription.delayed", "subscription.lapsed"]
    assert sheet() == books
    assert Offer.objects.get(renews=True).state == "expired"
    assert Event.objects.filter(kind="offer.payment_failed").count() == 3
    assert workshop.states(Order.objects.get()) == ["funded", "active"]


def test_a_card_that_works_again_goes_on(ada, visa, subscribed, move):
    sources.make_default(card(ada, "declined"), by=ada)
    failed = next_month(subscribed, move)
    sources.make_default(visa, by=ada)

    pass_time(move, days=1, seconds=1)

    on = again(failed)
    assert (on.made, on.trying_since) == (2, None)
    assert timers() == [on.next_at] == [clock.months_later(on.began_at, 2)]
    escrow, fees = FIRST + LATER, FEE + LATER_FEE
    assert sheet() == {"gateway": -(escrow + fees), "escrow": escrow, "fees": fees}


def test_the_client_pays_a_failed_month_by_hand(client, ada, visa, subscribed, move):
    sources.make_default(card(ada, "declined"), by=ada)
    next_month(subscribed, move)
    offer = Offer.objects.get(renews=True)

    response = do.press(client, ada, offer, "pay", source=visa.pk)

    assert response.status_code == 302
    assert (again(subscribed).made, do.again(offer).state) == (2, "accepted")
    assert again(subscribed).trying_since is None


def test_without_a_card_it_is_said_and_tried(ada, visa, subscribed, move):
    sources.remove(visa, by=ada)

    failed = next_month(subscribed, move)

    assert failed.trying_since
    assert story(failed)[-1] == "subscription.delayed"
    pass_time(move, days=3, seconds=1)
    assert (again(failed).state, Offer.objects.get(renews=True).state) == ("lapsed", "expired")


@pytest.mark.parametrize("who", ["ada", "grace"])
def test_cancelled_before_the_next_nothing_running_moves(request, subscribed, move, who):
    books = sheet()

    actions.cancel_subscription(subscribed, by=request.getfixturevalue(who), reason="Enough.")

    over = again(subscribed)
    assert (over.state, over.ended_why, timers()) == ("cancelled", "Enough.", [])
    move(days=40)
    sweep.sweep()
    assert (Order.objects.count(), sheet()) == (1, books)
    assert workshop.states(Order.objects.get()) == ["funded", "active"]
    assert story(over) == ["subscription.begun", "subscription.cancelled"]


def test_the_freelancer_gives_notice(ada, grace, subscribed, move):
    move(days=25)

    with pytest.raises(Refused, match="10 days before the next month"):
        actions.cancel_subscription(subscribed, by=grace, reason="Enough.")

    actions.cancel_subscription(subscribed, by=ada, reason="Enough.")
    assert again(subscribed).state == "cancelled"


def test_cancelled_while_a_month_is_unpaid(ada, subscribed, move):
    sources.make_default(card(ada, "declined"), by=ada)
    next_month(subscribed, move)

    actions.cancel_subscription(subscribed, by=ada, reason="Enough.")

    assert (again(subscribed).state, Offer.objects.get(renews=True).state) == ("cancelled", "withdrawn")
    assert Deadline.objects.live().exclude(order__isnull=False).count() == 0


def test_nobody_negotiates_a_month(client, ada, subscribed, move):
    sources.make_default(card(ada, "declined"), by=ada)
    next_month(subscribed, move)
    offer = Offer.objects.get(renews=True)

    for verb, data in [("decline", {"reason": "No."}), ("ask-changes", {"message": "Less."}), ("withdraw", {})]:
        assert do.press(client, ada, offer, verb, **data).status_code in (403, 409)
    assert do.again(offer).state == "sent"


@pytest.mark.parametrize("what", ["paused", "closed", "removed", "changed", "withdrawn"])
def test_what_becomes_of_the_gig_meanwhile_changes_nothing(grace, sam, gig, subscribed, move, what):
    match what:
        case "paused":
            selling.pause(gig, by=grace)
        case "closed":
            selling.close(gig, by=grace)
        case "removed":
            selling.remove(gig, by=Support(sam, "Copied."))
        case "changed":
            packages = [replace(one, price=one.price * 2) for one in gig.version.said.packages]
            selling.save(gig, by=grace, step="packages", values={"packages": packages})
            selling.publish(gig, by=grace)
        case "withdrawn":
            type(gig.version.policy).objects.filter(pk=gig.version.policy_id).update(withdrawn_at=clock.now())

    next_month(subscribed, move)

    newest = Order.objects.latest("pk")
    assert (newest.offer.gig_version, newest.offer.total) == (gig.version, LATER)


def test_the_desk_says_beforehand_that_a_suspension_stops_the_next_month(ada, grace, subscribed):
    """What then happens is played below."""
    for person in (ada, grace):
        panel = next(one for one in reach.panels(person) if "of which no further month begins" in one.title)
        assert panel.title.startswith("1 subscription,")
        assert [str(cell) for cell in panel.rows[0]][3] == "$216.00"


def test_with_somebody_suspended_it_is_tried_and_then_ends(ada, grace, sam, subscribed, move):
    suspension.suspend(grace, by=Support(sam, "Complaints."))
    books = sheet()

    waits = next_month(subscribed, move)

    assert (waits.state, Offer.objects.filter(renews=True).count()) == ("active", 0)
    pass_time(move, days=1, seconds=1)
    suspension.lift(User.objects.get(pk=grace.pk), by=Support(sam, "Cleared."))
    pass_time(move, days=1, seconds=1)
    assert again(waits).made == 2
    suspension.suspend(User.objects.get(pk=grace.pk), by=Support(sam, "Complaints."))
    books = sheet()
    next_month(waits, move)
    for _ in range(3):
        pass_time(move, days=1, seconds=1)
    over = again(waits)
    assert (over.state, over.ended_why, sheet()) == ("lapsed", "The account of Grace is suspended.", books)


def test_a_late_sweep_keeps_to_the_days(subscribed, move):
    begun = subscribed.began_at

    pass_time(move, days=36)

    assert again(subscribed).next_at == clock.months_later(begun, 2)


def test_support_ends_it(sam, subscribed):
    actions.end_subscription(subscribed, by=Support(sam, "Both asked us to."))

    assert (again(subscribed).state, again(subscribed).ended_by) == ("cancelled", sam)


def test_a_custom_offer_is_a_subscription(ada, grace, visa, move):
    whole = do.terms("fair", 500, months=6, discount=2000)
    draft = do.write(grace, ada, "fair", role="freelancer", terms=whole, order_type="subscription")

    offer = do.accept(do.send(draft, by=grace), by=ada, source=visa)

    subscription = Subscription.objects.get()
    assert (offer.order.order_type, subscription.months, subscription.price) == ("single", 6, 50_000)
    assert offer.version.terms.months == 6
    next_month(subscription, move)
    assert Order.objects.latest("pk").offer.total == 40_000
    assert sheet() == {"gateway": -(51_500 + 41_200), "escrow": 90_000, "fees": 2_700}


def test_in_another_currency(ada, grace, visa, move):
    whole = do.terms("fair", months=3, discount=500)
    whole = replace(whole, milestones=[replace(whole.milestones[0], amount=9_999)])
    draft = do.write(grace, ada, "fair", role="freelancer", terms=whole, order_type="subscription", currency="JPY")
    do.accept(do.send(draft, by=grace), by=ada, source=visa)

    next_month(Subscription.objects.get(), move)

    assert Order.objects.latest("pk").offer.total == 9_499
    assert Order.objects.latest("pk").currency == "JPY"


@pytest.mark.parametrize(
    ("change", "field"),
    [({"months": 4}, "months"), ({"discount": 700}, "discount"), ({"days": 31}, "days")],
)
def test_what_the_rulebook_does_not_have_is_not_sent(ada, grace, change, field):
    whole = do.terms("fair", 500, **{"months": 3, "discount": 0} | {k: v for k, v in change.items() if k != "days"})
    if "days" in change:
        whole = replace(whole, milestones=[replace(whole.milestones[0], days=31)])
    draft = do.write(grace, ada, "fair", role="freelancer", terms=whole, order_type="subscription")

    with pytest.raises(Refused) as refused:
        do.send(draft, by=grace)

    assert refused.value.field == field


def test_a_package_in_steps_is_not_subscribed_to(ada, grace, visa):
    gig = published(grace, terms(questions=[]))

    with pytest.raises(Refused) as refused:
        actions.order(gig, by=ada, purchase=actions.Purchase(BASIC, gig.version.digest, visa, months=3))

    assert refused.value.field == "months"
    assert (Subscription.objects.count(), sheet()) == (0, {})


def test_the_same_form_twice_is_one_subscription(client, ada, visa, gig):
    for _ in range(2):
        order(client, ada, gig, source=visa.pk, months="3", once="the-key-of-the-form")

    assert (Subscription.objects.count(), Order.objects.count()) == (1, 1)


# Pages


def test_its_page_says_what_happens_next(client, ada, grace, subscribed):
    client.force_login(ada)
    page = client.get(subscribed.get_absolute_url()).content.decode()
    assert "Month 2 of 3 begins next" in page
    assert "you are charged $227.88 ($216.00 and a fee of $11.88), from your balance first" in page
    assert "$240.00 for the first month, $216.00 (" in page
    assert "Cancel the subscription" in page

    client.force_login(grace)
    page = client.get(subscribed.get_absolute_url()).content.decode()
    assert "it is charged to Ada: $216.00 for you, less your fee" in page
    assert "$227.88" not in page
    assert subscribed.get_absolute_url() in client.get("/subscriptions/").content.decode()


def test_it_stands_beside_its_orders_and_in_the_wallet(client, ada, subscribed, move):
    next_month(subscribed, move)
    client.force_login(ada)

    for number, placed in enumerate(Order.objects.order_by("pk"), start=1):
        page = client.get(placed.get_absolute_url()).content.decode()
        assert f"month {number} of 3" in page
        assert subscribed.get_absolute_url() in page
    wallet = client.get("/wallet/").content.decode()
    assert "Charged next" in wallet
    assert "$227.88" in wallet


def test_removing_the_card_names_it(client, ada, visa, subscribed):
    assert [use.url for use in sources.uses_of(visa)] == [subscribed.get_absolute_url()]


def test_a_reason_is_needed_and_nothing_is_lost(client, ada, subscribed):
    client.force_login(ada)

    response = client.post(f"{subscribed.get_absolute_url()}cancel/", {"reason": " "})

    assert response.status_code == 422
    assert again(subscribed).state == "active"
    response = client.post(f"{subscribed.get_absolute_url()}cancel/", {"reason": "Enough."})
    assert response.url == subscribed.get_absolute_url()
    page = client.get(response.url).content.decode()
    assert "You cancelled it: no further month begins." in page


def test_the_gig_says_who_pays_what_each_month(client, ada, gig):
    client.force_login(ada)

    buying = client.get(f"/gigs/{gig.pk}/order/{BASIC}/?months=6").content.decode()
    assert "Each month, 3 times" in buying
    assert "$216.00 (10" in buying
    assert re.search(r'name="months" value="6"[^>]*checked', buying)
    page = client.get(gig.get_absolute_url()).content.decode()

    assert "Month 1, with your fee" in page
    assert "$227.88" in page
    assert "$708.96" in page  # three months: 253.20 and twice 227.88


def test_both_are_told_in_mails_that_say_what_follows(ada, grace, subscribed, move):
    next_month(subscribed, move)
    sources.make_default(card(ada, "declined"), by=ada)
    next_month(subscribed, move)
    for _ in range(3):
        pass_time(move, days=1, seconds=1)
    fan_out.tell()

    told = Notification.objects.filter(event__kind__startswith="subscription.").order_by("pk")
    titles = {(one.user, one.event.kind): one.title for one in told}
    assert titles[grace, "subscription.renewed"].startswith("Month 2 of “A logo")
    assert titles[ada, "subscription.delayed"].endswith("could not begin yet")
    assert {who for who, kind in titles if kind == "subscription.lapsed"} == {ada, grace}
    bodies = {(one.user, one.event.kind): render.letter(one).body for one in told}
    assert "It cost $216.00 and the fee" in bodies[ada, "subscription.renewed"].replace("\n", " ")
    assert "Nothing was charged." in bodies[ada, "subscription.delayed"].replace("\n", " ")
    assert "declined" not in bodies[grace, "subscription.delayed"]
    assert not Notification.objects.filter(event__kind="offer.payment_failed").exists()


def test_it_goes_on_when_its_rulebook_is_withdrawn(sam, subscribed, move):
    assert "1 subscription under it goes on: its months begin as agreed." in publishing.uses_of(subscribed.policy)
    publishing.withdraw(subscribed.policy, by=sam)

    assert next_month(subscribed, move).made == 2
    assert publishing.uses_of(rulebook("studio")) == []


def test_the_pages_beside_it_cost_the_same_for_one_and_for_many(client, ada, visa, grace, gig, subscribed):
    """Its order’s page may ask for what stands beside it, and the wallet for what is charged next."""

    def asked(url: str) -> int:
        client.get(url)  # what is read once in a process
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    pages = [subscribed.offer.order.get_absolute_url(), "/wallet/", "/subscriptions/"]
    client.force_login(ada)
    before = [asked(page) for page in pages]
    for _ in range(3):
        order(client, ada, monthly(grace), source=visa.pk, months="3")

    assert [asked(page) for page in pages] == before
    assert before[0] <= 11
