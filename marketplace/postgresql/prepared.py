"""Statements that PostgreSQL reads and plans once for each connection, and not each time that they come.

The statements of a verb are long and always the same: reading and planning them costs more than doing them. PREPARE and
EXECUTE are SQL, unlike what a driver prepares, so several still go in one text and come back in one round trip. The
plan is made without the values (force_generic_plan, see base.py): it is for what is found by its keys.
"""

import re
from itertools import count

_numbers = count(1)  # no name comes twice: of a PREPARE that failed nobody knows how far it came
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


def _prepare(connection, sql: str, parameters: int) -> str:
    """Past Django's log, as it happens once. The name says to readers of a log what it does."""
    about = _ABOUT.search(sql)
    name = f"cairn_{next(_numbers)}_{sql.split()[0].lower()}" + (f"_{about[1]}" if about else "")
    with connection.wrap_database_errors:
        connection.connection.execute(f"PREPARE {name} AS {sql % tuple(f'${n + 1}' for n in range(parameters))}")
    return f"EXECUTE {name} ({', '.join(['%s'] * parameters)})" if parameters else f"EXECUTE {name}"
