"""Stories of lost answers, deaths, kept 500s and forgotten keys: the two steps charge once, and the one step does not.

CAIRN_TESTS_STORIES says how many are played.
"""

import os
import random

import pytest
import stripe

from escrow.gateways.base import Status
from tests.stripe.charging import NEVER, OneStep, TwoSteps
from tests.stripe.conftest import client_of
from tests.stripe.double import Double
from tests.stripe.server import Serving

STORIES = int(os.environ.get("CAIRN_TESTS_STORIES", "40"))
TRIES, BAD_WEATHER = 60, 25  # after so many tries nothing fails any more
CARDS = ["pm_card_visa", "pm_card_visa", "pm_card_visa_chargeDeclined", "pm_card_authenticationRequired"]
FAULTS = ["reset", "lost", "500", "kept_500", "kept_500_done", "429", "409", "html", "cut"]
PATHS = [
    ("POST", "/v1/payment_intents"),
    ("GET", "/v1/payment_intents/{intent}"),
    ("POST", "/v1/payment_intents/{intent}/confirm"),
    ("POST", "/v1/payment_intents/{intent}/cancel"),
]
FINAL = {Status.SUCCEEDED, Status.DECLINED, Status.CANCELLED}


class Died(Exception):
    """The process ends: what it had not noted is gone."""


class Mortal(TwoSteps):
    """Dies now and then between what Stripe did and its note of it."""

    dice: random.Random

    def note(self, key, intent):
        if intent != NEVER and self.dice.random() < 0.15:
            raise Died
        return super().note(key, intent)


@pytest.fixture(scope="module")
def stage():
    """One server for all stories; each has a double of its own."""

    class Stage:
        def __call__(self, environ, start_response):
            return self.double(environ, start_response)

    stage = Stage()
    serving = Serving(stage)
    stage.url = serving.url
    yield stage
    serving.close()


def play(double: Double, gateway, dice: random.Random, card: str, *, cancels: bool) -> Status | None:
    """Ask until there is a final answer, in any weather: the answer, None where there was none."""
    for number in range(TRIES):
        double.mends()
        if number < BAD_WEATHER:
            for method, path in PATHS:
                if dice.random() < 0.4:
                    double.fails(dice.choice(FAULTS), method, path, times=dice.choice([1, 1, 2]))
            if dice.random() < 0.4:
                double.forgets_keys()
        try:
            cancelling = cancels and dice.random() < 0.3
            said = gateway.cancel("order:1042") if cancelling else gateway.charge("order:1042", 5000, "eur", card)
        except (Died, stripe.StripeError):
            continue
        if said is Status.NEEDS_CONFIRMATION:
            dice.choice([double.bank_confirms, double.bank_refuses])()
        if said in FINAL:
            return said
    return None


def story(stage, seed: int, kind) -> tuple[Status | None, int, Double]:
    """What the gateway said at last, how many charges were made, and the double that knows all of it."""
    dice = random.Random(seed)
    double = stage.double = Double()
    gateway = kind(client_of(stage.url))
    gateway.dice = dice
    said = play(double, gateway, dice, dice.choice(CARDS), cancels=kind is Mortal)
    assert double.wrong == []
    return said, len(double.charges()), double


def test_two_steps_charge_once_in_any_weather(stage):
    said = [story(stage, seed, Mortal)[:2] for seed in range(STORIES)]

    wrong = [(seed, *one) for seed, one in enumerate(said) if one[1] != (one[0] is Status.SUCCEEDED)]
    assert wrong == []
    assert {status for status, _ in said} == FINAL  # none is without an answer, and each answer was tried


def test_one_step_charges_twice_in_the_same_weather(stage):
    """So the stories can fail."""
    charged = [story(stage, seed, OneStep)[1] for seed in range(STORIES)]

    assert max(charged) > 1


