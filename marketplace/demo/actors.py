"""One story on the stage: its two people, their offer, and the order that it becomes."""

from datetime import date, datetime, timedelta
from typing import Any

from djmoney.money import Money

from escrow import payments, sources
from escrow.models import Payment
from escrow.models.payments import State as PaymentState
from escrow.money import to_minor
from marketplace import clock
from marketplace.accounts import suspension
from marketplace.accounts.models import User
from marketplace.actors import Support
from marketplace.demo import cast
from marketplace.demo.player import Player, attempt
from marketplace.gigs.models import Gig
from marketplace.offers import actions as offering
from marketplace.offers.models import Offer
from marketplace.offers.origins import origin_under
from marketplace.offers.terms import Terms
from marketplace.policies.plan import MilestoneTerms
from milestones.models import Case


def pay() -> None:
    """Ask the gateway about every payment that it was not asked about yet."""
    for payment in Payment.objects.filter(state=PaymentState.CREATED):
        payments.attempt(payment)


class Scene(Player):
    """The verbs act for the story's client and freelancer on the story's one offer and order."""

    def __init__(self, stage, about):
        self.stage, self.about = stage, about
        self.client, self.freelancer = stage.cast[about.client], stage.cast[about.freelancer]
        self.policy = stage.policies[about.policy]
        self.offer: Offer | None = None

    # Time

    def ago(self, days: float, hours: float = 0, minutes: float = 0) -> datetime:
        """So long before the demo begins."""
        return self.stage.now - timedelta(days=days, hours=hours, minutes=minutes)

    def day(self, days: float) -> date:
        """The date so many days from the demo's beginning; negative is past."""
        return (self.stage.now + timedelta(days=days)).date()

    # Offers

    def part(self, name: str, amount: str, **terms) -> MilestoneTerms:
        """A milestone of the plan; `amount` in whole units of the currency, as text."""
        return MilestoneTerms(name=name, amount=to_minor(Money(amount, self.about.currency)), **terms)

    def card(self, last4: str = "4242"):
        """A saved card of the client's, by its last four digits."""
        return self.client.payment_sources.get(last4=last4, removed_at=None)

    def make_default(self, last4: str) -> None:
        """The client pays with this card when nobody chooses."""
        sources.make_default(self.card(last4), by=self.client)

    def write(self, plan: list[MilestoneTerms], *, by: User, scope: str = "", to=True, invite="", **terms) -> Offer:
        """Begin an offer as a draft of one side's own."""
        heading = offering.Heading(
            role="client" if by == self.client else "freelancer",
            to=(self.freelancer if by == self.client else self.client) if to else None,
            invite=invite,
            policy=self.policy,
            origin=origin_under(self.policy),
            order_type=self.about.order_type,
            currency=self.about.currency,
            category=self.stage.categories[self.about.category] if self.about.category else None,
        )
        written = Terms(title=self.about.title, scope=scope, milestones=plan, **terms)
        self.offer = offering.write(heading, written, by=by)
        return self.offer

    def send(self, *, by: User, message: str = "", card: str = "4242", whole: bool = False) -> Offer:
        source = self.card(card) if by == self.client else None
        offering.send(self.offer, by=by, source=source, signature=self._name(by), message=message, whole=whole)
        return self.again()

    def counter(self, plan: list[MilestoneTerms], *, by: User, message: str, **terms) -> Offer:
        """Answer with the next version."""
        version = self.offer.version
        before: dict[str, Any] = {
            "scope": version.scope,
            "revisions": version.revisions,
            "starts_on": version.starts_on,
        }
        whole = Terms(title=version.title, milestones=plan, **(before | terms))
        offering.save_draft(self.offer, by=by, terms=whole)
        source = self.card() if by == self.client else None
        offering.counter(self.offer, by=by, message=message, source=source, signature=self._name(by))
        return self.again()

    def accept(self, *, by: User | None = None, card: str = "4242") -> Offer:
        """Say yes to the newest version: by default the side that did not write it."""
        by = by or (self.client if self.offer.version.by_id == self.freelancer.pk else self.freelancer)
        source = self.card(card) if by == self.client else None
        deal = offering.accept(self.offer, by=by, version=self.offer.number, source=source, signature=self._name(by))
        attempt(deal.payment)
        return self.again()

    def agree(
        self,
        plan: list[MilestoneTerms],
        *,
        scope: str,
        message: str = "",
        by: User | None = None,
        card="4242",
        **terms,
    ):
        """An offer that is accepted a day later, at the moment that is yielded."""
        by = by or self.freelancer
        self.write(plan, by=by, scope=scope, **terms)
        self.send(by=by, message=message, card=card)
        yield clock.now() + timedelta(hours=19, minutes=23)
        self.accept(card=card)

    def buy(self, package: str, card: str = "4242", months: int = 0) -> Offer:
        """The client orders a package of the story's gig, as it is now; for so many months, if for some."""
        gig = Gig.objects.select_related("version").get(pk=self.stage.gigs[self.about.gig].pk)
        read, zone = gig.version.digest, self.client.time_zone
        purchase = offering.Purchase(package, read, self.card(card), zone=zone, months=months)
        deal = offering.order(gig, by=self.client, purchase=purchase)
        attempt(deal.payment)
        self.offer = deal.offer
        return self.again()

    def _name(self, by: User) -> str:
        """What somebody signs with, where the policy asks for a signature."""
        return by.display_name if self.offer.needs_signatures else ""

    def again(self) -> Offer:
        """Pay what is under way, and read the offer anew."""
        pay()
        self.offer = Offer.objects.select_related("version", "order").get(pk=self.offer.pk)
        return self.offer

    # The work

    @property
    def order_id(self) -> int:
        return self.offer.order_id

    def pay(self, number: int, card: str = "4242") -> None:
        """The client pays a milestone with this card."""
        self.fund(number, self.card(card))

    def decide_by_support(self, case: Case, *, released: int, reason: str) -> None:
        self.decide(case, by=self.support(reason), released=released)

    def cancel_by_support(self, reason: str) -> None:
        self.cancel_order(by=self.support(reason))

    def suspend(self, person: User, reason: str) -> None:
        suspension.suspend(person, by=self.support(reason))

    def lift(self, person: User, reason: str) -> None:
        suspension.lift(person, by=self.support(reason))

    def support(self, reason: str) -> Support:
        return Support(User.objects.get(pk=self.stage.cast[cast.SUPPORT].pk), reason)
