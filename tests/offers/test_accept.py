import pytest

from escrow.models import Payment
from marketplace.deadlines.models import Deadline
from marketplace.errors import Refused
from marketplace.offers import actions
from marketplace.offers.models import Signature
from milestones.models import Order
from tests import workshop
from tests.conftest import card
from tests.offers import conftest as do
from tests.workshop import sheet

PRESETS = ["fair", "studio", "open", "steps8", "contract14", "steps5"]
# What the first payment of a preset leaves in the books: price in escrow, fee, charge.
PAID = {
    "fair": {"gateway": -103_000, "escrow": 100_000, "fees": 3_000},
    "studio": {"gateway": -202_900, "escrow": 200_000, "fees": 2_900},
    "open": {},
    "steps8": {"gateway": -105_500, "escrow": 100_000, "fees": 5_500},
    "contract14": {"gateway": -105_000, "escrow": 100_000, "fees": 5_000},
    "steps5": {"gateway": -105_000, "escrow": 100_000, "fees": 5_000},
}


def accept(client, person, offer, **data):
    data = {"version": do.again(offer).number, "signature": do.NAMES[person.display_name], "agree": "on", **data}
    return do.press(client, person, offer, "accept", **data)


@pytest.mark.parametrize("key", PRESETS)
def test_the_client_pays_and_the_order_begins(client, ada, grace, visa, proposed, key):
    offer = proposed(key)

    accept(client, ada, offer, source=visa.pk)

    offer = do.again(offer)
    order = offer.order
    assert (offer.state, offer.agreed_by, offer.awaits) == ("accepted", ada, "")
    assert (order.client, order.freelancer, order.title, order.policy.key) == (ada, grace, "Website", key)
    assert workshop.states(order) == ["pending" if key == "open" else "funded", "pending", "pending", "active"]
    assert sheet() == PAID[key]
    assert not Deadline.objects.live().filter(reference=offer.thread).exists()
    assert "offer.accepted" in do.story(offer)


@pytest.mark.parametrize("key", ["fair", "studio", "open", "contract14"])
def test_the_freelancer_accepts_what_the_client_wrote(client, ada, grace, offered, key):
    offer = offered(key)

    response = accept(client, grace, offer)

    offer = do.again(offer)
    assert (offer.state, offer.agreed_by) == ("accepted", grace)
    assert response.url in (offer.get_absolute_url(), offer.order.get_absolute_url())
    assert workshop.states(offer.order)[0] == ("pending" if key == "open" else "funded")
    assert sheet() == PAID[key]


def test_what_was_agreed_is_in_the_order(client, ada, visa, proposed):
    offer = proposed("steps5")

    accept(client, ada, offer, source=visa.pk)

    order = do.again(offer).order
    milestone = order.milestones.get(position=1)
    assert (order.scope, order.currency, order.revisions_allowed, order.payment_source) == (
        "All of it.",
        "USD",
        2,
        visa,
    )
    assert (milestone.name, milestone.price, milestone.days, milestone.deliverables) == (
        "Part 1",
        100_000,
        10,
        ["Files"],
    )


@pytest.mark.parametrize("key", ["fair", "steps8", "steps5"])
def test_the_balance_pays_where_it_covers_it(client, ada, proposed, give, key):
    give(ada, 200_000)
    offer = proposed(key)

    response = accept(client, ada, offer, source="balance")

    assert response.url == do.again(offer).order.get_absolute_url()
    assert not Payment.objects.exists()
    assert sheet()["escrow"] == 100_000
    assert sheet()["ada:wallet"] == 200_000 - 100_000 - PAID[key]["fees"]


def test_balance_first_and_the_rest_from_the_card(client, ada, visa, proposed, give):
    give(ada, 50_000)

    offer = proposed("fair")
    accept(client, ada, offer, source=visa.pk)

    assert sheet() == {"gateway": -53_000, "escrow": 100_000, "fees": 3_000, "suspense": -50_000}
    milestone = do.again(offer).order.milestones.get(position=1)
    assert [amount for _, amount in milestone.charges] == [53_000]


@pytest.mark.parametrize(("who", "status"), [("grace", 403), ("mallory", 404), ("sam", 404)])
def test_nobody_else_may(client, ada, proposed, who, status, request):
    offer = proposed()
    client.force_login(request.getfixturevalue(who))

    assert client.post(f"/offers/{offer.pk}/accept/", {"version": 1}).status_code == status
    assert sheet() == {}
    assert do.again(offer).state == "sent"


