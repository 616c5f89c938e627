"""A sweep that comes late, or twice, gives the same books as a punctual one."""

import pytest

from marketplace.deadlines.sweep import sweep
from tests.workshop import accept, again, hand_in, pay, sheet, states

PRESETS = ["fair", "studio", "open", "steps8", "contract14", "steps5"]
LONG = 60  # days; every timer of every preset is due by then


def deliver_only(deal, visa):
    hand_in(deal, 1)


def approve_only(deal, visa):
    hand_in(deal, 1)
    accept(deal, 1)


def deliver_second(deal, visa):
    approve_only(deal, visa)
    if states(deal)[1] == "pending":
        pay(deal, 2, visa)
    hand_in(deal, 2)


def in_time(move):
    for _ in range(LONG):
        move(days=1)
        sweep()


def late(move):
    move(days=LONG)
    sweep()


def late_and_twice(move):
    late(move)
    assert sweep() == 0


def story(deal):
    """What can be seen of an order afterwards: states, ending, books, and when things happened after the start."""
    order = again(deal)
    start = order.created_at
    times = [
        round((moment - start).total_seconds() / 3600)
        for one in order.plan
        for moment in (one.approved_at, one.paid_at, one.ended_at)
        if moment
    ]
    ended = order.ended_at and round((order.ended_at - start).total_seconds() / 3600)
    return states(order), order.ending, times, ended


@pytest.fixture
def begin(order, visa):
    def place(key, play):
        amounts = (3000, 3000, 3000) if key == "studio" else (1000, 1000, 1000)
        deal = order(key, *amounts)
        if states(deal)[0] == "pending":
            pay(deal, 1, visa)
        play(deal, visa)
        return deal

    return place


@pytest.mark.parametrize("play", [deliver_only, approve_only, deliver_second])
@pytest.mark.parametrize("key", PRESETS)
def test_late_or_punctual_the_books_are_the_same(begin, move, key, play):
    punctual = begin(key, play)
    in_time(move)
    expected, one_order = story(punctual), sheet()

    delayed = begin(key, play)
    late_and_twice(move)

    assert story(delayed) == expected
    assert sheet() == {name: 2 * amount for name, amount in one_order.items()}
