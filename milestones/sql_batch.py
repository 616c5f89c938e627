"""Rows by plain SQL, and as many statements as wanted in one round trip.

A query through the ORM takes a millisecond of Python, of which PostgreSQL sees a tenth. Every verb and the sweep pass
through here (milestones.unit_of_work), so here that counts; docs/performance.md has the figures.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from operator import attrgetter
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections, models
from django.db.models.base import ModelState
from django.db.transaction import TransactionManagementError
from djmoney.models.fields import MoneyField

from marketplace.postgresql.prepared import prepared


class SqlBatch:
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
            self.add(_insertion(model), [_carried(_fields(model)[1:], rows)])

    def run(self) -> None:
        """Send them all, in one round trip. Raises what the database says, as Django's exceptions."""
        here = connections[DEFAULT_DB_ALIAS]
        if not here.in_atomic_block:
            raise TransactionManagementError("Locks and changes belong together: open a transaction first.")
        if not self._statements:
            return
        with here.cursor() as cursor:
            cursor.execute(
                "; ".join([prepared(here, sql, len(params)) for sql, params, _ in self._statements]),
                [value for _, params, _ in self._statements for value in params],
            )
            results = cursor.cursor  # psycopg's own: everything has arrived, so Django has no more errors to translate
            for _, _, then in self._statements:
                if then:
                    then(results)
                results.nextset()


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


def array(keys: Iterable[int]) -> str:
    """Keys as PostgreSQL writes them: the driver would look at each to find out what it is."""
    return "{" + ",".join(map(str, keys)) + "}"


def _built(model, cursor) -> list:
    """The rows of a result, as instances."""
    here, names, converters = connections[DEFAULT_DB_ALIAS], _names(model), _converters(model)
    found = []
    for values in map(list, cursor.fetchall()):
        for at, convert, column in converters:
            values[at] = convert(values[at], column, here)
        row = _instance(model, zip(names, values, strict=True))
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
        found.append(row)
    return found


def unsaved[Row: models.Model](model: type[Row], values: dict[str, Any]) -> Row:
    """A new row with these values by column attribute, and the defaults of the others."""
    fixed, made = _defaults(model)
    return _instance(model, fixed | {name: make() for name, make in made if name not in values} | values)


@cache
def _defaults(model) -> tuple[dict[str, Any], list[tuple[str, Callable]]]:
    """The defaults of its columns that are values, and what makes the others."""
    made = [field for field in _fields(model) if callable(field.default)]
    fixed = {field.attname: field.get_default() for field in _fields(model) if field not in made}
    return fixed, [(field.attname, field.get_default) for field in made]


def _instance(model, values):
    """Made as unpickling makes it: without __init__, its signals and a descriptor for each field."""
    row = model.__new__(model)
    row.__dict__.update(values, _state=ModelState())
    return row


@cache
def _names(model) -> tuple[str, ...]:
    return tuple(field.attname for field in _fields(model))


@cache
def _converters(model) -> list[tuple]:
    """What turns PostgreSQL's value of a column into the field's, where they differ."""
    return [
        (at, convert, field.cached_col)
        for at, field in enumerate(_fields(model))
        for convert in ([_parsed] if isinstance(field, models.JSONField) else field.get_db_converters(connection))
    ]


EMPTY = {"[]": list, "{}": dict}


def _parsed(value: str | None, *rest):
    """What a JSON column holds, which is mostly nothing: that needs no parser."""
    empty = EMPTY.get(value or "")
    return empty() if empty else value and json.loads(value)


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
    columns = ", ".join(f"{_column(field)} {field.db_type(connection)}" for field in fields)
    return f"json_to_recordset(%s) AS new({columns})"


@cache
def _insertion(model) -> str:
    fields = _fields(model)[1:]
    columns = ", ".join(_column(field) for field in fields)
    return f"INSERT INTO {_table(model)} ({columns}) SELECT * FROM {_arriving(fields)}"  # noqa: S608 - see above


@cache
def _update(model, names) -> str:
    """The keys are said twice: PostgreSQL takes any JSON for a hundred rows, and would read whole tables for them."""
    fields = [model._meta.get_field(name) for name in names]
    sets = ", ".join(f"{_column(field)} = new.{_column(field)}" for field in fields)
    new = _arriving([model._meta.pk, *fields])
    return f"UPDATE {_table(model)} AS old SET {sets} FROM {new} WHERE old.id = new.id AND old.id = ANY (%s)"  # noqa: S608


def _all_of(count: int) -> Callable:
    def check(cursor) -> None:
        if cursor.rowcount != count:
            raise DatabaseError(f"{count - cursor.rowcount} of {count} changed rows are gone.")

    return check


def _column(field) -> str:
    return connection.ops.quote_name(field.column)


def _table(model) -> str:
    return connection.ops.quote_name(model._meta.db_table)
