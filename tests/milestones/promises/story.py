"""Random orders in random situations, brought there by the real verbs; and what changed in one."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count

from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import strategies as st

from escrow import accounts, ledger, payments, sources
from escrow.models import Payment, PaymentSource
from marketplace import clock
from marketplace.accounts import suspension
from marketplace.accounts.models import User
from marketplace.actors import Support
from marketplace.deadlines.sweep import sweep
from marketplace.errors import Refused
from marketplace.policies.models import PlanChanges
from marketplace.policies.plan import MilestoneTerms
from milestones.actions import approve, brief, cases, deliver, disputes, fund, split, stop
from milestones.actions.parts.placing import Agreement
from milestones.actions.parts.plan_changes import PlanChange
from milestones.models import Milestone, Order, State
from milestones.models.states import OPEN, WORKING
from milestones.questions import Question
from tests import workshop
from tests.stateful import policies

numbers = count()
START = datetime(2026, 3, 2, 9, tzinfo=UTC)

places, shares = st.integers(0, 3), st.integers(1, 99)
ACTS = ["pay", "deliver", "approve", "revise", "part", "dispute", "split", "cancel", "stop", "remove", "lose_card"]
ACTS += ["ask_for_time", "skip"]
# How far an order is before anything odd happens: so that not only its first day is tried.
OPENINGS = [
    [],
    ["pay", "deliver"],
    ["pay", "deliver"],
    ["pay", "deliver", "approve"],
    ["pay", "deliver", "approve", "pay", "deliver"],
    ["pay", "pay", "deliver", "deliver"],
    ["pay", "dispute", "split"],
    ["pay", "deliver", "part", "deliver"],
    ["pay", "deliver", "cancel"],
    ["pay", "stop", "deliver"],
    ["pay", "deliver", "approve", "remove", "remove"],
    ["pay", "skip", "deliver"],
    ["pay", "wait_for_answers"],
    ["pay", "suspend"],
    ["pay", "deliver", "approve", "pay", "suspend"],
]


@st.composite
def scripts(draw):
    """What people do, as (act, the step they think of, per cent of its money)."""
    acts = [*draw(st.sampled_from(OPENINGS)), *draw(st.lists(st.sampled_from(ACTS), max_size=4))]
    return [(act, draw(places), draw(shares)) for act in acts]


prices = st.lists(st.integers(1, 300_000), min_size=1, max_size=4)
gifts = st.sampled_from([0, 0, 150_000, 2_000_000])


@contextmanager
def nesting():
    """A transaction in which durable verbs may nest, as in Django's own TestCase."""
    block = transaction.atomic()
    block._from_testcase = True
    with block:
        yield


@contextmanager
def undone():
    """Whatever happens in here did not happen."""
    with nesting():
        yield
        transaction.set_rollback(True)


