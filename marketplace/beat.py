"""Beat, as many as you like: one ticks, the others stand by and take over when it is gone."""

import logging

import psycopg
from celery.beat import Scheduler
from django.db import connections

from marketplace.postgresql.connection import ImpatientConnection

logger = logging.getLogger(__name__)

LOCK = 0x636169726E  # "cairn"; whoever holds this advisory lock ticks
STAND_BY = 3  # seconds between two tries to get it

PING = 5  # seconds at most between two signs of life
# PostgreSQL notices a dead process at once and a vanished machine within half a minute; one that hangs loses its
# session, and the lock with it, when it gave no sign of life for this long.
SESSION = (
    "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3"
    " -c statement_timeout=2s -c idle_session_timeout=15s"
)


class OneBeat(Scheduler):
    """Celery's scheduler, ticking only while it holds the lock.

    It keeps no schedule file: what was missed during a pause is due at once, and every task is safe to run twice.
    One that wakes up after it lost the lock sends what it was about to send, and then stands by.
    """

    session = None

    def tick(self, *args, **kwargs):
        return super().tick(*args, **kwargs) if self.leads() else STAND_BY

    def leads(self) -> bool:
        """Whether this beat holds the lock at this moment; tries to get it when it does not."""
        try:
            if self.session:
                self.session.execute("SELECT 1")
                return True
            self.session = self.acquire()
        except psycopg.Error as error:
            logger.warning("Beat stands by: PostgreSQL does not answer (%s)", error)
            self.release()
        return self.session is not None

    def acquire(self):
        """A session of its own that holds the lock, or None when another beat does."""
        params = connections["default"].get_connection_params()
        session = ImpatientConnection.connect(**params | {"autocommit": True, "options": SESSION, "patience": 3})
        if session.execute("SELECT pg_try_advisory_lock(%s)", [LOCK]).fetchone()[0]:
            logger.info("This beat ticks")
            return session
        session.close()
        return None

    def release(self) -> None:
        """Let another beat take over."""
        if self.session:
            self.session.close()
            self.session = None

    def close(self):
        super().close()
        self.release()
