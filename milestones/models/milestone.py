"""One milestone of an order, and its state machine."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django_fsm import RETURN_VALUE, FSMModelMixin, transition
from djmoney.models.fields import MoneyField
from djmoney.money import Money

from escrow import accounts
from escrow.money import to_minor, to_money
from marketplace.policies.models import Revisions
from marketplace.transitions import StateField, gate
from marketplace.validators import validate_line
from milestones.models import call
from milestones.models.brief import brief_is_there, work_has_begun
from milestones.models.call import CallArranged
from milestones.models.conditions import (
    both_accounts_are_open,
    client_gives_time,
    has_change_orders,
    has_returnable_refund,
    has_revisions,
    has_revisions_left,
    has_steps,
    has_substeps,
    holds_money,
    holds_nothing_yet,
    is_disputed,
    is_in_revision,
    is_worked_on,
    its_turn_to_be_paid,
    its_turn_to_be_worked,
    may_get_time,
    may_redeliver,
    may_wait,
    not_begun,
    nothing_else_is_open,
    order_is_active,
    plan_is_payable,
    plan_may_change,
    policy_lets_give_back,
    policy_lets_stop,
    releases_early,
    releases_in_parts,
    rest_has_a_place,
    review_may_grow,
    something_is_left,
    waits_for_nothing,
)
from milestones.models.rest import does_not_rest
from milestones.models.states import HOLDING, WORKING, Acceptance, State
from milestones.permissions import (
    is_client,
    is_clock,
    is_freelancer,
    is_party,
    is_payer,
    is_support,
    may_ask_for_time,
)


class Milestone(CallArranged, FSMModelMixin, models.Model):  # type: ignore[django-manager-missing]  # django-money makes one
    """A milestone that is paid into escrow before it starts and released when it is accepted.

    `amount` is the price as Money. The other amounts are minor units of the order's currency:
    `released` went to the freelancer's side (before the freelancer's fee), `refunded` went back to the client (without
    the fee that came back with it), `carried` is held already because an earlier milestone rolled into this one,
    `client_fee` was paid on top. `charges` lists the gateway charges that paid for it, [payment key, amount] with the
    newest last; what they do not cover came from the client's balance.
    """

    order = models.ForeignKey(  # indexed with its position
        "milestones.Order", on_delete=models.PROTECT, related_name="milestones", db_index=False
    )
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120, validators=[validate_line])
    description = models.TextField(max_length=5000, blank=True)
    deliverables = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    substeps = models.JSONField(default=list, blank=True, help_text='[{"name": …, "done_at": … or null}]')
    call = models.BooleanField(default=False, db_default=False, help_text="A video call goes with it.")
    days = models.PositiveSmallIntegerField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    agreed_at = models.DateTimeField(
        null=True, blank=True, help_text="When its terms were agreed on, where the order had begun by then."
    )
    amount: "models.Field[Money, Money]" = MoneyField(max_digits=14, decimal_places=3)
    amount_currency: str
    revisions_allowed = models.PositiveSmallIntegerField(default=0)
    revisions_used = models.PositiveSmallIntegerField(default=0)
    review_extended = models.BooleanField(default=False)

    state = StateField(default=State.PENDING, choices=State, protected=True, max_length=20)
    disputed_from = models.CharField(max_length=20, blank=True, choices=State)
    acceptance = models.CharField(max_length=20, blank=True, default="", db_default="", choices=Acceptance)
    fault = models.CharField(
        max_length=20,
        blank=True,
        default="",
        db_default="",
        help_text="Whose fault a cancellation was, as both agreed.",
    )
    carried = models.PositiveBigIntegerField(default=0)
    client_fee = models.PositiveBigIntegerField(default=0)
    released = models.PositiveBigIntegerField(default=0)
    refunded = models.PositiveBigIntegerField(default=0)
    charges = models.JSONField(default=list, blank=True)

    funded_at = models.DateTimeField(null=True, blank=True)
    begun_at = models.DateTimeField(
        null=True, blank=True, help_text="When its work could begin: it was paid, and its turn had come."
    )
    delivered_at = models.DateTimeField(null=True, blank=True)
    delivered_late = models.BooleanField(default=False, db_default=False)
    approved_at = models.DateTimeField(null=True, blank=True)
    paid_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True, help_text="When it was cancelled or skipped.")
    waits_since = models.DateTimeField(
        null=True, blank=True, help_text="Since when it waits for an answer of the client, so that its time stands."
    )
    is_removed = models.BooleanField(
        default=False,
        db_default=False,
        help_text="It was taken out of the plan, and not skipped because the order ended.",
    )

    class Meta:
        ordering = ["order", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["order", "position"], name="milestone_position_unique", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="milestone_state_known"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="milestone_amount_positive"),
            models.CheckConstraint(
                condition=~Q(state__in=["funded", "delivered", "revision", "disputed", "approved", "paid"])
                | Q(funded_at__isnull=False),
                name="milestone_funded_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["pending", "skipped"]) | Q(funded_at__isnull=True, released=0, refunded=0),
                name="milestone_unfunded_has_none",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["delivered", "revision"]) | Q(delivered_at__isnull=False),
                name="milestone_delivered_has_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["approved", "paid"]) ^ Q(approved_at__isnull=True),
                name="milestone_approved_has_time",
            ),
            models.CheckConstraint(
                condition=Q(acceptance="", approved_at__isnull=True)
                | (~Q(acceptance="") & Q(approved_at__isnull=False)),
                name="milestone_accepted_knows_how",
            ),
            models.CheckConstraint(
                condition=Q(acceptance__in=["", *Acceptance.values]), name="milestone_acceptance_known"
            ),
            models.CheckConstraint(condition=Q(state="paid") ^ Q(paid_at__isnull=True), name="milestone_paid_has_time"),
            models.CheckConstraint(
                condition=Q(state__in=["cancelled", "skipped"]) ^ Q(ended_at__isnull=True),
                name="milestone_ended_has_time",
            ),
            models.CheckConstraint(
                condition=Q(state="disputed") ^ Q(disputed_from=""), name="milestone_disputed_knows_from"
            ),
            models.CheckConstraint(condition=~Q(state="skipped") | Q(carried=0), name="milestone_skipped_holds_none"),
            models.CheckConstraint(
                condition=Q(is_removed=False) | Q(state="skipped"), name="milestone_removed_is_skipped"
            ),
            models.CheckConstraint(
                condition=Q(waits_since__isnull=True) | Q(state__in=["funded", "revision"]),
                name="milestone_waits_while_worked_on",
            ),
            *call.CONSTRAINTS,
        ]

    def __str__(self):
        return f"step {self.position}"

    def get_absolute_url(self):
        return f"{reverse('milestones:order', args=[self.order_id])}#milestone-{self.position}"

    @property
    def state_words(self) -> str:
        """Its state, for the middle of a sentence."""
        return State(self.state).words

    @property
    def reference(self) -> str:
        """How the ledger, the payments and the events call it."""
        return f"milestone:{self.id}"

    @property
    def delivery_mark(self) -> str:
        """Names what was handed in last, so that a page can say which it showed; "" where nothing was."""
        return self.delivered_at.isoformat() if self.delivered_at else ""

    @property
    def parties(self):
        return self.order

    @property
    def currency(self) -> str:
        return self.amount_currency

    @property
    def price(self) -> int:
        """Its amount in minor units."""
        return to_minor(self.amount)

    @property
    def escrow(self) -> accounts.Address:
        return accounts.escrow(self.reference, self.currency)

    @property
    def held(self) -> int:
        """What its escrow account holds, in minor units, as its state implies; `check_books` compares the two."""
        if self.state in HOLDING:
            return self.price - self.released - self.refunded
        return self.carried if self.state == State.PENDING else 0

    @property
    def paid_in(self) -> int:
        """What was put into its escrow so far: the price, or what was carried before it was funded."""
        return self.price if self.funded_at else self.carried

    @property
    def from_source(self) -> int:
        """How much gateway charges paid for it, price and fee."""
        return sum(amount for _, amount in self.charges)

    @property
    def held_money(self):
        return to_money(self.held, self.currency)

    @property
    def is_last(self) -> bool:
        return self.order.plan[-1].pk == self.pk

    def is_late(self, at) -> bool:
        """Whether its work is overdue at this instant by the freelancer's own doing: it could be done all the while."""
        moment = min(self.waits_since, at) if self.waits_since else at
        return self.state in WORKING and self.begun_at is not None and self.due_at is not None and self.due_at < moment

    @property
    def following(self):
        """The next milestone of the plan that has not begun, or None."""
        return next((one for one in self.order.pending if one.position > self.position), None)

    @property
    def revisions_left(self) -> int | None:
        """How many more revisions the client may ask for here; None is without limit."""
        match self.order.policy.revisions:
            case Revisions.UNLIMITED:
                return None
            case Revisions.PER_MILESTONE:
                return max(self.revisions_allowed - self.revisions_used, 0)
            case Revisions.PER_ORDER:
                return max(self.order.revisions_allowed - self.order.revisions_used, 0)
        return 0

    @property
    def allowance_of(self) -> str:
        return "this order" if self.order.policy.revisions == Revisions.PER_ORDER else "this step"

    # What is done to it without changing its state. Who may, and what must hold, as transitions have it.

    tick = gate(permission=is_freelancer, conditions=[is_worked_on, has_substeps])
    approve_and_stop = gate(
        permission=is_client,
        source=[State.DELIVERED],
        conditions=[policy_lets_stop, something_is_left, nothing_else_is_open],
    )
    send_back = gate(permission=is_client, conditions=[has_returnable_refund])
    give_in = gate(permission=is_party, conditions=[is_disputed])
    propose_split = gate(permission=is_party, conditions=[holds_money])
    change_order = gate(permission=is_freelancer, conditions=[has_change_orders, has_steps, is_in_revision])
    ask_for_time = gate(permission=may_ask_for_time, conditions=[may_get_time, brief_is_there])
    grant_time = gate(permission=is_client, conditions=[client_gives_time, may_get_time, brief_is_there])
    ask_client = gate(
        permission=is_freelancer,
        conditions=[order_is_active, may_wait, its_turn_to_be_worked, brief_is_there, does_not_rest, waits_for_nothing],
    )
    more_time = gate(permission=is_party, conditions=[may_get_time, brief_is_there])
    change = gate(permission=is_party, conditions=[plan_may_change, order_is_active, not_begun])
    cancel_and_refund = gate(permission=is_support, conditions=[holds_money])

    # The transitions change this object in memory and nothing else. What goes with them is in milestones.actions.

    @transition(
        field=state,
        source=State.PENDING,
        target=State.FUNDED,
        permission=is_payer,
        conditions=[order_is_active, its_turn_to_be_paid, both_accounts_are_open],
    )
    def fund(self, at, *, fee: int, charge: list | None = None):
        """The price is in escrow. `fee` and `charge` add to what a carried part brought along."""
        self._hold(at, fee, charge)

    @transition(
        field=state,
        source=State.PENDING,
        target=State.FUNDED,
        permission=is_payer,
        conditions=[order_is_active, plan_is_payable, both_accounts_are_open],
    )
    def fund_with_plan(self, at, *, fee: int, charge: list | None = None):
        """Funded before its turn, with the whole plan."""
        self._hold(at, fee, charge)

    def _hold(self, at, fee: int, charge: list | None) -> None:
        self.funded_at = at
        self.client_fee += fee
        if charge:
            self.charges = [*self.charges, charge]

    @transition(
        field=state,
        source=[State.FUNDED, State.REVISION],
        target=State.DELIVERED,
        permission=is_freelancer,
        conditions=[order_is_active, its_turn_to_be_worked, work_has_begun],
    )
    @transition(
        field=state,
        source=State.DELIVERED,
        target=State.DELIVERED,
        permission=is_freelancer,
        conditions=[order_is_active, may_redeliver],
    )
    def deliver(self, at):
        if self.state in WORKING:  # a newer version of what is under review is as punctual as the first
            self.delivered_late = self.is_late(at)
        self.delivered_at = at
        self.review_extended = False

    @transition(
        field=state,
        source=State.DELIVERED,
        target=State.REVISION,
        permission=is_client,
        conditions=[has_revisions, has_revisions_left],
    )
    def request_revision(self):
        self.revisions_used += 1

    @transition(
        field=state,
        source=State.DELIVERED,
        target=State.DELIVERED,
        permission=is_client,
        conditions=[review_may_grow],
    )
    def extend_review(self):
        self.review_extended = True

    @transition(field=state, source=State.DELIVERED, target=State.APPROVED, permission=is_client)
    def approve(self, at):
        self._accept(at, Acceptance.CLIENT)

    def _accept(self, at, how: str) -> None:
        self.approved_at, self.acceptance = at, how

    @transition(field=state, source=State.DELIVERED, target=State.APPROVED, permission=is_clock)
    def lapse(self, at):
        """The review window ran out: the work counts as accepted."""
        self._accept(at, Acceptance.TIMER)

    @transition(
        field=state,
        source=[State.FUNDED, State.REVISION],
        target=State.APPROVED,
        permission=is_client,
        conditions=[releases_early],
    )
    def release(self, at):
        """The client pays without waiting for a delivery."""
        self._accept(at, Acceptance.EARLY)

    @transition(
        field=state,
        source=[State.FUNDED, State.DELIVERED, State.REVISION],
        target=State.APPROVED,
        permission=is_support,
    )
    def accept_by_support(self, at):
        """Support accepts a delivery in the client's place, or releases a milestone that was not delivered."""
        self._accept(at, Acceptance.SUPPORT)

    @transition(
        field=state,
        source=[State.FUNDED, State.DELIVERED, State.REVISION],
        target=RETURN_VALUE(State.FUNDED, State.DELIVERED, State.REVISION, State.APPROVED),
        permission=is_client,
        conditions=[releases_in_parts, rest_has_a_place],
    )
    def release_part(self, part: int, at):
        """Release `part` (minor units) of what is held. The last part is the approval."""
        if part == self.held:
            self._accept(at, Acceptance.PART)
            return State.APPROVED
        self.released += part
        return self.state

    @transition(field=state, source=State.APPROVED, target=State.PAID)
    def pay(self, at):
        self.released = self.price - self.refunded
        self.paid_at = at

    @transition(
        field=state,
        source=[State.FUNDED, State.DELIVERED, State.REVISION, State.DISPUTED],
        target=RETURN_VALUE(State.CANCELLED, State.PAID),
    )
    def cancel(self, at):
        """The rest of the escrow goes back. Who may is decided by the request or verb that leads here."""
        return self._end(at)

    @transition(
        field=state,
        source=[State.FUNDED, State.DELIVERED, State.REVISION],
        target=RETURN_VALUE(State.CANCELLED, State.PAID),
        permission=is_freelancer,
        conditions=[policy_lets_give_back],
    )
    def give_back(self, at):
        return self._end(at)

    def _end(self, at) -> State:
        """Cancelled, or paid in part where a part was released before."""
        self.refunded += self.held
        self.disputed_from = ""
        if self.released:
            self._accept(at, Acceptance.PART)
            self.paid_at = at
            return State.PAID
        self.ended_at = at
        return State.CANCELLED

    @transition(field=state, source=State.PENDING, target=State.SKIPPED)
    def skip(self, at):
        """It never starts. What an earlier milestone carried into it goes back, with its fee."""
        self.carried = self.client_fee = 0
        self.charges = []
        self.ended_at = at

    @transition(
        field=state,
        source=State.PENDING,
        target=State.SKIPPED,
        conditions=[order_is_active, holds_nothing_yet],
    )
    def remove(self, at):
        """It leaves the plan, and does not come back when the order is reopened. Who may is decided as for `change`."""
        self.ended_at, self.is_removed = at, True

    @transition(field=state, source=State.SKIPPED, target=State.PENDING)
    def return_to_plan(self):
        """The order was reopened."""
        self.ended_at = None

    @transition(
        field=state,
        source=[State.FUNDED, State.DELIVERED, State.REVISION],
        target=State.DISPUTED,
        permission=is_party,
        conditions=[order_is_active],
    )
    def dispute(self):
        self.disputed_from = self.state

    @transition(
        field=state,
        source=State.DISPUTED,
        target=RETURN_VALUE(State.FUNDED, State.DELIVERED, State.REVISION),
    )
    def resume(self):
        """The dispute was withdrawn: back to where it was."""
        state, self.disputed_from = self.disputed_from, ""
        return state

    @transition(
        field=state,
        source=[State.FUNDED, State.DELIVERED, State.REVISION, State.DISPUTED],
        target=State.APPROVED,
    )
    def settle(self, at, how: str):
        """A dispute is over, or both sides agreed on a split: the freelancer gets all or a part."""
        self._accept(at, how)
        self.disputed_from = ""

    @transition(field=state, source=State.REVISION, target=State.DELIVERED)
    def take_up_review(self):
        """What was asked became a change order of its own: the delivery stands, the revision is given back."""
        self.revisions_used = max(self.revisions_used - 1, 0)
