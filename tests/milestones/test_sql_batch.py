"""Rows by plain SQL: what the ORM would have read and written, and the same errors."""

from contextlib import suppress
from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, transaction
from django.db.transaction import TransactionManagementError

from escrow.money import to_money
from marketplace import clock
from marketplace.events.models import Event
from marketplace.postgresql.reading import Reading
from milestones.models import Milestone, Order
from milestones.sql_batch import SqlBatch
from tests import workshop

TERMS = {
    "name": 'Ünïcode, "quotes", {braces} and \\ \n a new line',
    "deliverables": ["One, two", 'th"ree', "NULL"],
    "substeps": [{"name": "Drawn", "done_at": None}],
    "days": None,
    "due_on": date(2031, 2, 28),
    "due_at": clock.now(),
    "amount": to_money(123_456_789_01, "USD"),
    "client_fee": 2**53 + 1,
    "review_extended": True,
}


def read(batch: SqlBatch, *, condition="id = ANY (%s) ORDER BY id", model=Milestone, keys) -> list:
    found = batch.select(model, condition, [keys])
    batch.run()
    return found


@pytest.fixture
def plan(order):
    return list(Milestone.objects.filter(order=order("fair")).order_by("pk"))


def fields_of(row) -> dict:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


@pytest.mark.django_db(transaction=True)
def test_it_needs_a_transaction():
    batch = SqlBatch()
    batch.add("SELECT 1")

    with pytest.raises(TransactionManagementError):
        batch.run()


def test_rows_are_read_as_the_orm_reads_them(plan):
    found = read(SqlBatch(), keys=[one.pk for one in plan])

    assert [fields_of(one) for one in found] == [fields_of(one) for one in plan]
    assert found == plan
    assert not found[0]._state.adding


def test_what_was_not_asked_for_is_read_when_it_is(plan):
    reading = Reading()
    found = reading.select(Milestone, "id = ANY (%s) ORDER BY id", [[one.pk for one in plan]], only=("position",))
    reading.run()

    assert [one.position for one in found] == [1, 2, 3]
    assert found[0].get_deferred_fields() >= {"name", "amount", "state"}
    assert [one.name for one in found] == [one.name for one in plan]


def test_rows_are_written_as_the_orm_writes_them(plan):
    pending = plan[1:]
    for one in pending:
        for name, value in TERMS.items():
            setattr(one, name, value)
    batch = SqlBatch()
    batch.update(pending, TERMS)
    batch.run()

    again = list(Milestone.objects.filter(pk__in=[one.pk for one in pending]).order_by("pk"))
    assert [fields_of(one) for one in again] == [fields_of(one) for one in pending]


def test_new_rows_keep_their_order(plan):
    things = [
        {"kind": f"test.{number}", "thread": "order:1", "about": "", "actor_kind": "clock"} for number in range(9)
    ]
    batch = SqlBatch()
    batch.insert(Event, [{**thing, "data": {"of": [1, "two", None]}, "at": clock.now()} for thing in things])
    batch.run()

    written = Event.objects.filter(kind__startswith="test.").order_by("pk")
    assert [one.kind for one in written] == [thing["kind"] for thing in things]
    assert written[0].data == {"of": [1, "two", None]}


def test_each_statement_sees_what_the_ones_before_it_did(plan):
    batch = SqlBatch()
    batch.add("UPDATE milestones_milestone SET name = 'Renamed' WHERE id = %s", [plan[0].pk])

    assert read(batch, keys=[plan[0].pk])[0].name == "Renamed"


def test_a_row_that_is_gone_is_an_error(plan):
    plan[0].pk = plan[-1].pk + 1000
    batch = SqlBatch()
    batch.update(plan, ["name"])

    with pytest.raises(DatabaseError, match=f"1 of {len(plan)} changed rows are gone"):
        batch.run()


def test_a_constraint_is_named_and_what_comes_after_it_is_not_done(plan):
    plan[0].released = -1
    batch = SqlBatch()
    batch.add("UPDATE milestones_order SET title = 'Before'")
    batch.update(plan[:1], ["released"])
    batch.add("UPDATE milestones_order SET title = 'After'")

    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        batch.run()

    assert caught.value.__cause__.diag.constraint_name == "milestones_milestone_released_check"
    assert not Order.objects.filter(title__in=["Before", "After"]).exists()


def test_one_trip_is_one_query_in_the_log(plan, settings):
    settings.DEBUG = True
    connection.queries_log.clear()
    connection.connection.statements.clear()
    batch = SqlBatch()
    batch.add("SELECT 1")
    read(batch, keys=[plan[0].pk])

    assert [one["sql"].startswith("SELECT 1; SELECT") for one in connection.queries] == [True]


def test_what_comes_again_is_planned_once_and_still_one_query(plan, django_assert_num_queries):
    with django_assert_num_queries(3) as asked:
        found = [read(SqlBatch(), condition="id = ANY (%s) AND 0 < 1", keys=[one.pk]) for one in plan]

    assert found == [[one] for one in plan]
    first, *others = [one["sql"].split(" (")[0] for one in asked.captured_queries]
    assert first.startswith("SELECT")
    assert others[0].startswith("EXECUTE cairn_")
    assert others[0].endswith("_select_milestones_milestone")
    assert others[0] == others[1]


def test_a_statement_that_cannot_be_prepared_can_be_later(plan):
    for _ in range(3):
        batch = SqlBatch()
        batch.add("SELECT %s::regclass, wanting FROM wanting", ["x"])
        with pytest.raises(ProgrammingError, match='relation "wanting" does not exist'), transaction.atomic():
            batch.run()


@pytest.mark.django_db(transaction=True)
def test_what_was_prepared_in_a_transaction_outlives_its_end(plan):
    for _ in range(3):
        with suppress(IntegrityError), transaction.atomic():
            assert read(SqlBatch(), keys=[plan[0].pk])
            raise IntegrityError

    with transaction.atomic():
        assert read(SqlBatch(), keys=[plan[0].pk]) == plan[:1]


def test_behind_a_pooler_nothing_is_prepared(plan, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(connection.connection, "statements", None)

    with django_assert_num_queries(3) as asked:
        assert all(read(SqlBatch(), keys=[one.pk]) for one in plan)

    assert all(one["sql"].startswith("SELECT") for one in asked.captured_queries)


def test_states_stay_protected(plan):
    assert workshop.states(plan[0].order)
    with pytest.raises(AttributeError):
        read(SqlBatch(), keys=[plan[0].pk])[0].state = "paid"
