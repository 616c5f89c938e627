"""What the pages show of an offer: what this person may do, whose move it is, and what has changed."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from django.utils.html import format_html

from escrow.models import Payment
from marketplace.offers import quotes
from marketplace.offers.actions import deposits
from marketplace.offers.changes import changes
from marketplace.offers.models import Offer, OfferState, Side, Version
from marketplace.offers.narration import history
from marketplace.templatetags.time import exact
from marketplace.transitions import may
from milestones import endings, explain


@dataclass(frozen=True)
class Said:
    """One version in the list of versions, with what it changed."""

    version: Version
    changes: list[str]
    signatures: list


@dataclass(frozen=True)
class Next:
    """What happens next: the notice at the top of the page."""

    title: str
    text: str
    tone: str = "wait"
    icon: str = ""
    href: str = ""
    action: str = ""
    due: datetime | None = None


class Sight:
    """One offer through one person's eyes."""

    def __init__(self, offer: Offer, user):
        self.offer, self.user = offer, user
        self.side = offer.side_of(user)
        self.version = offer.version
        self.other = offer.other(user) if self.side else None

    @property
    def other_words(self) -> str:
        return self.offer.other_words(self.user)

    @property
    def is_client(self) -> bool:
        return self.side == Side.CLIENT

    @cached_property
    def allowed(self) -> dict[str, bool]:
        """The buttons; the verbs ask again under the lock."""
        offer, user = self.offer, self.user
        if offer.is_late:
            return {}
        sent = offer.state == OfferState.SENT
        return {
            "accept": may(offer.accept, user),
            "pay": may(offer.pay, user),
            "counter": sent and may(offer.counter, user) and offer.writes(self.side),
            "ask_changes": may(offer.ask_changes, user),
            "decline": may(offer.decline, user),
            "withdraw": may(offer.withdraw, user),
            "invite": bool(offer.invited_email) and self.other is None and user.pk == offer.author_id and offer.is_open,
        }

    @cached_property
    def quote(self) -> quotes.Quote:
        return quotes.quote(self.offer.rules, self.version.plan, self.offer.currency)

    @property
    def endings(self) -> list[endings.Outcome]:
        return endings.of_plan(self.offer.rules, [step.amount for step in self.version.plan], self.offer.currency)

    @property
    def rules(self):
        return explain.sections(self.offer.rules, self.offer.currency)

    @cached_property
    def versions(self) -> list[Said]:
        """Every version, newest first, each with what it changed."""
        rows = list(self.offer.versions.select_related("by", "upload").prefetch_related("signatures__by"))
        before = [None, *rows[:-1]] if rows else []
        said = [
            Said(row, changes(old.terms, row.terms, self.offer.currency) if old else [], list(row.signatures.all()))
            for old, row in zip(before, rows, strict=True)
        ]
        return said[::-1]

    @property
    def signatures(self) -> list:
        return self.versions[0].signatures if self.versions else []

    @cached_property
    def history(self):
        return history(self.offer, self.user)

    @property
    def failure(self) -> str:
        """Why the client's last payment failed, until something else happens; for the client alone."""
        newest = next((one for one in self.history if not one.kind.startswith("payment.")), None)
        return newest.text if self.is_client and newest and newest.kind == "offer.payment_failed" else ""

    @cached_property
    def deposit(self):
        return deposits.held(self.offer)

    @cached_property
    def payment(self) -> Payment | None:
        """The client's payment that is under way."""
        if self.offer.state not in (OfferState.FUNDING, OfferState.ACCEPTING):
            return None
        return Payment.objects.live().filter(reference=self.offer.thread, kind="charge").first()

    @property
    def next(self) -> Next | None:
        """Whose move it is, and what happens if nobody makes one."""
        tell = {
            OfferState.SENT: self._next_sent,
            OfferState.FUNDING: self._next_funding,
            OfferState.ACCEPTING: self._next_accepting,
            OfferState.ACCEPTED: self._next_accepted,
        }.get(self.offer.state)
        return tell() if tell else None

    def _next_sent(self) -> Next:
        if self.offer.is_late:
            return Next("The time to answer is over", "This offer has expired.", "rest")
        return replace(self._whose_move(), due=self.offer.expires_at)

    def _whose_move(self) -> Next:
        offer = self.offer
        silence = format_html("If nobody does anything, it expires on {}", exact(offer.expires_at))
        silence += format_html("{}.", " and the deposit goes back with its fee" if self.deposit else "")
        if self.allowed["pay"]:
            return Next(
                f"{self.other_words} accepted: your payment is missing",
                format_html("The order begins when the first step is paid. {}", silence),
                href=f"{offer.get_absolute_url()}pay/",
                action="Pay the first step",
            )
        if offer.agreed_by_id == self.user.pk:
            return Next(f"You accepted. {self.other_words} pays next", silence)
        if offer.awaits == self.side:
            name = offer.version.by if offer.version.by_id != self.user.pk else self.other_words
            asked = offer.version.by_id == self.user.pk
            title = f"{self.other_words} asked for changes" if asked else f"{name} is waiting for your answer"
            return Next(title, silence)
        return Next(
            f"Waiting for {self.other_words if self.side else offer.get_awaits_display().lower()}", silence, "info"
        )

    def _next_funding(self) -> Next:
        if not self.is_client:
            return Next(
                f"{self.other_words} is changing the offer",
                "A new version comes when its deposit is paid.",
                "info",
                "hourglass",
            )
        return self._paying("The deposit is being paid", "The offer goes out when it is.")

    def _next_accepting(self) -> Next:
        if not self.is_client:
            return Next("Accepted: the payment is under way", "The order begins when it is paid.", "info", "hourglass")
        return self._paying("The first step is being paid", "The order begins when it is.")

    def _paying(self, title: str, text: str) -> Next:
        href = self.payment.get_absolute_url() if self.payment else ""
        return Next(title, text, "info", "hourglass", href, "Look at the payment" if href else "")

    def _next_accepted(self) -> Next:
        return Next(
            "This offer is an order now",
            "Everything from here on happens on the order’s page.",
            "good",
            "handshake",
            self.offer.order.get_absolute_url(),
            "Open the order",
        )
