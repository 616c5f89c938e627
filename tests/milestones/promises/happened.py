"""What happened to an order, its money and its timers between two moments."""

from datetime import timedelta

from escrow import accounts, ledger
from escrow.models import Payment
from marketplace.deadlines.models import Deadline
from marketplace.events.models import Event
from milestones.models import Ending, Order, OrderState, State
from milestones.models.states import OPEN
from milestones.timer_kinds import Kind
from tests.milestones.promises.story import Story


class Moment:
    """An order with its money and timers, as they are at one moment. Amounts are minor units."""

    def __init__(self, story: Story):
        self.order = Order.objects.get(pk=story.key)
        self.plan = {one.pk: one for one in self.order.plan}
        self.timers = list(Deadline.objects.live().filter(order=self.order))
        self.charges = {one.pk: one for one in Payment.objects.live().filter(thread=self.order.thread, kind="charge")}
        books = {kind: sum(ledger.balances_of(kind=kind).values()) for kind in ("payout", "gateway", "suspense")}
        mine, hers = accounts.wallet(story.ada.pk, "USD"), accounts.wallet(story.grace.pk, "USD")
        clearing = accounts.clearing(story.grace.pk, "USD")
        found = ledger.balances([mine, hers, clearing])
        funded = Event.objects.of(self.order.thread).filter(kind="milestone.funded")
        self.voided = Event.objects.of(self.order.thread).filter(kind="case.voided").count()
        self.funded = {one.about: one.data["amount"] + one.data["fee"] for one in funded}
        self.client_has = found[mine] + books["payout"]
        self.client_paid = -books["gateway"] - books["suspense"] - self.client_has
        self.freelancer_got = found[hers] + found[clearing]

    @property
    def hours_to_pay(self) -> int | None:
        """How long the time to pay is that runs now."""
        timer = self.timer(Kind.GRACE) or self.timer(Kind.PAY_NEXT)
        return timer and round((timer.due_at - self.order.created_at) / timedelta(hours=1))

    def timer(self, *kinds) -> Deadline | None:
        return next((one for one in self.timers if one.kind in kinds), None)


class Happened:
    """What changed between two moments."""

    def __init__(self, before: Moment, now: Moment):
        self.before, self.now, self.order = before, now, now.order
        plan = [(before.plan[pk], one) for pk, one in now.plan.items() if pk in before.plan]
        self.gets = now.freelancer_got - before.freelancer_got
        self.ends = before.order.is_active and not now.order.is_active
        self.completed = now.order.state == OrderState.COMPLETED
        refunded = any(one.refunded for one in now.plan.values())
        self.is_complete = self.ends and now.order.ending == Ending.FINISHED and not refunded
        skipped = [(was, one) for was, one in plan if (was.state, one.state) == (State.PENDING, State.SKIPPED)]
        self.never = {one.position for _, one in skipped}
        self.price_back = sum(one.refunded - was.refunded for was, one in plan) + sum(was.carried for was, _ in skipped)
        self.closes = now.voided - before.voided
        self._see_charge()
        self.back = now.client_has - before.client_has + sum(now.funded.values()) - sum(before.funded.values())
        self._see_time()

    def _see_charge(self) -> None:
        """What is charged by itself: from the balance at once, or by a payment that the bank is asked for."""
        self.charged, self.from_balance, self.source = None, None, None
        for one in self.now.plan.values():
            if one.reference in self.now.funded and one.reference not in self.before.funded:
                self.from_balance = self.now.funded[one.reference]
                self.charged = (one.position, self.from_balance)
        for pk, payment in self.now.charges.items():
            if pk not in self.before.charges:
                [milestone] = payment.data["milestones"]
                self.from_balance, self.source = payment.data["from_balance"], str(payment.source)
                self.charged = (self.now.plan[milestone].position, payment.amount + self.from_balance)
        self.cannot_charge = bool(self.order.charge_problem and not self.before.order.charge_problem)

    def _see_time(self) -> None:
        """What the order waits for now."""
        known = {one.pk for one in self.before.timers}
        window, grace = self.now.timer(Kind.PAY_NEXT), self.now.timer(Kind.GRACE)
        self.window = None
        if window and window.pk not in known:
            self.window = (self.now.plan[window.milestone_id].position, (window.due_at - window.created_at).days)
        self.grace = (grace.due_at - grace.created_at) // timedelta(hours=1) if grace and grace.pk not in known else 0
        self.on = {one.position for one in self.order.open if self.before.plan[one.pk].state in OPEN}
        idle = self.order.is_active and not self.order.open and not (window or grace or self.now.charges)
        self.waits = self.order.next_pending.position if idle and not self.cannot_charge else None
