"""Ordering a gig: its standing offer is put to the client and accepted at once, by the steps that any offer takes."""

from dataclasses import dataclass

from django.db import transaction

from escrow.models import PaymentSource
from marketplace import clock
from marketplace.accounts.models import User
from marketplace.errors import Refused
from marketplace.gigs import sections
from marketplace.gigs.ground import may_sell_in_steps
from marketplace.gigs.models import Gig, GigVersion
from marketplace.gigs.plan import order_type_of, plan_of
from marketplace.gigs.terms import GigTerms, Package
from marketplace.idempotency import keys
from marketplace.offers import limits
from marketplace.offers.actions.parts import agreeing, paying, publishing
from marketplace.offers.actions.parts.paying import Deal
from marketplace.offers.models import Offer
from marketplace.offers.terms import Terms
from marketplace.policies.models import OrderType, Origin, Policy
from marketplace.transitions import authorize, insist_in_trade

DAYS_TO_PAY = 1  # that an order waits for a card that works


class Changed(Refused):
    """The gig is not what was read: `was` and `now` are its versions, and `what` names the fields that differ."""

    def __init__(self, was: GigVersion | None, now: GigVersion):
        super().__init__("The gig changed while you read it. Nothing was ordered or charged: read it once more.")
        self.was, self.now = was, now
        self.what = sections.what_differs(was.said, now.said) if was else []


@dataclass(frozen=True)
class Purchase:
    """What a client orders: a package, as the version with the digest `read` says, paid from `source` or the balance.

    `months`: it is subscribed to for so many; 0 is an order alone.
    `zone` is the client's: in which the days of the order begin and end; `address` is the request's, in the network.
    """

    package: str
    read: str
    source: PaymentSource | None = None
    zone: str = "UTC"
    address: str = ""
    months: int = 0


@transaction.atomic(durable=True)
def order(gig: Gig, *, by, purchase: Purchase, once: str = "") -> Deal:
    """Order a package of a gig, and pay its first milestone.

    What the gateway has to charge first is the deal's payment: the order is placed when it has, and the offer waits a
    day where it can't. Locks the gig, then both sides, before the new offer. Raises Refused, Changed where the gig was
    published anew meanwhile, Repeated for a form that was sent.
    """
    package = purchase.package
    gig = Gig.objects.lock(gig.pk)
    User.objects.hold(by.pk, gig.owner_id)
    insist_in_trade(by)
    used = keys.use(once, by=by)
    authorize(gig.order, by)
    version: GigVersion = gig.version
    _insist_on_version(gig, version, purchase.read)
    said = version.said
    if package not in said.keys:
        raise Refused("This package is not sold any more. Choose another one.", field="package")
    _insist_on_rules(gig, version, said, package)
    if purchase.months and purchase.months not in said.months_of(package):
        raise Refused("This package can’t be subscribed to for so many months. Choose again.", field="months")
    offer = draft_of(gig, version, package, by, purchase.months)
    paying.check_source(offer, purchase.source)
    offer.save(force_insert=True)
    authorize(offer.address, by)
    publishing.address(offer, terms_of(version, package, purchase.zone, purchase.months))
    if used:
        used.made = offer.thread
        used.save(update_fields=["made"])
    authorize(offer.accept, by)
    agreeing.insist_on_both(offer)
    limits.insist(limits.terms_problems(offer, offer.version.terms))
    publishing.accept_unsigned(offer.version, by, purchase.address)
    return Deal(offer, agreeing.agree_as_client(offer, by, purchase.source))


def draft_of(gig: Gig, version: GigVersion, package: str, client, months: int = 0) -> Offer:
    """The offer that ordering this package makes, not saved."""
    said = version.said
    return Offer(
        author=gig.owner,
        freelancer=gig.owner,
        client=client,
        policy=version.policy,
        origin=Origin.GIG,
        order_type=OrderType.SUBSCRIPTION if months else order_type_of(said, package),
        category=version.category,
        currency=said.currency,
        gig_version=version,
        package=package,
        valid_days=DAYS_TO_PAY,
        created_at=clock.now(),
    )


def terms_of(version: GigVersion, package: str, zone: str, months: int = 0) -> Terms:
    """What ordering this package agrees on: its plan, what it includes, and what will be asked."""
    said, bought = version.said, version.said.package(package)
    terms = Terms(
        title=said.title,
        milestones=plan_of(said, package),
        scope=scope_of(said, bought),
        revisions=bought.revisions,
        zone=zone,
        questions=said.questions,
        months=months,
        discount=said.discount if months else 0,
    )
    return terms.under(version.policy)


def scope_of(said: GigTerms, package: Package) -> str:
    """What the package is, in words that both sides keep."""
    lines = [f"{package.label}: {package.name}", package.text]
    included = [(row.name, row.values.get(package.key, "")) for row in said.included]
    lines += [name if value == "yes" else f"{name}: {value}" for name, value in included if value]
    return "\n".join(lines)


def _insist_on_version(gig: Gig, version: GigVersion, read: str) -> None:
    """The one that was read must be the one that is bought."""
    if read != version.digest:
        raise Changed(gig.versions.filter(digest=read).first(), version)


def _insist_on_rules(gig: Gig, version: GigVersion, said: GigTerms, package: str) -> None:
    """A rulebook that was withdrawn makes no order; one that a newer version has followed stays good: it was read."""
    if Policy.objects.exclude(withdrawn_at=None).filter(pk=version.policy_id).exists():
        raise Refused("The rulebook of this gig was withdrawn, so it can’t be ordered until its owner chooses another.")
    if said.is_paid_in_steps(package) and not may_sell_in_steps(gig.owner_id):
        raise Refused("This gig can’t be ordered in steps at the moment.")
