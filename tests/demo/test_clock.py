"""The clock that can be moved: all processes agree, days are walked through, and going back breaks nothing."""

import time
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse

from escrow.checks import check_books
from escrow.models import Payment
from marketplace import clock
from marketplace.deadlines.sweep import sweep
from marketplace.demo import clock_offset, fast_forward, mailbox
from marketplace.demo.models import DemoClock
from marketplace.gigs import standing
from marketplace.postgresql.connection import ImpatientConnection
from tests.conftest import card
from tests.gigs.workshop import published
from tests.workshop import accept, again, hand_in, pay, states

DAY = timedelta(days=1)


def elsewhere(sql: str) -> None:
    """What another process does."""
    params = connection.get_connection_params() | {"autocommit": True}
    with ImpatientConnection.connect(**params) as other:
        other.execute(sql)


def test_who_moves_it_knows_at_once(demo):
    clock_offset.move(8 * DAY)
    assert clock.offset() == 8 * DAY

    clock_offset.move(DAY)
    assert clock.offset() == 9 * DAY


def test_everybody_else_knows_within_half_a_second(demo):
    clock_offset.move(DAY)
    assert clock.offset() == DAY

    elsewhere("UPDATE demo_democlock SET ahead = '6 days'")
    time.sleep(0.5)

    assert clock.offset() == 6 * DAY


def test_it_is_looked_at_seldom(demo, django_assert_num_queries):
    clock.now()
    with django_assert_num_queries(0):
        for _ in range(100):
            clock.now()


def test_in_a_failed_transaction_it_stands_where_it_stood(demo):
    clock_offset.move(DAY)
    clock.now()
    with transaction.atomic():
        with connection.cursor() as cursor, pytest.raises(DatabaseError):
            cursor.execute("SELECT no_such_column")
        clock_offset.forget()
        assert clock.offset() == DAY
        transaction.set_rollback(True)


def test_before_its_table_is_made_a_migration_may_ask_for_the_time(demo, monkeypatch):
    monkeypatch.setattr(clock_offset, "_table_is_there", False)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE demo_democlock RENAME TO made_later")
        assert clock.offset() == clock.ZERO
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE made_later RENAME TO demo_democlock")


def test_it_is_never_behind_real_time(demo):
    with pytest.raises(IntegrityError, match="democlock_not_behind"):
        DemoClock.objects.create(pk=1, ahead=-DAY)


def test_a_jump_fires_what_is_due_and_says_so(client, demo, order, grace):
    published(grace)
    made = order("steps8")
    hand_in(made, 1)

    response = client.post(reverse("demo:forward"), {"days": "8", "next": "/policies/"}, follow=True)

    assert response.redirect_chain == [("/policies/", 302)]
    assert "8 days later: 3 timers fired (1 review ran out, 2 reminders)" in response.content.decode()
    assert states(made) == ["paid", "skipped", "skipped", "completed"]
    assert standing.refresh() == 0  # its nights passed, too


def test_reminders_are_mailed_on_their_day(demo, order):
    made = order("steps8")
    hand_in(made, 1)

    fast_forward.forward(8)

    letters = {letter.subject: letter.at for letter in map(mailbox.head, mailbox.names())}
    two_days = next(at for subject, at in letters.items() if subject.startswith("2 days left"))
    lapsed = next(at for subject, at in letters.items() if subject.startswith("Time is up"))
    assert timedelta(days=1.9) < lapsed - two_days < timedelta(days=2.1)


def test_a_charge_that_a_timer_starts_is_made_in_the_jump(demo, order):
    made = order("steps5")
    hand_in(made, 1)
    accept(made, 1)
    hand_in(made, 2)

    fast_forward.forward(5)

    assert states(made) == ["paid", "paid", "skipped", "completed"]


def test_a_payment_that_nobody_confirms_is_given_up_after_a_day(demo, order, ada):
    made = order("open")
    pay(made, 1, card(ada, "confirm"))
    assert Payment.objects.get().state == "confirming"

    fast_forward.forward(1)

    assert Payment.objects.get().state == "cancelled"


@pytest.mark.parametrize("days", ["", "0", "-1", "2", "x", "8.0", "1000000"])
def test_only_the_buttons_move_it(client, demo, days):
    assert client.post(reverse("demo:forward"), {"days": days}).status_code == 404
    assert clock.offset() == clock.ZERO


def test_it_leads_nowhere_else(client, demo):
    response = client.post(reverse("demo:forward"), {"days": "1", "next": "https://elsewhere.example/"})

    assert response.url == reverse("demo:index")


def test_going_back_leaves_the_books_and_the_work_in_order(client, demo, order, visa):
    made = order("fair")
    hand_in(made, 1)
    fast_forward.forward(14)
    assert states(made) == ["paid", "pending", "pending", "active"]

    response = client.post(reverse("demo:reset"), follow=True)

    assert "stays in the books" in response.content.decode()
    assert clock.offset() == clock.ZERO
    assert sweep() == 0
    assert check_books() == []
    pay(made, 2, visa)
    hand_in(made, 2)
    accept(made, 2)
    assert states(made) == ["paid", "paid", "pending", "active"]


def test_after_going_back_time_passes_again(demo, order, visa):
    made = order("steps8")
    hand_in(made, 1)
    fast_forward.forward(5)
    clock_offset.reset()

    fast_forward.forward(5)
    assert states(made)[0] == "delivered"

    fast_forward.forward(5)
    assert states(made)[0] == "paid"
    assert again(made).ending == "stopped_by_timer"
