"""Random people, clocks and verbs against random policies: whatever they do, the books and the states hold."""

import os
from contextlib import suppress
from datetime import timedelta
from itertools import count

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from escrow import payments
from escrow.checks import check_books
from escrow.models import Payment, PaymentSource
from marketplace import clock
from marketplace.accounts import suspension
from marketplace.accounts.models import User
from marketplace.actors import Support
from marketplace.deadlines.models import Deadline
from marketplace.deadlines.sweep import sweep
from marketplace.errors import Refused
from marketplace.policies.models import OrderType, Origin
from marketplace.policies.plan import MilestoneTerms
from milestones.actions import (
    approve,
    ask_client,
    brief,
    cases,
    deliver,
    disputes,
    fund,
    leave,
    pause,
    split,
    stop,
    support,
)
from milestones.actions.parts.placing import Agreement
from milestones.actions.parts.plan_changes import PlanChange, Step
from milestones.models import Case, CaseState, Milestone, Order, State
from milestones.models.states import DONE, OPEN, WORKING
from milestones.outcomes import Way
from milestones.questions import Question
from milestones.timer_kinds import Kind
from tests import workshop
from tests.permissions.who import may
from tests.stateful import policies

names = count()
places = st.integers(0, 3)
ACTORS = {"client": "client", "freelancer": "freelancer", "mallory": "other", "support": "support for the house"}
who = st.sampled_from(sorted(ACTORS))
text = st.sampled_from(["", "Because."])