class Story:
    """One order of Ada's and Grace's under a random rulebook, on a clock that stands still between their acts."""

    def __init__(self, ada, grace, sam, preset: str, change: dict, *, asks: bool = False):
        self.questions = [Question("q1", "What do you do?")] if asks else []
        self.ada, self.grace, self.support, self.at = ada, grace, Support(sam, "Because."), START
        clock.use(lambda: self.at - datetime.now(UTC))
        self.policy = policies.publish(policies.PRESETS[preset], change, f"random-{next(numbers)}")
        self.card = PaymentSource.objects.create(
            user=ada, gateway="sandbox", token=f"sandbox_works_{next(numbers)}", brand="Visa", last4="4242",
            verified_at=clock.now(), is_default=True,
        )  # fmt: skip

    def begin(self, prices: list[int], gift: int) -> None:
        if gift:
            with transaction.atomic():
                moves = {accounts.suspense("USD"): -gift, accounts.wallet(self.ada.pk, "USD"): gift}
                ledger.post(f"gift:{next(numbers)}", moves, kind="test.gift")
        order = workshop.begin(self.agreement(prices))
        self.key = order.pk
        self.bank_answers()

    def agreement(self, prices: list[int]) -> Agreement:
        """A plan of these prices; one of a single odd price is one payment."""
        terms = [MilestoneTerms(f"Part {at}", price, days=5, revisions=2) for at, price in enumerate(prices, 1)]
        return Agreement(
            client=self.ada,
            freelancer=self.grace,
            policy=self.policy,
            origin="custom_offer",
            title="Anything",
            currency="USD",
            plan=terms,
            revisions_allowed=2,
            payment_source=self.card,
            questions=self.questions,
            order_type="single" if len(prices) == 1 and prices[0] % 2 else "milestones",
        )

    @property
    def order(self) -> Order:
        """As it is now, with its people."""
        return Order.objects.select_related("client", "freelancer").get(pk=self.key)

    def milestone(self, number: int) -> Milestone:
        plan = self.order.plan
        return plan[number % len(plan)]

    def bank_answers(self) -> None:
        for payment in Payment.objects.live().filter(kind="charge"):
            payments.attempt(payment)

    def let_the_bank_decline(self) -> None:
        self.card.token = self.card.token.replace("works", "declined")
        self.card.save(update_fields=["token"])

    def play(self, script) -> None:
        """Do what can be done of it, a minute apart, so that no two timers are due at once."""
        for act, number, share in script:
            self.at += timedelta(minutes=1)
            try:
                with nesting():
                    getattr(self, act)(self.milestone(number), share)
            except (Refused, PermissionDenied):
                continue
            self.bank_answers()
        self.at += timedelta(minutes=1)

    # What people do, with this step, or one that it can be done with, and so many per cent of its money

    def pay(self, milestone, share):
        fund.fund(_one(milestone, {State.PENDING}), by=self.ada, source=self.card)

    def deliver(self, milestone, share):
        deliver.deliver(_one(milestone, WORKING), by=self.grace, message="Here it is.")

    def approve(self, milestone, share):
        approve.approve(_one(milestone, {State.DELIVERED}), by=self.ada)

    def revise(self, milestone, share):
        deliver.request_revision(_one(milestone, {State.DELIVERED}), by=self.ada, reason="Once more.")

    def part(self, milestone, share):
        approve.release_part(milestone, by=self.ada, part=milestone.held * share // 100)

    def dispute(self, milestone, share):
        disputes.dispute(_one(milestone, OPEN), by=self.ada if share % 2 else self.grace, reason="Not as agreed.")

    def split(self, milestone, share):
        milestone, by = _one(milestone, OPEN), self.ada if share % 2 else self.grace
        split.propose_split(milestone, by=by, released=milestone.held * share // 100, reason="Fair.")

    def cancel(self, milestone, share):
        about = {} if share % 3 else {"milestone": milestone}
        cases.ask_to_cancel(milestone.order, by=self.ada if share % 2 else self.grace, reason="Enough.", **about)

    def ask_for_time(self, milestone, share):
        cases.ask_for_time(_one(milestone, WORKING), by=self.grace, days=3, reason="It takes longer.")

    def skip(self, milestone, share):
        brief.skip_answers(milestone.order, by=self.grace)

    def wait_for_answers(self, milestone, share):
        """Until whoever may cancel for want of them may do it."""
        if until := milestone.order.brief_until:
            self.at = max(self.at, until)
            sweep()

    def suspend(self, milestone, share):
        """One side, until the other one may end the order alone; and support lifts nothing."""
        person = User.objects.get(pk=(self.grace if share % 3 else self.ada).pk)
        person = suspension.suspend(person, by=self.support)
        if until := milestone.order.may_leave_from(person):
            self.at = max(self.at, until)
            sweep()

    def lose_card(self, milestone, share):
        sources.remove(self.card, by=self.ada)

    def stop(self, milestone, share):
        stop.stop(milestone.order, by=self.ada)
        cases.ask_to_reopen(milestone.order, by=self.ada, reason="Or rather not.")

    def remove(self, milestone, share):
        removal = PlanChange.removing(_one(milestone, {State.PENDING}))
        if self.policy.plan_changes == PlanChanges.CLIENT:
            cases.change_plan(milestone.order, removal, by=self.ada)
        else:
            cases.ask_to_change(milestone.order, removal, by=self.grace, reason="No need.")


def _one(milestone: Milestone, states) -> Milestone:
    """This one, or else the first of the plan in one of these states."""
    fit = [one for one in milestone.order.plan if one.state in states]
    return milestone if milestone in fit or not fit else fit[0]
