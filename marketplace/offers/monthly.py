"""What people read of subscriptions: what each month costs, when it begins, and what happens if nobody acts."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.urls import reverse
from django.utils.html import format_html

from escrow import fees
from escrow.models import PaymentSource
from marketplace import clock
from marketplace.accounts.models import User
from marketplace.elements import exact
from marketplace.events.models import Event
from marketplace.formats import counted, minor_text, percent_text
from marketplace.gigs.models import GigVersion
from marketplace.offers.actions.parts.subscriptions import DAYS_TO_TRY
from marketplace.offers.models import Offer, Subscription, SubscriptionMonth, SubscriptionState
from marketplace.offers.models.states import OPEN
from marketplace.policies.fees import client_fee
from marketplace.policies.models import PaidFrom
from marketplace.transitions import may, why_not
from marketplace.widgets import Explained
from milestones.models import Order
from milestones.wording.phrases import NOBODY, OTHER, YOU, Waiting


def later_price(price: int, discount: int) -> int:
    """What a month costs from the second on, in minor units."""
    return price - fees.percent(price, discount)


def terms_in_words(price: int, discount: int, currency: str) -> str:
    """ "$240.00 for the first month, $216.00 (10 % less) for each further one"."""
    if not discount:
        return f"{minor_text(price, currency)} for each month"
    later = minor_text(later_price(price, discount), currency)
    less = percent_text(discount)
    return f"{minor_text(price, currency)} for the first month, {later} ({less} less) for each further one"


def spans_of(version: GigVersion, package: str) -> list[tuple[str, str]]:
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
    price = one.price_of(one.made + 1)
    fee = client_fee(policy, one.currency, price, opening=True)
    total = minor_text(price + fee, one.currency)
    parts = f" ({minor_text(price, one.currency)} and a fee of {minor_text(fee, one.currency)})" if fee else ""
    return f"{total}{parts}, {_whence(policy.paid_from, source)}"


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
