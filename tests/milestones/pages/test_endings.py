"""The card "If it ends…" promises what the engine then does, to the cent."""

import pytest

from marketplace.deadlines.sweep import sweep
from milestones.actions import approve, stop
from milestones.queries.reader import Reader
from milestones.wording.possible_endings import endings_of
from tests.workshop import accept, again, hand_in, nth, pay, sheet


def promised(order, name) -> tuple[int, int]:
    """What an ending says that the client pays and the freelancer gets."""
    found = {one.name: (one.pays, one.gets) for one in endings_of(Reader(again(order), order.client))}
    return found[name]


def moved() -> tuple[int, int]:
    """What the client has paid in all, and the freelancer got, by the books."""
    books = sheet()
    return -books["gateway"] - books.get("ada:wallet", 0), books.get("grace:wallet", 0) + books.get("grace:clearing", 0)


@pytest.mark.parametrize("key", ["fair", "steps8", "steps5", "contract14"])
def test_the_finished_plan(order, key, move, ada):
    placed = order(key, 333, 777)
    promise = promised(placed, "the plan is finished")

    for number in (1, 2):
        if nth(placed, number).state == "pending":
            pay(placed, number, ada.payment_sources.get())
        hand_in(placed, number)
        accept(placed, number)

    assert moved() == promise


@pytest.mark.parametrize("key", ["steps8", "steps5"])
def test_silence(order, key, move):
    placed = order(key, 333, 777)
    hand_in(placed, 1)
    promise = promised(placed, "nobody answers the delivery")

    move(days=9)
    sweep()

    assert not again(placed).is_active
    assert moved() == promise


def test_stopping(ada, order):
    placed = order("fair", 333, 777)
    hand_in(placed, 1)
    promise = promised(placed, "you stop after step 1")

    approve.approve_and_stop(nth(placed, 1), by=ada)

    assert moved() == promise


def test_a_cancellation_after_a_part_was_released(ada, grace, visa, order):
    placed = order("open", 333, 777)
    pay(placed, 1, visa)
    approve.release_part(nth(placed, 1), by=ada, part=10_001)
    promise = promised(placed, "the step under way is cancelled, and no further step is paid")

    stop.give_back(nth(placed, 1), by=grace)

    assert moved() == promise


def test_a_rest_that_rolled_on(ada, visa, order):
    placed = order("contract14", 1000, 500)
    approve.release_part(nth(placed, 1), by=ada, part=60_000)
    promise = promised(placed, "the plan is finished")

    pay(placed, 2, visa)
    hand_in(placed, 2)
    accept(placed, 2)

    assert moved() == promise


def test_milestones_that_are_paid_out_of_order(ada, visa, order):
    placed = order("open", 333, 777)
    pay(placed, 2, visa)
    hand_in(placed, 2)
    accept(placed, 2)

    assert promised(placed, "you stop after step 2") == moved()


def test_what_was_never_begun_has_no_ending_but_the_last(order):
    placed = order("open", 333)

    assert [one.name for one in endings_of(Reader(placed, placed.client))] == ["the plan is finished"]


def test_what_came_back_is_said_with_its_fee_to_the_client_alone(as_, ada, grace, order):
    """$30.00 of fee came back with the price of $1,000.00; of that the freelancer knows nothing."""
    placed = order("fair")
    stop.give_back(nth(placed, 1), by=grace)

    client, freelancer = as_(ada).see("order", placed.pk), as_(grace).see("order", placed.pk)

    assert "$1,030.00 came back to you, its fee of $30.00 included" in client
    assert "Returned to you $1,000.00 and the fee on it $30.00" in client
    assert "$1,000.00 went back to Ada" in freelancer
    assert "$1,030.00" not in freelancer


def test_what_is_held_of_the_next_milestone_is_said(as_, ada, grace, order):
    placed = order("contract14")
    approve.release_part(nth(placed, 1), by=ada, part=60_000)

    page = as_(grace).see("order", placed.pk)

    assert "Only $400.00 of $1,400.00 is held for step 2, so don’t start." in page
    assert "Nothing is held" not in page
