"""Rows of several tables in one round trip, by plain SQL.

A query through the ORM takes a millisecond of Python, of which PostgreSQL sees a tenth: it is put together anew each
time. Where many are asked for at once, as for a page about an order or under its lock, here that counts;
docs/performance.md has the figures.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.models.base import ModelState

from marketplace.postgresql.prepared import prepared

Names = tuple[str, ...]


class Reading:
    """Statements that go to PostgreSQL together and come back together.

    They run one after the other. The first error ends them all and is raised as if it had been alone. It rests on
    Django's usual cursors, which put the values into the statement ("server_side_binding" is off).
    """

    def __init__(self) -> None:
        self._statements: list[tuple[str, Sequence, Callable | None]] = []

    def add(self, sql: str, params: Sequence = (), then: Callable | None = None) -> None:
        """Add a statement; `then` gets the cursor when it stands on its result."""
        self._statements.append((sql, params, then))

    def select(self, model: type[models.Model], condition: str, params: Sequence, only: Names = ()) -> list[Any]:
        """Read the rows that meet a condition, which may go on with ORDER BY and FOR; `run` fills the list.

        `only` names the columns beside the key that are wanted; the others are deferred, as Django's `only` has it.
        """
        found: list[Any] = []
        sql = f"{_selection(model, only)} {condition}"
        self.add(sql, params, lambda cursor: found.extend(_built(model, only, cursor)))
        return found

    def run(self) -> None:
        """Send them all, in one round trip. Raises what the database says, as Django's exceptions."""
        here = connections[DEFAULT_DB_ALIAS]
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


@cache
def fields(model, only: Names = ()) -> tuple[models.Field, ...]:
    """Its columns, or only these, by the names of their attributes; the key first."""
    others = [field for field in model._meta.concrete_fields if not field.primary_key]
    return (model._meta.pk, *(field for field in others if not only or field.attname in only))


@cache
def _selection(model, only: Names) -> str:
    columns = ", ".join(column(field) for field in fields(model, only))
    return f"SELECT {columns} FROM {table(model)} WHERE"  # noqa: S608 - names of our own columns


def array(keys: Iterable[int | str]) -> str:
    """Keys as PostgreSQL writes them: the driver would look at each to find out what it is. Words have no quotes."""
    return "{" + ",".join(map(str, keys)) + "}"


def _built(model, only: Names, cursor) -> list:
    """The rows of a result, as instances."""
    here, names, converters = connections[DEFAULT_DB_ALIAS], _names(model, only), _converters(model, only)
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
    made = [field for field in fields(model) if field.has_default() and callable(field.default)]
    fixed = {field.attname: field.get_default() for field in fields(model) if field not in made}
    return fixed, [(field.attname, field.get_default) for field in made]


def _instance(model, values):
    """Made as unpickling makes it: without __init__, its signals and a descriptor for each field."""
    row = model.__new__(model)
    row.__dict__.update(values, _state=ModelState())
    return row


@cache
def _names(model, only: Names) -> tuple[str, ...]:
    return tuple(field.attname for field in fields(model, only))


@cache
def _converters(model, only: Names) -> list[tuple]:
    """What turns PostgreSQL's value of a column into the field's, where they differ."""
    return [
        (at, convert, field.cached_col)
        for at, field in enumerate(fields(model, only))
        for convert in ([_parsed] if isinstance(field, models.JSONField) else field.get_db_converters(connection))
    ]


EMPTY = {"[]": list, "{}": dict}


def _parsed(value: str | None, *rest):
    """What a JSON column holds, which is mostly nothing: that needs no parser."""
    empty = EMPTY.get(value or "")
    return empty() if empty else value and json.loads(value)


def column(field) -> str:
    return connection.ops.quote_name(field.column)


def table(model) -> str:
    return connection.ops.quote_name(model._meta.db_table)
