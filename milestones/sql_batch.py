"""Rows locked and written by plain SQL, as many statements as wanted in one round trip.

Every verb and the sweep pass through here (milestones.unit_of_work), so here it counts what a query costs in Python.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from operator import attrgetter

from django.core.serializers.json import DjangoJSONEncoder
from django.db import DatabaseError, connection, models
from django.db.transaction import TransactionManagementError
from djmoney.models.fields import MoneyField

from marketplace.postgresql.reading import Reading, array, column, table
from marketplace.postgresql.reading import fields as fields_of


class SqlBatch(Reading):
    """Statements that lock, read and write together.

    Under READ COMMITTED each sees what was committed before it began: what is read after a lock is what the lock
    protects.
    """

    def update(self, rows: Sequence[models.Model], names: Iterable[str]) -> None:
        """Write these fields of some rows of one table, which the caller holds locked.

        In key order, so that two writers of the same rows meet in the same order. It is an error if one is gone.
        """
        if rows:
            model, names = type(rows[0]), tuple(sorted(names))
            fields = [model._meta.pk, *(model._meta.get_field(name) for name in names)]
            rows = sorted(rows, key=attrgetter("id"))
            carried, keys = _carried(fields, [vars(row) for row in rows]), array(map(attrgetter("id"), rows))
            self.add(_update(model, names), [carried, keys], _all_of(len(rows)))

    def insert(self, model, rows: Sequence[Mapping]) -> None:
        """Write new rows, given as values by column attribute, in this order. What is not given is null."""
        if rows:
            self.add(_insertion(model), [_carried(fields_of(model)[1:], rows)])

    def run(self) -> None:
        """Send them all. Raises TransactionManagementError outside a transaction, and what the database says."""
        if not connection.in_atomic_block:
            raise TransactionManagementError("Locks and changes belong together: open a transaction first.")
        super().run()


# Writing: rows travel as one JSON text, which is the fastest to write in Python that PostgreSQL reads as fast


def _carried(fields, rows: Iterable[Mapping]) -> str:
    """The values of these fields of these rows, for `_arriving` to read: null where a column is left out."""
    rows = list(rows)
    columns = {}
    for field in fields:
        values = [row.get(field.attname) for row in rows]
        if values.count(None) < len(values):
            columns[field.column] = _plain(field, values)
    return _json([dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)])


_json = DjangoJSONEncoder().encode


def _plain(field, values: list) -> list:
    """What JSON has no word for, in PostgreSQL's words."""
    if isinstance(field, models.DateTimeField):
        return [value and value.isoformat() for value in values]
    if isinstance(field, MoneyField):
        return [getattr(value, "amount", value) for value in values]
    return values


def _arriving(fields) -> str:
    columns = ", ".join(f"{column(field)} {field.db_type(connection)}" for field in fields)
    return f"json_to_recordset(%s) AS new({columns})"


@cache
def _insertion(model) -> str:
    fields = fields_of(model)[1:]
    columns = ", ".join(column(field) for field in fields)
    return f"INSERT INTO {table(model)} ({columns}) SELECT * FROM {_arriving(fields)}"  # noqa: S608 - see above


@cache
def _update(model, names) -> str:
    """The keys are said twice: PostgreSQL takes any JSON for a hundred rows, and would read whole tables for them."""
    fields = [model._meta.get_field(name) for name in names]
    sets = ", ".join(f"{column(field)} = new.{column(field)}" for field in fields)
    new = _arriving([model._meta.pk, *fields])
    return f"UPDATE {table(model)} AS old SET {sets} FROM {new} WHERE old.id = new.id AND old.id = ANY (%s)"  # noqa: S608


def _all_of(count: int) -> Callable:
    def check(cursor) -> None:
        if cursor.rowcount != count:
            raise DatabaseError(f"{count - cursor.rowcount} of {count} changed rows are gone.")

    return check
