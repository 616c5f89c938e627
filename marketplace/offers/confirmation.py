"""What a page says before an offer is sent, accepted or paid: exactly what happens to the money, and what is asked."""

from dataclasses import dataclass, field, replace

from escrow import debts
from escrow.models import PaymentSource
from marketplace.formats import capital, counted, minor_text
from marketplace.offers.actions.parts import deposits
from marketplace.offers.models import Offer, Side
from marketplace.offers.terms import Terms
from marketplace.policies import decision, forecast, quotes
from marketplace.policies.explanation.words import DAY, days, hours
from marketplace.policies.models import FirstPayment
from marketplace.policies.plan import MilestoneTerms
from marketplace.policies.quotes import Quote, Way


@dataclass(frozen=True)
class DepositChoice:
    """What a client may deposit with an offer: `value` is what the form says, `amount` what it costs with fees."""

    value: str
    name: str
    amount: str
    is_chosen: bool


@dataclass
class Confirmation:
    """`lines` say what happens, the first one what is charged now. `ways` are (Way, (words, meaning)) to choose from.

    `asks_source` is true where something will be charged; without ways, it can't be done yet, and `missing` says why.
    `deposits` is what may be deposited, where there is a choice.
    """

    button: str
    lines: list[str]
    charged_now: int = 0
    ways: list[tuple[Way, tuple[str, str]]] = field(default_factory=list)
    asks_source: bool = False

    missing: str = ""
    deposits: list[DepositChoice] = field(default_factory=list)

    @property
    def is_possible(self) -> bool:
        return bool(self.ways) or not self.asks_source


def endings_of(offer: Offer, plan: list[MilestoneTerms], *, whole: bool) -> list[forecast.Outcome]:
    """How the order of this plan can end; `whole` where all of it is deposited with the offer."""
    amounts = [one.amount for one in plan]
    if whole:
        return forecast.of_plan_paid_at_once(offer.policy, amounts, offer.currency)
    return forecast.of_plan(offer.policy, amounts, offer.currency, offer.order_type)


