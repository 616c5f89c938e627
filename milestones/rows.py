"""Rows by plain SQL, and as many statements as wanted in one round trip.

A query through the ORM takes a millisecond of Python, of which PostgreSQL sees a tenth. Every verb and the sweep pass
through here (milestones.work), so here that counts; docs/performance.md has the figures.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import cache

from django.contrib.postgres.fields import ArrayField
from django.db import DatabaseError, connection, models
from django.db.transaction import TransactionManagementError


class Trip:
    """Statements that go to PostgreSQL together and come back together.

    They run one after the other, and under READ COMMITTED each sees what was committed before it began: what is read
    after a lock is what the lock protects. The first error ends them all and is raised as if it had been alone. It
    rests on Django's usual cursors, which put the values into the statement ("server_side_binding" is off).
    """

    def __init__(self):
        self._statements: list[tuple[str, Sequence, Callable | None]] = []

    def add(self, sql: str, params: Sequence = (), then: Callable | None = None) -> None:
        """Add a statement; `then` gets the cursor when it stands on its result."""
        self._statements.append((sql, params, then))

    def select(self, model, condition: str, params: Sequence) -> list:
        """Read the rows that meet a condition, which may go on with ORDER BY and FOR; `run` fills the list."""
        found: list = []
        self.add(f"{_selection(model)} {condition}", params, lambda cursor: found.extend(_built(model, cursor)))
        return found

    def update(self, model, changes) -> None:
        """Write the named fields of each (row, field names) pair, with one statement for each set of fields.

        Rows are written in key order, so that two writers of the same rows meet in the same order.
        """
        groups = defaultdict(list)
        for row, names in changes:
            groups[tuple(sorted(names))].append(row)
        for names, rows in groups.items():
            for part in _together(model, names, rows):
                sql, values = _update(model, names, part)
                self.add(sql, values, _all_of(len(part)))

    def insert(self, rows: Sequence[models.Model]) -> None:
        """Write new rows of one table in this order. They do not learn their keys."""
        if rows:
            fields = _fields(type(rows[0]))[1:]
            self.add(_insertion(type(rows[0])), [[_value(field, row, add=True) for row in rows] for field in fields])

    def run(self) -> None:
        """Send them all, in one round trip. Raises what the database says, as Django's exceptions."""
        if not connection.in_atomic_block:
            raise TransactionManagementError("Locks and changes belong together: open a transaction first.")
        if not self._statements:
            return
        with connection.cursor() as cursor:
            cursor.execute(
                "; ".join(sql for sql, _, _ in self._statements),
                [value for _, params, _ in self._statements for value in params],
            )
            for _, _, then in self._statements:
                if then:
                    then(cursor)
                cursor.nextset()


# Reading


@cache
def _fields(model) -> tuple[models.Field, ...]:
    """Its columns, the key first."""
    others = [field for field in model._meta.concrete_fields if not field.primary_key]
    return (model._meta.pk, *others)


@cache
def _selection(model) -> str:
    columns = ", ".join(_column(field) for field in _fields(model))
    return f"SELECT {columns} FROM {_table(model)} WHERE"  # noqa: S608 - names of our own columns


def _built(model, cursor) -> list:
    names = [field.attname for field in _fields(model)]
    converters = _converters(model)
    found = []
    for row in cursor.fetchall():
        values = list(row)
        for at, convert, column in converters:
            values[at] = convert(values[at], column, connection)
        found.append(model.from_db(connection.alias, names, values))
    return found


@cache
def _converters(model) -> list[tuple]:
    """What turns PostgreSQL's value of a column into the field's, where they differ."""
    return [
        (at, convert, field.cached_col)
        for at, field in enumerate(_fields(model))
        for convert in field.get_db_converters(connection)
    ]


# Writing


@cache
def _insertion(model) -> str:
    fields = _fields(model)[1:]
    columns = ", ".join(_column(field) for field in fields)
    return f"INSERT INTO {_table(model)} ({columns}) SELECT * FROM {_unnested(fields)}"  # noqa: S608 - see above


def _together(model, names, rows) -> list[list]:
    """The rows that one statement can write: all of them, but where a field is an array, which unnest would flatten."""
    if len(rows) > 1 and any(isinstance(model._meta.get_field(name), ArrayField) for name in names):
        return [[row] for row in rows]
    return [sorted(rows, key=lambda row: row.pk)]


def _update(model, names, rows) -> tuple[str, list]:
    fields = _changed(model, names)
    if len(rows) == 1:
        return _update_one(model, names), [*(_value(field, rows[0]) for field in fields), rows[0].pk]
    values = [[_value(field, row) for row in rows] for field in fields]
    return _update_many(model, names), [[row.pk for row in rows], *values]


@cache
def _update_one(model, names) -> str:
    sets = ", ".join(f"{_column(field)} = %s" for field in _changed(model, names))
    return f"UPDATE {_table(model)} SET {sets} WHERE id = %s"  # noqa: S608 - see above


@cache
def _update_many(model, names) -> str:
    fields = _changed(model, names)
    sets = ", ".join(f"{_column(field)} = new.{_column(field)}" for field in fields)
    new = _unnested([model._meta.pk, *fields])
    return f"UPDATE {_table(model)} AS old SET {sets} FROM {new} WHERE old.id = new.id"  # noqa: S608 - see above


@cache
def _changed(model, names) -> tuple[models.Field, ...]:
    return tuple(model._meta.get_field(name) for name in names)


def _all_of(count: int) -> Callable:
    def check(cursor) -> None:
        if cursor.rowcount != count:
            raise DatabaseError(f"{count - cursor.rowcount} of {count} changed rows are gone.")

    return check


def _unnested(fields) -> str:
    arrays = ", ".join(f"%s::{field.db_type(connection)}[]" for field in fields)
    return f"unnest({arrays}) AS new({', '.join(_column(field) for field in fields)})"


def _value(field, row, *, add: bool = False):
    return field.get_db_prep_save(field.pre_save(row, add), connection)


def _column(field) -> str:
    return connection.ops.quote_name(field.column)


def _table(model) -> str:
    return connection.ops.quote_name(model._meta.db_table)
