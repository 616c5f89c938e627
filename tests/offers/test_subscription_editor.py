"""A subscription is written in the steps of any offer: beside milestones and one payment, where the rulebook has it."""

import pytest
from django.urls import reverse

from marketplace.formats import percent_text
from marketplace.offers.models import Draft, Offer, Subscription
from milestones.models import Order
from tests.inbox.conftest import begin
from tests.offers import conftest as do
from tests.offers.test_editor import NEW
from tests.offers.test_subscription import monthly
from tests.offers.test_wizard import at, plan, project
from tests.permissions.markup import flaws
from tests.workshop import rulebook

CHOSEN = {"order_type": "subscription", "months": "6", "discount": "1000", "starts_on": ""}
LESS = percent_text(1000)


@pytest.fixture
def grace_writes(client, grace):
    client.force_login(grace)
    return client


def text(response) -> str:
    return " ".join(response.content.decode().replace("\N{NO-BREAK SPACE}", " ").split())


@pytest.mark.parametrize(("key", "has"), [("fair", True), ("steps8", True), ("studio", False), ("open", False)])
def test_it_is_a_choice_where_the_rulebook_has_it(grace_writes, key, has):
    said = text(grace_writes.get(NEW, {"policy": rulebook(key).pk, "role": "freelancer"}))

    assert ('name="order_type" value="subscription"' in said) == has
    assert 'name="months"' not in said


def test_choosing_it_asks_for_how_long_and_for_how_much_less(grace_writes, ada):
    page = grace_writes.post(NEW, project(ada, key="fair", order_type="subscription", starts_on="", op="refresh"))

    said = text(page)
    assert "3 months" in said
    assert "6 months" in said
    assert f"{LESS.replace(chr(160), ' ')} less" in said
    assert page.context["editor"].terms["months"].value() == 3
    assert [one.title for one in page.context["editor"].stations][1] == "Payment"


def test_it_is_written_sent_and_becomes_one(client, grace_writes, ada, visa):
    there = grace_writes.post(NEW, project(ada, key="fair", **CHOSEN))
    offer = Offer.objects.get()
    assert (offer.order_type, there.url) == ("subscription", at(offer, "milestones"))
    there = grace_writes.post(there.url, plan("A month of posts", amount="200", op="review"))
    assert there.url == at(offer, "review")
    assert {name: Draft.objects.get().terms[name] for name in ("months", "discount")} == {"months": 6, "discount": 1000}

    review = text(grace_writes.get(there.url))
    assert "Subscription for 6 months" in review
    assert "each of 6 months" in review
    sign = text(grace_writes.get(at(offer, "sign")))
    assert "5 more months follow, each an order of its own that begins when it is paid: you get $171.00" in sign
    assert "You can cancel" in sign
    grace_writes.post(at(offer, "sign"))
    client.force_login(ada)
    accept = text(client.get(reverse("offers:accept", args=[offer.pk])))
    assert "5 more months follow, each charged when it begins, to your default source or balance of" in accept
    assert "time: $185.40 ($180.00 and a fee of $5.40)." in accept
    assert "You can cancel before the next one at any time" in accept
    page = text(client.get(offer.get_absolute_url()))
    assert "subscription for 6 months" in page

    do.accept(offer, by=ada, source=visa)

    subscription = Subscription.objects.get()
    assert (subscription.months, subscription.discount, subscription.price) == (6, 1000, 20_000)
    assert Order.objects.get().order_type == "single"


def test_a_choice_of_months_that_is_missing_is_said_beside_it(grace_writes, ada):
    response = grace_writes.post(NEW, project(ada, key="fair", order_type="subscription", starts_on=""))

    assert response.status_code == 422
    assert response.context["editor"].terms.errors["months"] == [
        "Under this rulebook a subscription is for 3 or 6 months."
    ]
    assert Offer.objects.get().order_type == "subscription"


def test_another_rulebook_has_none_and_the_plan_stays(grace_writes, ada):
    grace_writes.post(NEW, project(ada, key="fair", **CHOSEN))
    offer = Offer.objects.get()
    grace_writes.post(at(offer, "milestones"), plan("A month", op="save"))

    response = grace_writes.post(at(offer, "project"), project(ada, order_type="subscription", op="save"))

    assert response.status_code == 302
    assert do.again(offer).order_type == "milestones"
    kept = Draft.objects.get().terms
    assert "months" not in kept
    assert [one["name"] for one in kept["milestones"]] == ["A month"]


def test_the_other_side_changes_the_months(client, ada, grace):
    terms = do.terms("fair", 500, months=6, discount=2000)
    offer = do.send(do.write(grace, ada, "fair", role="freelancer", terms=terms, order_type="subscription"), by=grace)
    client.force_login(ada)
    assert 'name="months"' in text(client.get(at(offer, "project")))

    said = {"title": "Website", "scope": "", "months": "3", "discount": "500", "op": "next"}
    client.post(at(offer, "project"), said)
    review = text(client.get(at(offer, "review")))

    assert "Subscription: 6 months → 3 months" in review
    assert "Later months: 20 % less → 5 % less" in review


def test_the_sums_of_each_month_follow_what_is_typed(grace_writes, ada):
    grace_writes.post(NEW, project(ada, key="fair", **CHOSEN))

    page = text(grace_writes.post(at(Offer.objects.get(), "milestones"), plan("A month", amount="200", op="refresh")))

    assert "Price of a month" in page
    assert "You get for each further one" in page
    assert "Add a step" not in page


def test_a_gig_fills_in_its_months_out_of_a_conversation(grace_writes, ada, grace):
    gig = monthly(grace)
    conversation = begin(ada, grace, "Each month?", about=f"gig:{gig.pk}").conversation
    choice = grace_writes.get(reverse("inbox:offer", args=[conversation.pk]))
    assert 'name="type" value="subscription"' in text(choice)

    chosen = {"type": "subscription", "role": "freelancer", "gig": gig.pk}
    there = grace_writes.get(reverse("inbox:offer", args=[conversation.pk]), chosen)
    editor = grace_writes.get(there.url).context["editor"]

    assert (editor.order_type, editor.span) == ("subscription", (3, 1000))
    assert [(one["name"], str(one["amount"])) for one in editor.rows] == [(gig.version.said.title, "240.00")]


def test_it_begins_with_a_rulebook_that_has_it(grace_writes):
    editor = grace_writes.get(NEW, {"order_type": "subscription"}).context["editor"]

    assert editor.policy.takes_subscriptions
    assert editor.order_type == "subscription"


def test_its_pages_are_sound(client, grace_writes, ada, grace):
    grace_writes.post(NEW, project(ada, key="fair", **CHOSEN))
    offer, gig = Offer.objects.get(), monthly(grace)
    grace_writes.post(at(offer, "milestones"), plan("A month", op="save"))
    addresses = [at(offer, step) for step in ("project", "milestones", "review", "sign")]
    pages = [grace_writes.get(address) for address in addresses]
    do.send(offer, by=grace)
    client.force_login(ada)
    order = reverse("offers:order", args=[gig.pk, "basic"])
    pages += [client.get(address) for address in (offer.get_absolute_url(), f"/offers/{offer.pk}/accept/", order)]

    for page in pages:
        assert (page.status_code, flaws(page.content.decode())) == (200, [])
