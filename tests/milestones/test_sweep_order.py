"""A late sweep walks timers by their instants, over all orders and kinds: a wallet reads in the order of time."""

import pytest

from escrow import ledger
from marketplace.deadlines import sweep
from marketplace.deadlines.models import Deadline
from marketplace.events.models import Event
from marketplace.offers.timer_kinds import OFFER
from milestones import sweeping
from tests.workshop import accept, hand_in, place

pytestmark = pytest.mark.django_db


@pytest.fixture
def mixed(ada, grace, visa, move):
    """Orders of Ada and Grace whose timers, of several kinds, run out on the same days at other minutes."""
    for _ in range(5):
        hand_in(place(ada, grace, "steps8", source=visa), 1)
        move(minutes=7)
    for _ in range(3):
        order = place(ada, grace, "contract14", source=visa)
        hand_in(order, 1)
        accept(order, 1)
        move(minutes=7)
    move(days=40)


@pytest.mark.parametrize("batch", [200, 3, 1])
def test_entries_are_posted_in_the_order_of_their_times(batch, mixed, grace, monkeypatch):
    monkeypatch.setattr(sweeping, "BATCH", batch)

    sweep.sweep()

    entries = ledger.entries_of_owner(grace, "USD")
    times = [entry.effective_at for entry in entries]
    assert {entry.kind for entry in entries} == {"milestone.release", "milestone.clear"}
    assert times == sorted(times, reverse=True)
    totals = [entry.total for entry in entries]
    assert [entry.total_after for entry in entries] == [sum(totals[at:]) for at in range(len(totals))]


def test_events_too(mixed, order):
    sweep.sweep()

    by_clock = Event.objects.filter(actor_kind="clock").order_by("pk")
    times = list(by_clock.values_list("at", flat=True))
    assert times == sorted(times)
    assert by_clock.filter(kind="milestone.lapsed").exists()


def test_timers_of_other_apps_take_their_turn(mixed):
    fired = []
    middle = Deadline.objects.live().order_by("due_at")[4]
    Deadline.objects.create(kind=OFFER, due_at=middle.due_at, reference="offer:1")

    with sweep.fires.instead({OFFER: lambda deadline: _settle(deadline, fired)}):
        sweep.sweep()

    assert fired == [Deadline.objects.filter(due_at__lte=middle.due_at).exclude(kind=OFFER).count()]


def _settle(deadline, fired):
    fired.append(Deadline.objects.exclude(settled_at=None).filter(outcome="fired").count())
    Deadline.objects.filter(pk=deadline.pk).update(settled_at=deadline.due_at, outcome="fired")