class Engine(RuleBasedStateMachine):
    """One order in a database transaction of its own, which is rolled back."""

    def __init__(self):
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction._from_testcase = True  # durable verbs may nest in it, as in Django's own TestCase
        self.transaction.__enter__()
        self.ahead = timedelta(0)
        clock.use(lambda: self.ahead)

    def teardown(self):
        clock.use(lambda: timedelta(0))
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    @initialize(
        preset=st.sampled_from(sorted(policies.PRESETS)),
        change=policies.changes,
        amounts=st.lists(st.integers(1, 300_000), min_size=1, max_size=4),
        nature=st.sampled_from(["works", "works", "declined", "lost", "slow", "keeps"]),
        origin=st.sampled_from(Origin.values),
        order_type=st.sampled_from([OrderType.MILESTONES, OrderType.SINGLE]),
        needed=st.lists(st.booleans(), max_size=3),
    )
    def sign(self, preset, change, amounts, nature, origin, order_type, needed):
        self.people = {name: self.person(name) for name in ("client", "freelancer", "mallory", "support")}
        self.people["support"] = Support(self.people["support"], "Because.")
        self.card = PaymentSource.objects.create(
            user=self.people["client"],
            gateway="sandbox",
            token=f"sandbox_{nature}_{next(names)}",
            brand="Visa",
            last4="4242",
            verified_at=clock.now(),
        )
        policy = policies.publish(policies.PRESETS[preset], change, f"random-{next(names)}")
        if order_type == OrderType.SINGLE:
            amounts = amounts[:1]
        plan = [MilestoneTerms(f"Part {at}", amount, days=5, revisions=at % 3) for at, amount in enumerate(amounts)]
        agreement = Agreement(
            client=self.people["client"],
            freelancer=self.people["freelancer"],
            policy=policy,
            origin=origin,
            order_type=order_type,
            title="Anything",
            currency="USD",
            plan=plan,
            revisions_allowed=1,
            payment_source=self.card,
            questions=[Question(str(at), f"Question {at}?", required=one) for at, one in enumerate(needed)],
        )
        order = workshop.begin(agreement, None if policy.first_payment == "on_order" else Way.PLACED)
        self.key = order.pk

    def person(self, name):
        user = User.objects.create_user(f"{name}-{next(names)}@example.org", display_name=name)
        user.is_superuser = name == "support"
        user.save()
        return user

    @property
    def order(self) -> Order:
        return Order.objects.get(pk=self.key)

    def milestone(self, number) -> Milestone:
        plan = list(Milestone.objects.filter(order=self.key).order_by("position"))
        return plan[number % len(plan)]

    def attempt(self, name, verb, *args, **terms):
        """Do it; a "no" is fine, but never a "yes" to whom the table of permissions has none for, and never a crash."""
        permitted = may(verb, args[0], ACTORS[name])
        try:
            verb(*args, by=self.people[name], **terms)
        except (Refused, PermissionDenied):
            return
        assert permitted, f"{verb.__name__} let {name} in"

    @rule(number=places, name=who, by_card=st.booleans())
    def fund(self, number, name, by_card):
        self.attempt(name, fund.fund, self.milestone(number), source=self.card if by_card else None)

    @rule(name=who)
    def fund_plan(self, name):
        self.attempt(name, fund.fund_plan, self.order, source=self.card)

    @rule(number=places, name=who, message=text)
    def deliver(self, number, name, message):
        self.attempt(name, deliver.deliver, self.milestone(number), message=message)

    @rule(number=places)
    def work_and_deliver(self, number):
        self.attempt("freelancer", deliver.deliver, self.milestone(number), message="Done.")

    @rule(number=places, name=who, reason=text)
    def request_revision(self, number, name, reason):
        self.attempt(name, deliver.request_revision, self.milestone(number), reason=reason)

    @rule(number=places, name=who)
    def extend_review(self, number, name):
        self.attempt(name, deliver.extend_review, self.milestone(number))

    @rule(number=places, name=who, verb=st.sampled_from([approve.approve, approve.approve_and_stop, approve.release]))
    def accept(self, number, name, verb):
        self.attempt(name, verb, self.milestone(number))

    @rule(number=places, part=st.integers(-1, 300_000))
    def release_part(self, number, part):
        milestone = self.milestone(number)
        self.attempt("client", approve.release_part, milestone, part=part % (milestone.held + 1))

    @rule(name=who, answers=st.dictionaries(st.integers(1, 3), st.lists(text.filter(bool), max_size=1)))
    def answer_questions(self, name, answers):
        self.attempt(name, brief.answer, self.order, answers=answers)

    @rule(name=who, number=st.integers(0, 3))
    def hand_in_answers(self, name, number):
        answers = {one: ["Bread."] for one in range(1, number + 1)}
        self.attempt(name, brief.hand_in_answers, self.order, answers=answers)

    @rule(name=who, verb=st.sampled_from([brief.skip_answers, brief.remind, brief.call_off]))
    def do_without_answers(self, name, verb):
        self.attempt(name, verb, self.order)

    @rule(name=who, reason=text)
    def return_answers(self, name, reason):
        self.attempt(name, brief.return_answers, self.order, reason=reason)

    @rule(name=who)
    def stop(self, name):
        self.attempt(name, stop.stop, self.order)

    @rule(number=places, name=who)
    def give_back(self, number, name):
        self.attempt(name, stop.give_back, self.milestone(number))

    @rule(number=places | st.none(), name=who, reason=text)
    def ask_to_cancel(self, number, name, reason):
        milestone = None if number is None else self.milestone(number)
        self.attempt(name, cases.ask_to_cancel, self.order, milestone=milestone, reason=reason)

    @rule(number=places, name=who, days=st.integers(0, 30))
    def ask_for_time(self, number, name, days):
        self.attempt(name, cases.ask_for_time, self.milestone(number), days=days, reason="Ill.")

    @rule(
        name=who,
        rows=st.lists(st.tuples(places | st.none(), st.integers(0, 300_000) | st.none()), max_size=5),
        stay=st.booleans(),
    )
    def change(self, name, rows, stay):
        """Rows in any order: of what is there or new, with other terms or none; and whether the rest is named, too."""
        steps, plan = [], list(Milestone.objects.filter(order=self.key).order_by("position"))
        for number, amount in rows:
            terms = amount and MilestoneTerms("Changed", amount, days=3, deliverables=["File"])
            steps.append(Step(terms or None, None if number is None else plan[number % len(plan)].pk))
        named = {one.milestone for one in steps}
        rest = [one for one in plan if one.state == State.PENDING and one.pk not in named] if stay else []
        steps += [Step(now := MilestoneTerms.of(one), one.pk, now.mark) for one in rest]
        change = PlanChange(tuple(steps), tuple(one.pk for one in plan if one.state == State.PENDING))
        self.attempt(name, cases.change_plan, self.order, change)
        self.attempt(name, cases.ask_to_change, self.order, change, reason="New.")

    @rule(number=places, amount=st.integers(1, 300_000))
    def offer_change_order(self, number, amount):
        terms = MilestoneTerms("New scope", amount, days=3, deliverables=["File"])
        self.attempt("freelancer", cases.offer_change_order, self.milestone(number), terms=terms, reason="New scope.")

    @rule(name=who)
    def ask_to_reopen(self, name):
        self.attempt(name, cases.ask_to_reopen, self.order, reason="Let us go on.")

    @rule(number=places, name=who)
    def dispute(self, number, name):
        self.attempt(name, disputes.dispute, self.milestone(number), reason="Not what was agreed.")

    @rule(name=who, verb=st.sampled_from([cases.accept, cases.decline, cases.withdraw]), at=places)
    def answer(self, name, verb, at):
        asked = list(Case.objects.filter(order=self.key, state=CaseState.OPEN))
        if asked:
            self.attempt(name, verb, asked[at % len(asked)])

    @rule(name=who, released=st.integers(0, 300_000))
    def decide(self, name, released):
        for case in Case.objects.filter(order=self.key, state=CaseState.OPEN, kind="dispute"):
            self.attempt("client", disputes.reply, case, answer="I disagree.")
            held = Milestone.objects.get(pk=case.milestone_id).held
            self.attempt(name, disputes.decide, case, released=released % (held + 1))

    @rule(number=places, name=who)
    def give_in(self, number, name):
        self.attempt(name, disputes.give_in, self.milestone(number))

    @rule(number=places, name=who, released=st.integers(0, 300_000), reason=text)
    def propose_split(self, number, name, released, reason):
        milestone = self.milestone(number)
        self.attempt(name, split.propose_split, milestone, released=released % (milestone.held + 1), reason=reason)

    @rule(name=who, days=st.integers(0, 12))
    def ask_to_pause(self, name, days):
        until = clock.today("UTC") + timedelta(days=days)
        self.attempt(name, pause.ask_to_pause, self.order, until=until, reason="August.")

    @rule(side=st.sampled_from(["client", "freelancer"]), days=st.integers(1, 12))
    def rest(self, side, days):
        """One side asks, and the other agrees."""
        self.ask_to_pause(side, days)
        for case in Case.objects.filter(order=self.key, state=CaseState.OPEN, kind="pause"):
            self.attempt("client" if side == "freelancer" else "freelancer", cases.accept, case)

    @rule(name=who)
    def go_on(self, name):
        self.attempt(name, pause.go_on, self.order)

    @rule(number=places, name=who, question=text)
    def ask_client(self, number, name, question):
        self.attempt(name, ask_client.ask_client, self.milestone(number), question=question)

    @rule(name=who, answer=text)
    def answer_client(self, name, answer):
        for case in Case.objects.filter(order=self.key, state=CaseState.OPEN, kind="wait"):
            self.attempt(name, ask_client.answer_client, case, answer=answer)

    @rule(number=places, name=who)
    def support(self, number, name):
        verb = [support.cancel_and_refund, approve.approve_for_support][number % 2]
        self.attempt(name, verb, self.milestone(number))

    @rule(name=who)
    def support_cancels(self, name):
        self.attempt(name, support.cancel_order, self.order)

    @rule(side=st.sampled_from(["client", "freelancer"]), verb=st.sampled_from([suspension.suspend, suspension.lift]))
    def suspend_or_lift(self, side, verb):
        with suppress(Refused):
            verb(self.people[side], by=self.people["support"])

    @rule(name=who)
    def leave(self, name):
        self.attempt(name, leave.leave, self.order)

    @rule()
    def bank_answers(self):
        for payment in Payment.objects.live():
            payments.attempt(payment)

    @rule(hours=st.integers(1, 400))
    def time_passes(self, hours):
        self.ahead += timedelta(hours=hours)

    @rule(hours=st.integers(1, 400))
    def time_passes_and_the_sweep_comes(self, hours):
        self.ahead += timedelta(hours=hours)
        sweep()
        assert not Deadline.objects.due(clock.now()).exists()

    @invariant()
    def books_are_right(self):
        assert check_books() == []

    @invariant()
    def states_agree(self):
        if not hasattr(self, "key"):
            return
        order = self.order
        states = {one.state for one in order.plan}
        disputed = {one.pk for one in order.plan if one.state == State.DISPUTED}
        about = Case.objects.filter(order=order, state=CaseState.OPEN)
        assert set(about.filter(kind="dispute").values_list("milestone", flat=True)) == disputed
        holding = {one.pk for one in order.plan if one.state in OPEN}
        assert set(about.filter(kind="split").values_list("milestone", flat=True)) <= holding
        for one in about.filter(kind="split"):
            held = Milestone.objects.get(pk=one.milestone_id).held
            assert one.data["released"] + one.data["refunded"] == held, "a split is of all that is held"
        if order.is_single:
            assert len(order.plan) == 1, "one payment pays for one step"
        if order.is_active:
            assert states & (OPEN | {State.PENDING}), "nothing is left, but the order is active"
        else:
            assert not states & (OPEN | {State.PENDING})
            assert not states & {State.APPROVED}, "accepted work was not paid when the order ended"
            assert (order.state == "completed") == bool(states & DONE)

    @invariant()
    def timers_agree(self):
        if not hasattr(self, "key"):
            return
        order = self.order
        live = list(order.deadlines.live())
        reviews = {one.milestone_id for one in live if one.kind == Kind.REVIEW}
        delivered = {one.pk for one in order.plan if one.state == State.DELIVERED}
        assert reviews == (delivered if order.review_days else set())
        plan = {one.pk: one for one in order.plan}
        for one in (one for one in live if one.kind == Kind.DUE):
            assert (plan[one.milestone_id].state in WORKING, one.due_at) == (True, plan[one.milestone_id].due_at)
        rests = [one.due_at for one in live if one.kind == Kind.PAUSE]
        assert rests == [order.paused_until] * order.rests
        if order.rests:
            free = (Kind.CLEAR, Kind.SUSPENSION)
            assert min(one.due_at for one in live if one.kind not in free) == order.paused_until
        asked = Case.objects.filter(order=order, state=CaseState.OPEN, kind="wait")
        waits = {one.pk for one in order.plan if one.waits_since}
        assert waits == set(asked.values_list("milestone", flat=True))
        assert not waits & {one.milestone_id for one in live if one.kind == Kind.DUE}
        if not order.is_active:
            kinds = {one.kind for one in live} - {Kind.CLEAR}
            assert kinds <= {Kind.CASE}, f"{kinds} still run in an ended order"
        if order.is_active and order.awaits_brief:
            assert not [one for one in live if one.kind == Kind.DUE]
            assert {one.due_at for one in order.plan if one.state == State.FUNDED} <= {None}
            assert not [one for one in order.plan if one.state in (State.DELIVERED, State.REVISION)]
        else:
            assert not [one for one in live if one.kind == Kind.BRIEF or one.data.get("of") == Kind.BRIEF]
        gone = {one.pk for one in (order.client, order.freelancer) if one.is_suspended}
        assert {one.data["person"] for one in live if one.kind == Kind.SUSPENSION} <= gone
        if any(one.kind in (Kind.PAY_NEXT, Kind.GRACE) for one in live):
            assert order.is_active
            assert not order.open


@pytest.mark.slow
@pytest.mark.django_db
def test_whatever_people_do_the_books_and_states_hold():
    run_state_machine_as_test(
        Engine,
        settings=settings(
            max_examples=int(os.environ.get("STATEFUL_EXAMPLES", "30")),
            stateful_step_count=30,
            deadline=None,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
