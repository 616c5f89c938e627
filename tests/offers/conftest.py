"""Offers in the making: written and sent by the real verbs."""

from dataclasses import replace

import pytest

from escrow import payments
from marketplace import clock
from marketplace.deadlines.models import Deadline
from marketplace.events.models import Event
from marketplace.gigs.models import Category
from marketplace.offers import actions
from marketplace.offers.models import Offer, Side
from marketplace.offers.origins import origin_under
from marketplace.offers.terms import Terms
from marketplace.policies.models import Signing
from tests import workshop
from tests.conftest import card, person

WHOLE = {"studio": (2000, 1000, 1000)}
__all__ = ["card", "clock", "person"]

NAMES = {"Ada": "Ada Lovelace", "Grace": "Grace Hopper"}


def terms(key: str, *amounts, **changes) -> Terms:
    """Terms with steps of these amounts (whole dollars) that this preset accepts."""
    policy = workshop.rulebook(key)
    plan = workshop.plan(policy, amounts or WHOLE.get(key, (1000, 1000, 1000)))
    today = workshop.clock.now().date()
    whole = Terms(title="Website", scope="All of it.", milestones=plan, revisions=2, starts_on=today)
    return replace(whole, **changes).under(policy)


def write(by, to, key: str, *amounts, role: str, **heading) -> Offer:
    """A draft under a preset, in a category that any policy accepts. `to` is a person or an address."""
    policy = workshop.rulebook(key)
    written = heading.pop("terms", None) or terms(key, *amounts)
    about = {
        "policy": policy,
        "origin": origin_under(policy),
        "category": Category.objects.get(slug="website-design"),
        "invite" if isinstance(to, str) else "to": to,
    }
    return actions.write(actions.Heading(role=role, **about | heading), written, by=by)


def signature(offer: Offer, person) -> str:
    return NAMES[person.display_name] if offer.policy.signing == Signing.BOTH_SIGN else ""


def send(offer: Offer, *, by, source=None, message="") -> Offer:
    offer = actions.send(offer, by=by, source=source, signature=signature(offer, by), message=message).offer
    settle(offer)
    return again(offer)


def accept(offer: Offer, *, by, source=None) -> Offer:
    deal = actions.accept(offer, by=by, version=again(offer).number, source=source, signature=signature(offer, by))
    settle(deal.offer)
    return again(offer)


def settle(offer: Offer) -> None:
    """Ask the gateway about every payment of the offer, and of its order, as the worker does."""
    threads = [offer.thread] + ([offer.order.thread] if offer.order else [])
    for payment in payments.Payment.objects.live().filter(thread__in=threads).order_by("pk"):
        payments.attempt(payment)


def again(offer: Offer) -> Offer:
    """The offer as the database has it now."""
    return Offer.objects.select_related("client", "freelancer", "policy", "version", "order").get(pk=offer.pk)


@pytest.fixture
def proposed(ada, grace, visa):
    """An offer of Grace's to Ada: `proposed("steps8")`."""

    def make(key="fair", *amounts, **heading):
        return send(write(grace, ada, key, *amounts, role=Side.FREELANCER, **heading), by=grace)

    return make


@pytest.fixture
def offered(ada, grace, visa):
    """An offer of Ada's to Grace, to be paid with her card: `offered("contract14")`."""

    def make(key="fair", *amounts, source=visa, **heading):
        return send(write(ada, grace, key, *amounts, role=Side.CLIENT, **heading), by=ada, source=source)

    return make


def press(client, person, offer: Offer, verb: str, **data):
    """Sign in and press the button of a verb; then the gateway is asked, as the worker does."""
    client.force_login(person)
    response = client.post(f"/offers/{offer.pk}/{verb}/", data)
    settle(again(offer))
    return response


def story(offer: Offer) -> list[str]:
    """The kinds of everything that happened to an offer, oldest first."""
    return list(Event.objects.filter(thread=offer.thread).order_by("pk").values_list("kind", flat=True))


def timer(offer: Offer) -> Deadline:
    """The timer that ends it."""
    return Deadline.objects.live().get(reference=offer.thread)
