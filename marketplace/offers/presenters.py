"""What the pages show of an offer: what this person may do, whose move it is, and what has changed."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse

from escrow.models import Payment
from marketplace.accounts.models import User
from marketplace.accounts.profile import Section
from marketplace.offers.actions.parts import deposits
from marketplace.offers.changes import Difference, changes, difference
from marketplace.offers.confirmation import endings_of
from marketplace.offers.history import history
from marketplace.offers.models import Offer, OfferState, Side, Version
from marketplace.offers.verbs import ANSWERS, AT_HEAD, VERBS
from marketplace.offers.waiting import waiting
from marketplace.policies import explanation, forecast, quotes
from marketplace.registry import Registry
from marketplace.verbs import Button, Verb, VerbForm, button
from milestones.wording.phrases import Waiting

# What other apps show beside an offer: what it came from. None for nothing.
asides: Registry[Callable[[Offer, User], Section | None]] = Registry("aside of an offer’s page")


@dataclass(frozen=True)
class Said:
    """One version in the list of versions, with what it changed."""

    version: Version
    changes: list[str]
    signatures: list


class OfferPresenter:
    """One offer through one person's eyes. `bound` is a form that came back."""

    def __init__(self, offer: Offer, user, bound: VerbForm | None = None):
        self.offer, self.user, self.bound = offer, user, bound
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
        """Which verbs are this person's now; the actions ask again under the lock."""
        offer, user = self.offer, self.user
        if offer.is_late:
            return {}
        found = {verb.name: verb.may(offer, user) and verb.worth(self, offer) for verb in VERBS.values()}
        invites = bool(offer.invited_email) and self.other is None and user.pk == offer.author_id and offer.is_open
        return found | {"invite": invites}

    @property
    def at_head(self) -> list[Button]:
        return self._buttons(AT_HEAD)

    @property
    def answers(self) -> list[Button]:
        """What else there is to say to it."""
        return self._buttons(ANSWERS)

    def _buttons(self, verbs: list[Verb]) -> list[Button]:
        found = [verb for verb in verbs if self.allowed.get(verb.name)]
        return [self._button(verb) for verb in found]

    def _button(self, verb: Verb) -> Button:
        url = reverse(f"offers:{verb.name}", args=[self.offer.pk])
        return button(verb, self, self.offer, url=url, reader=self.user, bound=self.bound)

    @cached_property
    def quote(self) -> quotes.Quote:
        return self.version.terms.quote(self.offer.policy, self.offer.currency)

    @property
    def endings(self) -> list[forecast.Outcome]:
        return endings_of(self.offer, self.version.plan, whole=self.deposit is not None and self.deposit.whole)

    @property
    def rules(self):
        return explanation.sections(self.offer.policy, self.offer.currency)

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

    @cached_property
    def difference(self) -> Difference | None:
        """What the newest version changed against the one before."""
        if len(self.versions) < 2:
            return None
        newest, before = (one.version for one in self.versions[:2])
        return difference(before.terms, newest.terms, self.offer.currency)

    @property
    def asked(self):
        """The changes that were asked for and that nobody has answered yet: the line of the history with the words."""
        if self.offer.state != OfferState.SENT or self.offer.awaits != self.offer.side_of(self.version.by):
            return None
        return next((line for line in self.history if line.kind == "offer.changes_asked"), None)

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
    def asides(self) -> list[Section]:
        """What it came from, as other apps show it."""
        return [one for make in asides.values() if (one := make(self.offer, self.user))]

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
    def next(self) -> Waiting | None:
        """Whose move it is, and what happens if nobody makes one."""
        return waiting(self.offer, self.user, deposited=self.deposit is not None, payment=self.payment)


class InvitationPresenter(OfferPresenter):
    """An offer through the eyes of whoever holds its invitation: as the side that nobody is yet, to read only."""

    allowed: dict[str, bool] = {}

    def __init__(self, offer: Offer, user):
        super().__init__(offer, user)
        self.side = Side.CLIENT if offer.client_id is None else Side.FREELANCER
        self.other = offer.author
