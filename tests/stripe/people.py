"""What happens to Stripe from outside its API: the payer, the payee, the banks, and days that go by.

Each acts on the newest thing that it fits, unless one is named by its id.
"""

import functools
from fractions import Fraction

from tests.stripe import accounts, customers, disputes, intents, payouts, refunds
from tests.stripe.store import Store


def between_requests(act):
    """Under the lock that requests are answered under; events are sent when it is free again."""

    @functools.wraps(act)
    def locked(self, *args, **named):
        with self.lock:
            done = act(self, *args, **named)
        self.send_at_once()
        return done

    return locked


class People:
    """Half of the double: needs `store`, `lock`, `send_at_once` and `notify` of the other."""

    store: Store

    def newest(self, kind: str, id: str | None, *states: str, account: str | None = None) -> dict:
        """Raises LookupError where there is none of this kind, in one of these states."""
        for one in self.store.all(kind, account):
            if id in (None, one["id"]) and (not states or one["status"] in states):
                return one
        raise LookupError(f"There is no {kind} that is {' or '.join(states)}: {id}")

    @between_requests
    def payer_enters(self, card: str, session: str | None = None) -> str | None:
        """On Stripe's page: the id of the payment method; None where the bank does not let the card be saved."""
        saved = customers.enter(self.store, self.newest("checkout.session", session, "open"), card)
        return saved and saved["id"]

    @between_requests
    def payer_walks_away(self, session: str | None = None) -> None:
        """A day later Stripe closes the page."""
        found = self.newest("checkout.session", session, "open")
        found |= {"status": "expired", "url": None}
        self.store.tell("checkout.session.expired", found)

    @between_requests
    def card_turns(self, payment_method: str, card: str) -> None:
        """A saved card behaves like another test card from now on: blocked, empty, asking for its holder."""
        self.store.cards[self.store.find(payment_method, "payment_method")["id"]] = card

    @between_requests
    def bank_confirms(self, intent: str | None = None) -> None:
        """The holder of the card says at their bank that it is them."""
        intents.pay(self.store, self.newest("payment_intent", intent, "requires_action"))

    @between_requests
    def bank_refuses(self, intent: str | None = None) -> None:
        intents.refuse_holder(self.store, self.newest("payment_intent", intent, "requires_action"))

    @between_requests
    def refund_arrives(self, refund: str | None = None) -> None:
        """One that was pending goes through."""
        found = self.newest("refund", refund, "pending")
        refunds.go_through(self.store, found)
        self.store.tell("refund.updated", found)

    @between_requests
    def refund_bounces(self, refund: str | None = None) -> None:
        """The bank turns it down, also after it had succeeded."""
        refunds.turn_down(self.store, self.newest("refund", refund, "pending", "succeeded"))

    @between_requests
    def disputes(self, charge: str | None = None, reason: str = "fraudulent") -> str:
        """The holder of the card calls a charge wrong: the id of the dispute."""
        return disputes.open(self.store, self.newest("charge", charge, "succeeded"), reason)["id"]

    @between_requests
    def bank_decides(self, *, won: bool, dispute: str | None = None) -> None:
        disputes.decide(self.store, self.newest("dispute", dispute, *disputes.OPEN), won=won)

    @between_requests
    def money_settles(self) -> None:
        """Days go by: what was pending is available, on our balance and on those of the payees."""
        for one in self.store.objects.values():
            if one["object"] == "balance_transaction":
                one["status"] = "available"

    @between_requests
    def converts(self, currency: str, into: str, rate: Fraction) -> None:
        """Our balance holds no such currency from now on: so many minor units of another for one of it."""
        self.store.converted[currency] = (into, rate)

    @between_requests
    def onboards(self, account: str) -> None:
        """The payee tells Stripe what it asks: transfers may come."""
        self.notify(accounts.become(self.store, account, "active"))

    @between_requests
    def loses_capability(self, account: str, status: str = "restricted") -> None:
        """Stripe wants to know more, or nothing more of them."""
        self.notify(accounts.become(self.store, account, status))

    @between_requests
    def payout_starts(self, account: str | None = None, currency: str = "eur") -> str:
        """Stripe sends what is available to the payee's bank: the id. Raises ValueError where nothing is."""
        return payouts.start(self.store, account, currency)["id"]

    @between_requests
    def payout_arrives(self, account: str | None = None, payout: str | None = None) -> None:
        payouts.arrive(self.store, self.newest("payout", payout, "in_transit", account=account), account)

    @between_requests
    def payout_bounces(self, account: str | None = None, payout: str | None = None) -> None:
        """The bank sends it back, also days after it had arrived."""
        found = self.newest("payout", payout, "in_transit", "paid", account=account)
        payouts.bounce(self.store, found, account, "account_closed")
