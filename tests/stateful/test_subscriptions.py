"""A subscription among random cards, clocks, people and suspensions: a month is one order at most, ended is ended."""

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

from escrow import payments, sources
from escrow.checks import check_books
from escrow.models import Payment
from marketplace import clock
from marketplace.accounts import suspension
from marketplace.actors import Support
from marketplace.deadlines.models import Deadline
from marketplace.deadlines.sweep import sweep
from marketplace.errors import Refused
from marketplace.offers import actions
from marketplace.offers.actions.ending import IN_FLIGHT_WAIT
from marketplace.offers.actions.parts.subscriptions import DAYS_TO_TRY
from marketplace.offers.models import Offer, OfferState, Subscription, SubscriptionMonth, SubscriptionState
from tests.conftest import card, person
from tests.offers import conftest as do
from tests.workshop import fill

names = count()
SIDES = ["client", "freelancer"]
NATURES = ["works", "works", "declined", "insufficient", "lost", "slow", "confirm"]


class Subscribed(RuleBasedStateMachine):
    """One subscription in a database transaction of its own, which is rolled back."""

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
        preset=st.sampled_from(["fair", "steps8"]),
        dollars=st.integers(10, 5_000),
        months=st.sampled_from([3, 6]),
        discount=st.sampled_from([0, 500, 1000, 1500, 2000]),
    )
    def begin(self, preset, dollars, months, discount):
        self.people = {name: self.person(name) for name in (*SIDES, "mallory", "support")}
        self.people["support"] = Support(self.people["support"], "Because.")
        client, freelancer = (self.people[name] for name in SIDES)
        terms = do.terms(preset, dollars, months=months, discount=discount)
        draft = do.write(freelancer, client, preset, role="freelancer", terms=terms, order_type="subscription")
        do.accept(do.send(draft, by=freelancer), by=client, source=card(client))
        self.key = Subscription.objects.get(client=client).pk
        self.was = None  # state, months that began and offers, once it has ended

    def person(self, name):
        return person(f"{name}-{next(names)}", is_superuser=name == "support")

    @property
    def subscription(self) -> Subscription:
        return Subscription.objects.select_related("offer__policy").get(pk=self.key)

    def parts(self) -> list[SubscriptionMonth]:
        return list(SubscriptionMonth.objects.filter(subscription=self.key).select_related("offer__order"))

    @rule(days=st.integers(0, 12), hours=st.integers(1, 24))
    def time_passes(self, days, hours):
        self.pass_time(timedelta(days=days, hours=hours))

    def pass_time(self, time):
        self.ahead += time
        sweep()
        assert not Deadline.objects.due(clock.now()).exists(), "it would be tried without an end"

    @rule(times=st.integers(1, 2))
    def the_next_month_comes(self, times):
        """Or the next try, each a moment after it is due; the bank answers."""
        for _ in range(times):
            timer = Deadline.objects.live().filter(kind="renew", reference=self.subscription.thread).first()
            if timer:
                self.pass_time(max(timer.due_at - clock.now(), timedelta(0)) + timedelta(seconds=1))
                self.bank_answers()

    @rule()
    def bank_answers(self):
        for payment in Payment.objects.live().order_by("pk"):
            payments.attempt(payment)

    @rule(nature=st.sampled_from(NATURES))
    def another_card(self, nature):
        sources.make_default(card(self.people["client"], nature), by=self.people["client"])

    @rule(nature=st.sampled_from(["declined", "insufficient"]))
    def a_month_can_t_be_paid(self, nature):
        """It stays on the table, where it may be paid, cancelled or lapse: too rare to be left to chance."""
        self.another_card(nature)
        self.the_next_month_comes(1)

    @rule()
    def removes_a_card(self):
        if source := self.people["client"].payment_sources.filter(is_default=True).first():
            with suppress(Refused):
                sources.remove(source, by=self.people["client"])

    @rule(dollars=st.integers(1, 6_000))
    def fills_the_balance(self, dollars):
        fill(self.people["client"], dollars * 100, card(self.people["client"]))

    @rule(name=st.sampled_from([*SIDES, "mallory"]), nature=st.sampled_from(NATURES))
    def pays_by_hand(self, name, nature):
        unpaid = next((one.offer for one in self.parts() if one.number > 1 and one.offer.is_open), None)
        if unpaid:
            with suppress(Refused, PermissionDenied):
                actions.pay(unpaid, by=self.people[name], source=card(self.people["client"], nature))
                assert name == "client", "nobody else pays it"

    @rule(name=st.sampled_from([*SIDES, "client", "mallory"]))
    def cancels(self, name):
        before = self.subscription
        with suppress(Refused, PermissionDenied):
            actions.cancel_subscription(before, by=self.people[name], reason="Enough.")
            assert name in SIDES
            if name == "freelancer":
                assert clock.now() + clock.days(before.notice_days) <= before.next_at

    @rule(often=st.integers(0, 5))
    def support_ends_it(self, often):
        if not often:
            with suppress(Refused):
                actions.end_subscription(self.subscription, by=self.people["support"])

    @rule(side=st.sampled_from(SIDES), verb=st.sampled_from([suspension.suspend, suspension.lift, suspension.lift]))
    def suspend_or_lift(self, side, verb):
        with suppress(Refused):
            verb(self.people[side], by=self.people["support"])

    # What holds

    @invariant()
    def the_books_are_clean(self):
        assert check_books() == []

    @invariant()
    def each_month_is_one_order_at_its_price(self):
        if not hasattr(self, "key"):
            return
        one, parts = self.subscription, self.parts()
        begun = [part for part in parts if part.offer.order_id]
        assert [part.number for part in parts] == list(range(1, len(parts) + 1))
        assert [part.number for part in begun] == list(range(1, one.made + 1))
        assert len(parts) - len(begun) in (0, 1), "two months wait to be paid"
        assert len({part.offer.order_id for part in begun}) == one.made <= one.months
        for part in begun:
            assert part.offer.total == one.price_of(part.number)
            assert part.offer.order.created_at >= one.starts_at(part.number)

    @invariant()
    def while_it_runs_one_timer_does(self):
        if not hasattr(self, "key"):
            return
        one = self.subscription
        timers = list(Deadline.objects.live().filter(kind="renew", reference=one.thread))
        assert len(timers) == (1 if one.is_active else 0)
        if one.is_active:
            assert one.next_at == one.starts_at(one.made + 1)
        if one.trying_since and timers:
            last = one.trying_since + clock.days(DAYS_TO_TRY)
            assert timers[0].due_at <= max(last, clock.now() + IN_FLIGHT_WAIT)

    @invariant()
    def ended_is_ended(self):
        if not hasattr(self, "key"):
            return
        one, parts = self.subscription, self.parts()
        if one.is_active:
            assert self.was is None, "it goes on after its end"
            return
        self.was = self.was or (one.state, one.made, len(parts))
        assert (one.state, one.made, len(parts)) == self.was
        assert (one.made == one.months) == (one.state == SubscriptionState.COMPLETED)
        open_ones = [part.offer for part in parts if part.offer.is_open and part.number > 1]
        assert open_ones == [], "a month can still be paid"
        assert Offer.objects.filter(month__in=parts, state=OfferState.ACCEPTED).count() == one.made


@pytest.mark.slow
@pytest.mark.django_db
def test_whatever_happens_a_month_is_one_order_and_ended_is_ended():
    run_state_machine_as_test(
        Subscribed,
        settings=settings(
            max_examples=int(os.environ.get("STATEFUL_EXAMPLES", "30")),
            stateful_step_count=30,
            deadline=None,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
