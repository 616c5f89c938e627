"""What people read of subscriptions: what each month costs, when it begins, and what happens if nobody acts."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.urls import reverse
from django.utils.html import format_html

from escrow.models import PaymentSource
from escrow.sources import Use, default_without
from marketplace import clock
from marketplace.accounts.models import User
from marketplace.accounts.profile import Section
from marketplace.elements import exact
from marketplace.events.models import Event
from marketplace.formats import counted, minor_text
from marketplace.gigs.models import GigVersion
from marketplace.gigs.monthly import terms_in_words
from marketplace.offers.actions.parts.subscriptions import DAYS_TO_TRY
from marketplace.offers.models import Offer, Subscription, SubscriptionMonth, SubscriptionState
from marketplace.offers.models.states import OPEN
from marketplace.policies.fees import client_fee
from marketplace.policies.models import PaidFrom
from marketplace.postgresql.reading import Reading
from marketplace.transitions import may, why_not
from marketplace.widgets import Explained
from milestones.models import Order
from milestones.models.order import OrderState
from milestones.pages.wallet import Charge
from milestones.wording.phrases import NOBODY, OTHER, YOU, Waiting

MOST_CHARGES = 12  # that the wallet lists


def spans_of(version: GigVersion, package: str) -> list[tuple[str, Explained]]:
    """How often a package can be bought: once, or for so many months; the values and words of a choice."""
    said = version.said
    bought = said.package(package)
    found = [("", Explained("Once", "One order; nothing follows by itself."))]
    for months in said.months_of(package):
        price = terms_in_words(bought.price, said.discount, said.currency)
        meaning = (
            f"{price}, and the fee. Each month is an order of its own, charged when it begins. Cancel before the next "
            "one at any time."
        )
        found.append((str(months), Explained(f"Each month, {months} times", meaning)))
    return found


@dataclass(frozen=True)
class Row:
    """One month on the page: what it costs, when it begins or began, and the order that it became. Minor units."""

    number: int
    price: int
    at: datetime | None
    order: Order | None = None
    is_next: bool = False

    @property
    def is_done(self) -> bool:
        return self.order is not None and self.order.state == OrderState.COMPLETED


class SubscriptionPage:
    """One subscription through one person’s eyes."""

    def __init__(self, subscription: Subscription, user: User):
        self.subscription, self.user = subscription, user
        self.is_client = user.pk == subscription.client_id
        self.is_party = self.is_client or user.pk == subscription.freelancer_id
        self.offer = subscription.offer

    @cached_property
    def parts(self) -> list[SubscriptionMonth]:
        return list(self.subscription.parts.select_related("offer__order").order_by("number"))

    @property
    def months(self) -> list[Row]:
        """All that were agreed on; of one that has ended those that began."""
        one = self.subscription
        begun = {part.number: part.offer for part in self.parts if part.offer.order}
        last = one.months if one.is_active else one.made
        return [
            Row(
                number,
                one.price_of(number),
                begun[number].order.created_at if number in begun else one.starts_at(number),
                begun[number].order if number in begun else None,
                number == one.made + 1,
            )
            for number in range(1, last + 1)
        ]

    @property
    def terms(self) -> str:
        return terms_in_words(self.subscription.price, self.subscription.discount, self.subscription.currency)

    @cached_property
    def unpaid(self) -> Offer | None:
        """The month that was not paid yet, though it is due."""
        return next((part.offer for part in self.parts if part.number > 1 and part.offer.state in OPEN), None)

    @property
    def next(self) -> Waiting | None:
        return waiting(self.subscription, self.user, self.unpaid)

    @property
    def may_cancel(self) -> bool:
        return may(self.subscription.cancel, self.user)

    @property
    def why_not(self) -> str:
        """Why its freelancer can’t cancel just now."""
        return why_not(self.subscription.cancel, self.user) if self.subscription.is_active else ""

    @property
    def ended(self) -> str:
        """How it ended, in a sentence."""
        one = self.subscription
        match one.state:
            case SubscriptionState.COMPLETED:
                return f"All {counted(one.months, 'month', 'months')} have begun: nothing more is charged."
            case SubscriptionState.LAPSED:
                return f"Month {one.made + 1} could not begin for three days, so nothing more is charged."
            case SubscriptionState.CANCELLED:
                return f"{self._who(one.ended_by_id)} cancelled it: no further month begins."
        return ""

    def _who(self, pk: int | None) -> str:
        people = {self.subscription.client_id: self.subscription.client}
        people[self.subscription.freelancer_id] = self.subscription.freelancer
        return "You" if pk == self.user.pk else str(people.get(pk, "Cairn’s support"))

    @property
    def history(self) -> list[tuple[datetime, str]]:
        """What happened, newest first."""
        events = Event.objects.of(self.subscription.thread)
        return [(event.at, self._line(event)) for event in events]

    def _line(self, event: Event) -> str:
        data = event.data
        match event.kind:
            case "subscription.begun":
                return f"{self._who(event.actor_id)} subscribed for {data['months']} months"
            case "subscription.renewed":
                return f"Month {data['number']} began: {minor_text(data['price'], data['currency'])} and the fee"
            case "subscription.delayed":
                why = f": {data['why']}" if self.is_client else ""
                return f"Month {data['number']} could not begin yet{why}"
            case "subscription.lapsed":
                return f"Month {data['number']} was not paid: the subscription ended"
        return f"{self._who(event.actor_id)} cancelled it: {data['reason']}"


def next_charge(subscription: Subscription, source: PaymentSource | None) -> str:
    """What the client is charged for the next month, and from where: " $227.88, to Visa ending in 4242"."""
    one, policy = subscription, subscription.policy
    price, fee = _priced(one)
    total = minor_text(price + fee, one.currency)
    parts = f" ({minor_text(price, one.currency)} and a fee of {minor_text(fee, one.currency)})" if fee else ""
    return f"{total}{parts}, {_whence(policy.paid_from, source)}"


def _priced(subscription: Subscription) -> tuple[int, int]:
    """What the next month costs, and the client’s fee on it."""
    price = subscription.price_of(subscription.made + 1)
    return price, client_fee(subscription.policy, subscription.currency, price, opening=True)


def _whence(paid_from: str, source: PaymentSource | None) -> str:
    card = f"{source}, your default" if source else "a card, but you have none here"
    match paid_from:
        case PaidFrom.SOURCE:
            return f"to {card}"
        case PaidFrom.BALANCE_FIRST:
            return f"from your balance first, the rest from {card}"
        case PaidFrom.BALANCE_IF_ALL:
            return f"from your balance if it covers all, else from {card}"
    return f"to {card}" if source else "from your balance"


def waiting(subscription: Subscription, user: User, unpaid: Offer | None = None) -> Waiting | None:
    """What happens next, unless somebody acts; None for one that is over."""
    one, number = subscription, subscription.made + 1
    if not one.is_active or one.next_at is None:
        return None
    is_client = user.pk == one.client_id
    if one.trying_since:
        until = one.trying_since + clock.days(DAYS_TO_TRY)
        text = format_html("It is tried each day until {}; then the subscription ends.", exact(until))
        href = reverse("offers:pay", args=[unpaid.pk]) if is_client and unpaid and may(unpaid.pay, user) else ""
        whose = YOU if is_client else OTHER
        return Waiting(whose, f"Month {number} is not paid yet", text, until, href, "Pay it now", tone="bad")
    if is_client:
        charge = next_charge(one, PaymentSource.objects.default_of(one.client_id))
        text = format_html("On {} you are charged {}. Cancel before, if you want no more.", exact(one.next_at), charge)
    else:
        price = minor_text(one.price_of(number), one.currency)
        text = format_html(
            "On {} it is charged to {}: {} for you, less your fee. Begin when it is paid.",
            exact(one.next_at),
            one.client,
            price,
        )
    return Waiting(NOBODY, f"Month {number} of {one.months} begins next", text, one.next_at, tone="info")


OF_ORDER = """id = (SELECT month.subscription_id FROM offers_subscriptionmonth AS month
    JOIN offers_offer AS offer ON offer.id = month.offer_id WHERE offer.order_id = %s)"""
ITS_OFFER = f"id = (SELECT offer_id FROM offers_subscription WHERE {OF_ORDER})"  # noqa: S608 - our own words
ITS_MONTH = "offer_id = (SELECT id FROM offers_offer WHERE order_id = %s)"


@dataclass(frozen=True)
class Beside:
    """What stands beside an order of a subscription."""

    subscription: Subscription
    number: int
    text: str


def beside_order(reading: Reading, order: Order, user: User) -> Callable[[], Section | None]:
    """The subscription that an order is a month of, for the two sides alone."""
    if not order.is_single or user.pk not in (order.client_id, order.freelancer_id):
        return lambda: None
    found = reading.select(Subscription, OF_ORDER, [order.pk])
    offers = reading.select(Offer, ITS_OFFER, [order.pk])
    months = reading.select(SubscriptionMonth, ITS_MONTH, [order.pk])

    def section() -> Section | None:
        if not found:
            return None
        one = found[0]
        one.offer, one.client, one.freelancer = offers[0], order.client, order.freelancer
        next_ = waiting(one, user)
        text = next_.text if next_ else SubscriptionPage(one, user).ended
        return Section("offers/beside_order.html", Beside(one, months[0].number, text))

    return section


def charged_next(user: User, currency: str) -> list[Charge]:
    """What the subscriptions of a client charge next in this currency, for the wallet."""
    mine = Subscription.objects.active().filter(client=user, currency=currency).select_related("offer")
    return [
        Charge(
            f"{one.title}, month {one.made + 1}",
            one.get_absolute_url(),
            sum(_priced(one)),
            one.trying_since or one.next_at,
        )
        for one in mine.order_by("next_at")[:MOST_CHARGES]
    ]


def uses_of(source: PaymentSource) -> Iterator[Use]:
    """The subscriptions that charge this source, which is their client’s default (escrow.sources.uses)."""
    if not source.is_default:
        return
    other = default_without(source)
    then = f"The next month is charged to {other}." if other else "You have no other card: the next month can’t begin."
    for one in Subscription.objects.active().filter(client=source.user_id).order_by("pk"):
        yield Use(one.title, one.get_absolute_url(), then)