def test_one_step_charges_twice_when_its_answer_is_lost_and_its_key_forgotten(double, address):
    gateway = OneStep(client_of(address, retries=0))
    double.fails("lost", "POST", "/v1/payment_intents")
    with pytest.raises(stripe.APIConnectionError):
        gateway.charge("order:1042", 5000, "eur", "pm_card_visa")

    double.forgets_keys()
    gateway.charge("order:1042", 5000, "eur", "pm_card_visa")

    assert len(double.charges()) == 2


def test_two_steps_do_not(double, address):
    gateway = TwoSteps(client_of(address, retries=0))
    for method, path in PATHS[::2]:
        double.fails("lost", method, path)
        with pytest.raises(stripe.APIConnectionError):
            gateway.charge("order:1042", 5000, "eur", "pm_card_visa")
        double.forgets_keys()

    assert gateway.charge("order:1042", 5000, "eur", "pm_card_visa") is Status.SUCCEEDED
    assert len(double.charges()) == 1


def test_a_kept_500_is_no_dead_end_for_two_steps(double, address):
    gateway = TwoSteps(client_of(address, retries=0))
    for method, path in PATHS[::2]:
        double.fails("kept_500", method, path)
        with pytest.raises(stripe.APIError):
            gateway.charge("order:1042", 5000, "eur", "pm_card_visa")

    assert gateway.charge("order:1042", 5000, "eur", "pm_card_visa") is Status.SUCCEEDED


def test_but_for_one_step_it_is(double, address):
    gateway = OneStep(client_of(address, retries=0))
    double.fails("kept_500", "POST", "/v1/payment_intents")

    for _ in range(3):
        with pytest.raises(stripe.APIError):
            gateway.charge("order:1042", 5000, "eur", "pm_card_visa")


def test_two_at_once_charge_once(double, client):
    """Both have made an intent before either has noted it."""
    notes = {}
    first, second = TwoSteps(client, notes), TwoSteps(client, notes)
    made = [one.make("order:1042", 5000, "eur", "pm_card_visa") for one in (first, second)]

    noted = {one.note("order:1042", intent).intent for one, intent in zip((first, second), made, strict=True)}
    said = {one.charge("order:1042", 5000, "eur", "pm_card_visa") for one in (first, second)}

    assert noted == {made[0]}
    assert said == {Status.SUCCEEDED}
    assert len(double.charges()) == 1


def test_the_payer_is_asked_and_confirms(double, client):
    gateway = TwoSteps(client)
    ask = lambda: gateway.charge("order:1042", 5000, "eur", "pm_card_authenticationRequired")  # noqa: E731
    assert [ask(), ask()] == [Status.NEEDS_CONFIRMATION] * 2

    double.bank_confirms()

    assert ask() is Status.SUCCEEDED


def test_the_payer_is_asked_and_is_refused(double, client):
    gateway = TwoSteps(client)
    assert gateway.charge("order:1042", 5000, "eur", "pm_card_authenticationRequired") is Status.NEEDS_CONFIRMATION

    double.bank_refuses()

    assert gateway.charge("order:1042", 5000, "eur", "pm_card_authenticationRequired") is Status.DECLINED
    assert double.charges() == []


def test_what_is_declined_can_be_paid_by_nobody_any_more(client):
    """At Stripe an intent that failed waits for another card."""
    gateway = TwoSteps(client)
    assert gateway.charge("order:1042", 5000, "eur", "pm_card_visa_chargeDeclined") is Status.DECLINED

    with pytest.raises(stripe.InvalidRequestError):
        client.v1.payment_intents.confirm(gateway.notes["order:1042"].intent, {"payment_method": "pm_card_visa"})

    assert gateway.charge("order:1042", 5000, "eur", "pm_card_visa") is Status.DECLINED


def test_cancelled_before_it_was_made(double, client):
    gateway = TwoSteps(client)

    assert gateway.cancel("order:1042") is Status.CANCELLED
    assert gateway.charge("order:1042", 5000, "eur", "pm_card_visa") is Status.CANCELLED
    assert double.requests == []


def test_cancelled_too_late(client):
    gateway = TwoSteps(client)
    gateway.charge("order:1042", 5000, "eur", "pm_card_visa")

    assert gateway.cancel("order:1042") is Status.SUCCEEDED
