"""A connection that does not wait for ever.

PostgreSQL's own limits (statement_timeout and so on) help while the server is well. A server that froze, or a network
that swallows everything, says nothing at all: then the limit is ours.
"""

from contextlib import contextmanager
from time import monotonic

import psycopg
from psycopg.errors import ConnectionTimeout
from psycopg_pool import ConnectionPool

SURE_AFTER = 1  # second in which nobody could connect anew
CHECK_WITHIN = 0.7  # seconds in which a connection from the pool must show that it is alive


class ImpatientConnection(psycopg.Connection):
    """psycopg's connection, broken off when an answer takes longer than `patience` seconds (None: no limit)."""

    patience: float | None = None
    statements: dict[str, str] | None = None  # see marketplace.postgresql.prepared; None: nothing is prepared
    failed_at = 0.0  # when any connection of this process last failed, and when one last came about: monotonic
    made_at = 0.0
    failing_since: float | None = None  # none came about since then

    @classmethod
    def connect(cls, conninfo="", *, patience=None, prepares=False, **parameters):
        try:
            made = super().connect(conninfo, **parameters)
        except psycopg.OperationalError:
            failed()
            raise
        ImpatientConnection.made_at, ImpatientConnection.failing_since = monotonic(), None
        made.patience, made.statements = patience, {} if prepares else None
        return made

    def wait(self, gen, interval=0.1, timeout=None):
        limit = self.patience if timeout is None else timeout
        try:
            return super().wait(self.listening(gen) if limit else gen, interval=interval, timeout=limit)
        except psycopg.errors._WaitTimeout:
            if timeout is not None:
                raise
            self.break_off()
            raise ConnectionTimeout(f"no answer from PostgreSQL within {limit} seconds") from None

    def listening(self, gen):
        """`gen`, given up when others find meanwhile that the server is gone: who asked before it fell silent would
        else wait for as long as a slow statement may take.
        """
        try:
            state = next(gen)
            while True:
                ready = yield state
                if not ready and is_gone():
                    raise psycopg.errors._WaitTimeout
                state = gen.send(ready)
        except StopIteration as done:
            return done.value

    def break_off(self) -> None:
        """Nobody knows what this connection would still say. The others in the pool go the same way, no doubt."""
        failed()
        self.pgconn.finish()
        if pool := getattr(self, "_pool", None):
            pool.drain()

    @contextmanager
    def patient(self, seconds: float | None):
        """Another limit for a while."""
        before, self.patience = self.patience, seconds
        try:
            yield
        finally:
            self.patience = before


def failed() -> None:
    """A connection failed, or could not be made."""
    ImpatientConnection.failed_at = monotonic()
    ImpatientConnection.failing_since = ImpatientConnection.failing_since or ImpatientConnection.failed_at


def is_gone() -> bool:
    """Whether a connection failed, and none came about in the second that followed."""
    since = ImpatientConnection.failing_since
    return since is not None and monotonic() - since > SURE_AFTER


def check(connection: ImpatientConnection) -> None:
    """For the pool, before it hands a connection out."""
    with connection.patient(CHECK_WITHIN):
        ConnectionPool.check_connection(connection)