class ConfirmationPresenter:
    """Says for one offer, some terms and one reader what a button does.

    `whole`: the client wants to deposit the whole project; None leaves it as the deposit that is held has it.
    """

    def __init__(self, offer: Offer, terms: Terms, user, *, whole: bool | None = None):
        self.offer, self.terms, self.user = offer, terms, user
        self.quote: Quote = terms.quote(offer.policy, offer.currency)
        self.held = deposits.held(offer) if offer.pk else None  # a gig's is not written yet
        self.may_deposit_whole = terms.may_be_deposited_whole(offer.policy)
        wants = (self.held is not None and self.held.whole) if whole is None else whole
        self.whole = self.may_deposit_whole and wants
        self.side = offer.side_of(user)
        self.other = offer.other_words(user)
        self.first = "the first month" if terms.months else "the work" if offer.is_single else "step 1"
        self.each = "it" if offer.is_single else "each step"

    @property
    def endings(self) -> list[forecast.Outcome]:
        return endings_of(self.offer, self.terms.milestones, whole=self.whole)

    # Sending

    def sending(self) -> Confirmation:
        """What sending does, and what follows."""
        sent = self._client_sends() if self.side == Side.CLIENT else self._freelancer_sends()
        return replace(sent, lines=[*sent.lines, *self._further_months(), *self._after_sending()])

    def _after_sending(self) -> list[str]:
        answers, signs = days(self.offer.valid_days), self.offer.needs_signatures
        frozen = ["What you sign is frozen: a change after this is a new version, which both sign again."]
        until = f"{self.other} has {answers} to {'sign' if signs else 'answer'}. Until then you can withdraw it."
        return [*(frozen if signs else []), until]

    @property
    def _sends(self) -> str:
        return "Sign and send" if self.offer.needs_signatures else "Send the offer"

    def _freelancer_sends(self) -> Confirmation:
        lines = ["You pay nothing.", f"If {self.other} accepts: {self._later(self.other, 'pays')}"]
        lines.append(self._gets)
        if self.held:
            lines.append(f"{self.other}’s deposit goes back: it was for the version that yours replaces.")
        return Confirmation(self._sends, lines)

    def _client_sends(self) -> Confirmation:
        if self.offer.policy.first_payment == FirstPayment.WITH_OFFER:
            return self._client_deposits()
        lines = ["Nothing is charged now.", f"When {self.other} accepts: {self._later('you', 'pay')}"]
        if self.offer.policy.first_payment == FirstPayment.ON_CREATION:
            return Confirmation(self._sends, lines)
        ways = self._ways(later=True)
        missing = f"The offer names what pays when {self.other} accepts, and you have nothing here yet that can."
        return Confirmation(self._sends, lines, ways=ways, asks_source=True, missing=missing)

    def _client_deposits(self) -> Confirmation:
        paid, held = self.quote.to_deposit(whole=self.whole), self.held
        if deposits.covers(held, paid, whole=self.whole):
            lines = ["Nothing more is charged.", f"Your deposit of {self._money(held.total)} stays with the offer."]
            return Confirmation("Send this version", lines, deposits=self._choices())
        what = " for the whole project" if self.whole else " for step 1" if self.may_deposit_whole else ""
        lines = [f"You deposit {self._price(paid)}{what} now.", f"{self.other} gets the offer when it is paid."]
        if self.whole:
            lines.append("Each step stays in escrow of its own until it is accepted; nothing more is charged for them.")
        lines.append("It goes back to you, with its fee, if the offer is declined, withdrawn or expires.")
        if held:
            lines.append(f"Your deposit of {self._money(held.total)} for the version before goes back.")
        button = f"Deposit {self._money(paid.client_pays)} and send"
        return replace(self._charged(button, lines, paid), deposits=self._choices())

    def _choices(self) -> list[DepositChoice]:
        if not self.may_deposit_whole:
            return []
        return [
            DepositChoice(value, name, self._money(self.quote.to_deposit(whole=whole).client_pays), self.whole == whole)
            for whole, value, name in [
                (False, "first", "A lesser amount, to cover the first step"),
                (True, "whole", "The whole project"),
            ]
        ]

    # Accepting

    def accepting(self) -> Confirmation:
        accepted = self._client_accepts() if self.side == Side.CLIENT else self._freelancer_accepts()
        return replace(accepted, lines=[*accepted.lines, *self._further_months()])

    def _client_accepts(self) -> Confirmation:
        first, verb = self.quote.first, self._verb
        match self.offer.policy.first_payment:
            case FirstPayment.ON_CREATION:
                each = f"You pay {self.each} on the order’s page, whenever you want it begun."
                return Confirmation(f"{verb} the offer", ["Nothing is charged now.", each, *self._limit()])
            case FirstPayment.AT_START:
                lines = [f"The order is placed, and you are charged {self._price(first)} for {self.first}."]
                lines.append(self._if_it_fails())
                return self._charged(f"{verb}, pay {self._money(first.client_pays)}", lines)
        lines = [
            f"You are charged {self._price(first)} now.",
            f"The order begins when it is paid.{'' if self.offer.is_single else ' Later steps are paid later.'}",
        ]
        return self._charged(f"{verb}, pay {self._money(first.client_pays)}", lines)

    def ordering(self) -> Confirmation:
        """The client orders a gig: its standing offer is accepted at once."""
        accepted = self._client_accepts()
        now = accepted.charged_now
        return replace(accepted, button=f"Order, pay {self._money(now)}" if now else "Order")

    def _freelancer_accepts(self) -> Confirmation:
        return Confirmation(f"{self._verb} the offer", ["You pay nothing.", self._paid_by_other(), self._gets])

    @property
    def _gets(self) -> str:
        amount = self._money(self.quote.first.freelancer_gets)
        return f"You get {amount} for {self.first}, after the fee, once it is accepted."

    def _paid_by_other(self) -> str:
        price = self._money(self.quote.first.milestone.amount)
        match self.offer.policy.first_payment:
            case FirstPayment.WITH_OFFER if self.whole:
                return f"{self.other} has deposited {self._money(self.quote.price)}: every step is in escrow at once."
            case FirstPayment.WITH_OFFER:
                return f"{self.other} has deposited {price}: it is in escrow for {self.first} at once."
            case FirstPayment.ON_CREATION:
                return f"{self.other} pays {self.each} on the order’s page: start when it is funded."
            case FirstPayment.AT_START:
                return f"The order is placed, and {self.other} is charged for {self.first}. Start when it is funded."
        return f"{self.other} is charged for {self.first}, {price}. The order begins when that is paid."

    def paying(self) -> Confirmation:
        """The client pays for what the freelancer has accepted."""
        first = self.quote.first
        lines = [f"You are charged {self._price(first)} now.", "The order begins when it is paid."]
        lines += self._further_months()
        return self._charged(f"Pay {self._money(first.client_pays)}", lines)

    # The months of a subscription after the first

    def _further_months(self) -> list[str]:
        """How many there are, what each does to whose money, and until when this side can cancel it."""
        if not (monthly := self.quote.monthly):
            return []
        follow = counted(monthly.months - 1, "more month follows", "more months follow")
        if self.side == Side.CLIENT:
            return [
                f"{follow}, each charged when it begins, to your default source or balance of that time: "
                f"{self._price(monthly.later)}.",
                "You can cancel before the next one at any time; then nothing more is charged.",
            ]
        notice = self.offer.policy.subscription_notice_days
        until = f"until {days(notice)} before the next one" if notice else "before the next one"
        gets = self._money(monthly.later.freelancer_gets)
        return [
            f"{follow}, each an order of its own that begins when it is paid: you get {gets} for it, after the fee.",
            f"You can cancel {until}.",
        ]

    # Time to pay in, of an order that is placed unpaid

    @property
    def _days(self) -> int:
        """The days to pay the first milestone in; 0 is no limit."""
        policy = self.offer.policy
        placed = decision.Way.PLACED
        return decision.days_to_pay(policy, placed, decision.decide(policy, placed, left=True))

    def _limit(self) -> list[str]:
        first = capital(self.first)
        return [f"{first} has to be paid within {days(self._days)}, or the order ends."] if self._days else []

    def _if_it_fails(self) -> str:
        grace = decision.hours_of_grace(self.offer.policy)
        if not (grace or self._days):
            return f"If the charge fails, the order waits, and you pay for {self.first} on its page."
        until = f"at least {hours(max(grace, self._days * DAY))}" if grace else days(self._days)
        return f"If the charge fails, you have {until} to pay for {self.first} on its page, or the order ends."

    # Words

    @property
    def _verb(self) -> str:
        return "Sign" if self.offer.needs_signatures else "Accept"

    def _charged(self, button: str, lines: list[str], paid: Quote | None = None) -> Confirmation:
        """Something is charged now: `paid`, or else the first milestone."""
        amount = (paid or self.quote.first).client_pays
        missing = f"You have nothing here yet that can pay {self._money(amount)} under this rulebook."
        ways = self._ways(later=False, amount=amount)
        return Confirmation(button, lines, amount, ways, asks_source=True, missing=missing)

    def _later(self, who: str, pays: str) -> str:
        """What follows an acceptance, as the end of a sentence."""
        match self.offer.policy.first_payment:
            case FirstPayment.ON_CREATION:
                return f"the order is placed, and {who} {pays} {self.each} on its page."
            case FirstPayment.AT_START:
                return f"the order is placed, and {who} {pays} {self._price(self.quote.first)} for {self.first}."
        return f"{who} {pays} {self._price(self.quote.first)} for {self.first}, and the order begins."

    def _price(self, paid: quotes.MilestonePrice | Quote) -> str:
        """ "$1,030.00 ($1,000.00 and a fee of $30.00)"."""
        total = self._money(paid.client_pays)
        if not paid.client_fee:
            return total
        return f"{total} ({self._money(paid.price)} and a fee of {self._money(paid.client_fee)})"

    def _money(self, amount: int) -> str:
        return minor_text(amount, self.offer.currency)

    def _ways(self, *, later: bool, amount: int | None = None) -> list[tuple[Way, tuple[str, str]]]:
        """The ways to pay this amount, or else the first milestone."""
        amount = self.quote.first.client_pays if amount is None else amount
        policy, currency = self.offer.policy, self.offer.currency
        balance = debts.spendable(self.user.pk, currency)
        found = quotes.ways(policy, amount, balance, currency, PaymentSource.objects.of(self.user))
        if not later:
            found = [way for way in found if way.source is None or way.from_source]
        return [(way, (self._name(way), self._meaning(way, later=later))) for way in found]

    def _name(self, way: Way) -> str:
        return str(way.source) if way.source else "Your balance"

    def _meaning(self, way: Way, *, later: bool) -> str:
        if not way.from_source:
            return "Only if your balance does not cover it by then" if way.source else "All of it from your balance"
        if not way.from_balance:
            return f"{self._money(way.from_source)} from this source"
        parts = f"{self._money(way.from_balance)} from your balance, {self._money(way.from_source)} from this source"
        return f"{parts}, as things are today" if later else parts