def test_twice_is_once(client, ada, visa, proposed):
    offer = proposed()

    accept(client, ada, offer, source=visa.pk)
    response = accept(client, ada, offer, source=visa.pk)

    assert response.status_code == 409
    assert Order.objects.count() == 1
    assert sheet() == PAID["fair"]


def test_the_version_that_was_read_is_the_one(client, ada, grace, visa, proposed):
    offer = proposed()
    actions.save_draft(offer, by=grace, terms=do.terms("fair", 9000))
    actions.counter(offer, by=grace)

    response = accept(client, ada, offer, version=1, source=visa.pk)

    assert response.status_code == 409
    assert "was changed while you read it" in response.content.decode()
    assert sheet() == {}


def test_without_anything_to_pay_with_nothing_happens(client, ada, grace):
    offer = do.send(do.write(grace, ada, "fair", role="freelancer"), by=grace)

    assert accept(client, ada, offer).status_code == 422
    with pytest.raises(Refused) as refused:
        actions.accept(offer, by=ada, version=1)
    assert refused.value.field == "source"
    assert do.again(offer).state == "sent"


def test_both_sign_the_same_version(client, ada, grace, visa, proposed):
    offer = proposed("studio")

    assert accept(client, ada, offer, source=visa.pk, signature="").status_code == 422
    with pytest.raises(Refused) as refused:
        actions.accept(offer, by=ada, version=1, source=visa, signature=" ")
    assert refused.value.field == "signature"
    accept(client, ada, offer, source=visa.pk)

    signatures = Signature.objects.order_by("pk")
    assert [(one.by, one.name) for one in signatures] == [(grace, "Grace Hopper"), (ada, "Ada Lovelace")]
    assert len({one.digest for one in signatures} | {do.again(offer).version.digest}) == 1


def test_terms_that_no_longer_stand_are_refused(client, ada, visa, proposed, move):
    offer = proposed("contract14", valid_days=30)
    move(days=11)

    response = accept(client, ada, offer, source=visa.pk)

    assert response.status_code == 409
    assert "Step 1: This day has passed." in response.content.decode()
    assert sheet() == {}


def test_after_its_time_it_is_refused_although_no_sweep_came_by(client, ada, visa, proposed, move):
    offer = proposed(valid_days=2)
    move(days=2)

    response = accept(client, ada, offer, source=visa.pk)

    assert response.status_code == 409
    with pytest.raises(Refused, match="is expired"):
        actions.accept(offer, by=ada, version=1, source=visa)
    assert sheet() == {}
    assert not Order.objects.exists()


@pytest.mark.parametrize("key", PRESETS)
def test_the_page_says_exactly_what_is_charged_now(client, ada, proposed, key):
    offer = proposed(key)
    client.force_login(ada)

    page = client.get(f"/offers/{offer.pk}/accept/").content.decode()

    charged = {
        "open": "Nothing is charged now.",
        "studio": "you are charged $2,029.00 ($2,000.00 and a fee of $29.00) for step 1",
        "fair": "You are charged $1,030.00 ($1,000.00 and a fee of $30.00) now.",
        "steps8": "You are charged $1,055.00 ($1,000.00 and a fee of $55.00) now.",
    }
    assert charged.get(key, "You are charged $1,050.00 ($1,000.00 and a fee of $50.00) now.") in page


@pytest.mark.parametrize("version", ["", "0", "2", "9" * 5000])
def test_the_version_that_was_read_must_be_said(client, grace, offered, version):
    offer = offered()

    response = do.press(client, grace, offer, "accept", **({"version": version} if version else {}))

    assert response.status_code in (409, 422)
    assert do.again(offer).state == "sent"


def test_a_card_that_was_added_on_the_way_is_the_one_marked(client, ada, visa, proposed):
    accepting, second = f"/offers/{proposed().pk}/accept/", card(ada)
    client.force_login(ada)

    def marked(query=""):
        return client.get(accepting + query).context["form"]["source"].value()

    assert marked() == str(visa.pk)
    assert marked(f"?source={second.pk}") == str(second.pk)
    assert marked("?source=x") == str(visa.pk)
