"""The document that two people negotiate, and its state machine."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django_fsm import RETURN_VALUE, FSMModelMixin, transition

from escrow.money import to_money
from marketplace import clock
from marketplace.accounts import addresses
from marketplace.accounts.models import User
from marketplace.gigs.models import Category, GigVersion
from marketplace.gigs.terms import PackageKey
from marketplace.offers.models.conditions import (
    agreed,
    is_a_month,
    is_of_a_gig,
    negotiable,
    nobody_is_suspended,
    not_agreed,
    side_writes_offers,
    side_writes_plan,
    was_sent,
)
from marketplace.offers.models.queryset import OfferQuerySet
from marketplace.offers.models.states import OPEN, OTHER, OfferState, Side
from marketplace.offers.permissions import is_author, is_clock, is_gateway, is_reader, is_writer, may_write
from marketplace.policies.fields import PolicyField
from marketplace.policies.models import OrderType, Origin, Signing, Writers
from marketplace.transitions import StateField, by_is_in_trade, gate
from marketplace.validators import validate_line
from milestones.permissions import any_of, is_client, is_party

IN_TRADE = [by_is_in_trade, nobody_is_suspended]


class Offer(FSMModelMixin, models.Model):
    """Terms on the table between a client and a freelancer, under one policy and in one currency.

    One side is unknown until whoever got the mail at `invited_email` takes it up. The newest version counts; `title`
    and `total` (minor units) repeat it, or the draft, for lists. `awaits` is the side whose move it is. `agreed_by`
    accepted the newest version, paid or not. The offer row is the lock for everything that happens to it.
    """

    client = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="offers_as_client"
    )
    freelancer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="offers_as_freelancer"
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    invited_email = models.EmailField(blank=True)
    policy = PolicyField(on_delete=models.PROTECT, related_name="offers")
    origin = models.CharField(
        max_length=20, choices=Origin, help_text="How it came to be; never changes once it was sent."
    )
    order_type = models.CharField(
        max_length=20,
        choices=OrderType,
        default=OrderType.MILESTONES,
        db_default=OrderType.MILESTONES.value,
        help_text="How its order is paid; never changes once it was sent. With one payment the plan is one step.",
    )
    category = models.ForeignKey(Category, null=True, blank=True, on_delete=models.PROTECT, related_name="offers")
    gig_version = models.ForeignKey(
        GigVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="offers", db_index=False
    )
    package = models.CharField(max_length=20, blank=True, default="", db_default="", choices=PackageKey)
    currency = models.CharField(max_length=3)
    valid_days = models.PositiveSmallIntegerField(default=14)
    payment_source = models.ForeignKey(
        "escrow.PaymentSource", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    renews = models.BooleanField(
        default=False, db_default=False, help_text="A later month of a subscription, which nobody negotiates."
    )

    state = StateField(default=OfferState.DRAFT, choices=OfferState, protected=True, max_length=20)
    awaits = models.CharField(max_length=20, choices=Side, blank=True)
    version = models.OneToOneField(
        "offers.Version", null=True, blank=True, on_delete=models.PROTECT, related_name="newest_of"
    )
    title = models.CharField(max_length=120, blank=True, validators=[validate_line])
    total = models.PositiveBigIntegerField(default=0)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    order = models.OneToOneField(
        "milestones.Order", null=True, blank=True, on_delete=models.PROTECT, related_name="offer"
    )
    created_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["client", "-id"], name="offer_client"),
            models.Index(fields=["freelancer", "-id"], name="offer_freelancer"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(invited_email="") | Q(invited_email__regex=addresses.ONE_FORM), name="offer_invite_one_form"
            ),
            models.CheckConstraint(condition=~Q(client=F("freelancer")), name="offer_two_people"),
            models.CheckConstraint(
                condition=Q(author=F("client")) | Q(author=F("freelancer")), name="offer_author_is_a_side"
            ),
            models.CheckConstraint(condition=Q(origin__in=Origin.values), name="offer_origin_known"),
            models.CheckConstraint(condition=Q(order_type__in=OrderType.values), name="offer_order_type_known"),
            models.CheckConstraint(
                condition=~Q(origin="gig") | Q(gig_version__isnull=False) & ~Q(package=""), name="offer_of_gig_names_it"
            ),
            models.CheckConstraint(condition=Q(state__in=OfferState.values), name="offer_state_known"),
            models.CheckConstraint(condition=Q(awaits__in=["", *Side.values]), name="offer_awaits_known"),
            models.CheckConstraint(condition=Q(state="sent") ^ Q(awaits=""), name="offer_sent_awaits_a_side"),
            models.CheckConstraint(
                condition=~Q(state__in=["sent", "accepting", "accepted", "declined", "expired"])
                | Q(version__isnull=False, sent_at__isnull=False, expires_at__isnull=False),
                name="offer_sent_has_version",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["funding", "sent", "accepting", "accepted"])
                | Q(client__isnull=False, freelancer__isnull=False)
                | ~Q(invited_email=""),
                name="offer_goes_to_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["accepting", "accepted"])
                | Q(client__isnull=False, freelancer__isnull=False, agreed_by__isnull=False),
                name="offer_accepted_by_two",
            ),
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True) | Q(state__in=["sent", "accepting", "accepted"]),
                name="offer_agreed_is_alive",
            ),
            models.CheckConstraint(
                condition=Q(state="accepted") ^ Q(order__isnull=True), name="offer_accepted_has_order"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["accepted", "declined", "withdrawn", "expired"]) ^ Q(closed_at__isnull=True),
                name="offer_closed_has_time",
            ),
        ]

    def __str__(self):
        return f"the offer “{self.title or 'untitled'}”"

    def get_absolute_url(self):
        return reverse("offers:offer", args=[self.pk])

    @property
    def editor_url(self) -> str:
        """Where its draft, or the next version of it, is written."""
        return reverse("offers:edit" if self.state == OfferState.DRAFT else "offers:counter", args=[self.pk])

    @property
    def state_words(self) -> str:
        """Its state, for the middle of a sentence."""
        return OfferState(self.state).words

    @property
    def thread(self) -> str:
        """Whose history its events and journal entries belong to; also how the ledger calls it."""
        return f"offer:{self.pk}"

    @property
    def parties(self) -> "Offer":
        return self

    @property
    def number(self) -> int:
        """The number of the newest version; 0 before the first."""
        return self.version.number if self.version else 0

    @property
    def money(self):
        return to_money(self.total, self.currency)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_late(self) -> bool:
        """Whether its time is over, although no sweep has come by."""
        return self.state == OfferState.SENT and self.expires_at is not None and self.expires_at <= clock.now()

    @property
    def is_single(self) -> bool:
        """Whether one payment pays for all of an order, so that its plan is one milestone."""
        return self.order_type != OrderType.MILESTONES

    @property
    def is_subscription(self) -> bool:
        """Whether accepting it makes an order each month, and not one."""
        return self.order_type == OrderType.SUBSCRIPTION

    @property
    def review_days(self) -> int | None:
        """The days to review a delivery; None where there is no window."""
        return self.policy.review_days_of(self.order_type)

    @property
    def needs_signatures(self) -> bool:
        return self.policy.signing == Signing.BOTH_SIGN

    def side_of(self, user) -> str:
        """Client or freelancer; empty for everybody else."""
        if user.pk is None:
            return ""
        return {self.client_id: Side.CLIENT, self.freelancer_id: Side.FREELANCER}.get(user.pk, "")

    def other(self, user):
        """The other side, as this person sees it; None until somebody takes up the invitation."""
        return self.freelancer if user.pk == self.client_id else self.client

    @property
    def suspended(self) -> User | None:
        """The side, if any, with whom nothing new can be agreed on: under the lock, as they are now."""
        return next((one for one in (self.client, self.freelancer) if one and one.is_suspended), None)

    def other_words(self, user) -> str:
        """How this person's other side is called: a name, or the address until there is one."""
        return str(self.other(user) or addresses.readable(self.invited_email) or "nobody yet")

    def writes(self, side: str) -> bool:
        """Whether the policy lets this side write the plan, if only as a proposal to the other."""
        return side == Side.FREELANCER or self.policy.plan_written_by != Writers.FREELANCER

    write = gate(
        permission=may_write, source=[OfferState.DRAFT, OfferState.SENT], conditions=[negotiable, side_writes_plan]
    )
    copy = gate(permission=is_party, conditions=[was_sent, side_writes_offers])

    # The transitions change this object in memory and nothing else. What goes with them is in offers.actions.

    @transition(
        field=state,
        source=OfferState.DRAFT,
        target=OfferState.SENT,
        permission=is_author,
        conditions=IN_TRADE,
    )
    def send(self, version, at):
        self.sent_at = at
        self._publish(version, at)

    @transition(
        field=state,
        source=OfferState.DRAFT,
        target=OfferState.SENT,
        permission=is_client,
        conditions=[*IN_TRADE, is_of_a_gig],
    )
    def address(self, version, at):
        """The standing offer of a published gig, put to the one person who orders it."""
        self.sent_at = at
        self._publish(version, at)

    @transition(
        field=state, source=OfferState.DRAFT, target=OfferState.SENT, permission=is_clock, conditions=[is_a_month]
    )
    def renew(self, version, at):
        """A later month of a subscription: both agreed on it with the first, and the client’s payment is missing."""
        self.sent_at = at
        self._publish(version, at)
        self.agreed_by, self.awaits = self.freelancer, Side.CLIENT

    @transition(
        field=state,
        source=OfferState.SENT,
        target=OfferState.SENT,
        permission=is_party,
        conditions=[*IN_TRADE, negotiable],
    )
    def counter(self, version, at):
        """A new version, by whoever: what the other side had accepted is void."""
        self._publish(version, at)

    @transition(
        field=state,
        source=[OfferState.DRAFT, OfferState.SENT],
        target=OfferState.FUNDING,
        permission=is_client,
        conditions=[*IN_TRADE, negotiable],
    )
    def fund(self):
        """The deposit for the client's version is being charged; nobody answers an offer meanwhile."""
        self.awaits, self.agreed_by = "", None

    @transition(field=state, source=OfferState.FUNDING, target=OfferState.SENT, permission=is_gateway)
    def publish(self, version, at):
        """The deposit is there, and with it the client's version."""
        self.sent_at = self.sent_at or at
        self._publish(version, at)

    @transition(
        field=state,
        source=OfferState.FUNDING,
        target=RETURN_VALUE(OfferState.DRAFT, OfferState.SENT),
        permission=is_gateway,
    )
    def unfund(self):
        """The deposit was not paid: back to where it was."""
        if self.version is None:
            return OfferState.DRAFT
        self.awaits = OTHER[self.side_of(self.version.by)]
        return OfferState.SENT

    @transition(
        field=state,
        source=OfferState.SENT,
        target=OfferState.SENT,
        permission=is_reader,
        conditions=[negotiable],
    )
    def ask_changes(self):
        self.awaits = self.side_of(self.version.by)  # type: ignore[union-attr]  # it was sent
        self.agreed_by = None

    @transition(
        field=state,
        source=OfferState.SENT,
        target=OfferState.ACCEPTED,
        permission=is_reader,
        conditions=[*IN_TRADE, not_agreed],
    )
    def accept(self, by, order, at):
        self._close(at)
        self.agreed_by, self.order = by, order

    @transition(
        field=state,
        source=OfferState.SENT,
        target=OfferState.ACCEPTED,
        permission=is_client,
        conditions=[*IN_TRADE, agreed],
    )
    def pay(self, order, at):
        """The client pays for what the freelancer has accepted."""
        agreed_by = self.agreed_by
        self._close(at)
        self.agreed_by, self.order = agreed_by, order

    @transition(field=state, source=OfferState.SENT, target=OfferState.SENT, permission=is_reader)
    def agree(self, by):
        """The freelancer accepts what the client can't pay at the moment: the client is asked."""
        self.agreed_by, self.awaits = by, Side.CLIENT

    @transition(
        field=state, source=OfferState.SENT, target=OfferState.ACCEPTING, permission=any_of(is_reader, is_client)
    )
    def charge(self, by):
        """Accepted, and the gateway is charging the client."""
        self.agreed_by, self.awaits = by, ""

    @transition(field=state, source=OfferState.ACCEPTING, target=OfferState.ACCEPTED, permission=is_gateway)
    def complete(self, order, at):
        agreed_by = self.agreed_by
        self._close(at)
        self.agreed_by, self.order = agreed_by, order

    @transition(field=state, source=OfferState.ACCEPTING, target=OfferState.SENT, permission=is_gateway)
    def fall_back(self):
        """The charge failed. What the freelancer accepted stays accepted; either way the client is asked."""
        self.awaits = Side.CLIENT
        if self.agreed_by_id == self.client_id:
            self.agreed_by = None

    @transition(
        field=state,
        source=OfferState.SENT,
        target=OfferState.DECLINED,
        permission=is_reader,
        conditions=[negotiable],
    )
    def decline(self, at):
        self._close(at)

    @transition(field=state, source=OPEN, target=OfferState.WITHDRAWN, permission=is_writer, conditions=[negotiable])
    def withdraw(self, at):
        self._close(at)

    @transition(field=state, source=OfferState.SENT, target=OfferState.EXPIRED, permission=is_clock)
    def expire(self, at):
        self._close(at)

    @transition(field=state, source=OfferState.SENT, target=OfferState.WITHDRAWN, conditions=[is_a_month])
    def drop(self, at):
        """The subscription whose month it was ended meanwhile: who may is asked of that."""
        self._close(at)

    def _publish(self, version, at):
        self.version, self.title, self.total = version, version.title, version.terms.total
        self.awaits, self.agreed_by = OTHER[self.side_of(version.by)], None
        self.expires_at = at + clock.days(self.valid_days)

    def _close(self, at):
        self.closed_at, self.awaits, self.agreed_by = at, "", None
