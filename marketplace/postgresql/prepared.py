"""Statements that PostgreSQL reads and plans once for each connection, and not each time that they come.

The statements of a verb are long and always the same: reading and planning them costs more than doing them. PREPARE and
EXECUTE are SQL, unlike what a driver prepares, so several still go in one text and come back in one round trip. The
plan is made without the values (force_generic_plan, see base.py): it is for what is found by its keys.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from typing import Any

from django.db import connection as usual
from psycopg.sql import Literal

_numbers = count(1)  # no name comes twice: of a PREPARE that failed nobody knows how far it came
_PLACES = re.compile("%[%s]")
_ABOUT = re.compile(r'(?:FROM|INTO|^UPDATE|^SELECT(?= public)) "?(?:public\.)?(\w+)')


def prepared(connection, sql: str, parameters: int) -> str:
    """How to say a statement with so many `%s` on this open connection: in full the first time, then by a name.

    What comes once, as on a connection that is made for one request, would only lose time by it.
    """
    session = connection.connection
    if session.statements is None:
        return sql
    said = session.statements.get(sql)
    if said is None:
        session.statements[sql] = ""
    elif not said:
        said = session.statements[sql] = _prepare(connection, sql, parameters)
    return said or sql


MOST = 200  # statements that a connection keeps plans of for querysets: an address may combine filters in many ways


@contextmanager
def prepared_querysets() -> Iterator[None]:
    """Within it what querysets ask is prepared: for a list that everybody looks through.

    Words and truths are written into the statement, because partial indexes are for one of them; keys, amounts and
    times are its values. Not for a search by words, which is planned by how common they are, nor where a number is
    selected by itself, as PostgreSQL would take it for text.
    """
    with usual.execute_wrapper(_prepare_queryset):
        yield


def _prepare_queryset(execute, sql, params, many, context):
    connection = context["connection"]
    known = connection.connection.statements
    if many or known is None:
        return execute(sql, params, many, context)
    written, values = _written_out(connection, sql, params or ())
    if written in known or len(known) < MOST:
        sql, params = prepared(connection, written, len(values)), values
    return execute(sql, params, many, context)


def _written_out(connection, sql: str, params: Sequence[Any]) -> tuple[str, list[Any]]:
    """The statement with its words and truths in it, and the values that are left."""
    left, given = [], iter(params)

    def put(place: re.Match[str]) -> str:
        if place[0] == "%%":
            return "%%"
        value = next(given)
        if isinstance(value, (str, bool)):
            word = str(value) if isinstance(value, str) else value
            return Literal(word).as_string(connection.connection).replace("%", "%%")
        left.append(value)
        return "%s"

    return _PLACES.sub(put, sql), left


def _prepare(connection, sql: str, parameters: int) -> str:
    """Past Django's log, as it happens once. The name says to readers of a log what it does."""
    about = _ABOUT.search(sql)
    name = f"cairn_{next(_numbers)}_{sql.split()[0].lower()}" + (f"_{about[1]}" if about else "")
    with connection.wrap_database_errors:
        connection.connection.execute(f"PREPARE {name} AS {sql % tuple(f'${n + 1}' for n in range(parameters))}")
    return f"EXECUTE {name} ({', '.join(['%s'] * parameters)})" if parameters else f"EXECUTE {name}"
