"""One moment for a whole page: what several statements read was committed before the first of them, or is not seen.

A page about an order reads it in half a dozen statements. Between two of them somebody may pay, and the page would show
a milestone as unpaid beside a balance from which it was paid.
"""

from contextlib import contextmanager, suppress
from functools import wraps

from django.db import connection, transaction
from psycopg import IsolationLevel

SAFE = ("GET", "HEAD")


@contextmanager
def one_moment():
    """Read everything inside as of one moment; writing is an error. Inside a transaction, its own rules hold.

    REPEATABLE READ and READ ONLY are said by the BEGIN itself (psycopg puts it together from the connection's
    attributes), so a page costs two round trips more, BEGIN and COMMIT, and no statement. The attributes are put back
    for whoever gets the connection from the pool next.
    """
    if connection.in_atomic_block:
        yield
        return
    connection.ensure_connection()
    raw = connection.connection
    raw.isolation_level, raw.read_only = IsolationLevel.REPEATABLE_READ, True
    try:
        with transaction.atomic():
            yield
    finally:
        with suppress(Exception):  # a connection that broke is thrown away, by the pool as by Django
            raw.isolation_level, raw.read_only = None, None


def snapshot(view):
    """A view whose page is read in `one_moment` where it is only looked at; a POST has its own transactions.

    Not for a GET that writes, such as one that marks something as read.
    """

    @wraps(view)
    def look(request, *args, **kwargs):
        if request.method not in SAFE:
            return view(request, *args, **kwargs)
        with one_moment():
            response = view(request, *args, **kwargs)
            return response.render() if hasattr(response, "render") and not response.is_rendered else response

    return look
