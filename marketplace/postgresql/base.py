"""The database backend, named in settings.DATABASES."""

import threading
from contextlib import contextmanager
from time import monotonic
from types import SimpleNamespace
from typing import Any

import psycopg
from django.db.backends.postgresql import base
from psycopg_pool import PoolTimeout

from marketplace.postgresql.connection import ImpatientConnection

PAUSE = 0.5  # seconds for which a server that is away is not asked again


class Away(psycopg.OperationalError):
    """PostgreSQL was away a moment ago, and somebody else is looking whether it is back."""


class Outage:
    """What the threads of this process know of a server that is away: one of them waits for it, the others don't."""

    def __init__(self):
        self.lock = threading.Lock()
        self.began_at = None
        self.ask_again_at = 0.0

    def refuse(self, wait: float) -> None:
        """Raise Away during an outage, unless it is this thread's turn to ask again, which takes up to `wait`."""
        with self.lock:
            if self.began_at is None:
                return
            if ImpatientConnection.made_at > self.began_at:
                self.began_at = None
            elif monotonic() < self.ask_again_at:
                raise Away("PostgreSQL was away a moment ago")
            else:
                self.ask_again_at = monotonic() + wait + PAUSE

    def begin(self) -> None:
        with self.lock:
            self.began_at = monotonic()
            self.ask_again_at = self.began_at + PAUSE

    def end(self) -> None:
        self.began_at = None


outage = Outage()


class DatabaseWrapper(base.DatabaseWrapper):
    # psycopg, but for the connections that it makes.
    Database: Any = SimpleNamespace(**vars(psycopg) | {"connect": ImpatientConnection.connect})

    def get_connection_params(self):
        params = super().get_connection_params()
        if params.get("prepares"):
            params["options"] = f"-c plan_cache_mode=force_generic_plan {params.get('options', '')}"  # see prepared.py
        return params

    def get_new_connection(self, conn_params):
        outage.refuse(self.longest_wait())
        began = monotonic()
        try:
            made = super().get_new_connection(conn_params)
        except psycopg.OperationalError as error:
            # A pool that is only busy says so after the same wait. That is no outage.
            if not isinstance(error, PoolTimeout) or ImpatientConnection.failed_at >= began - PAUSE:
                outage.begin()
            raise
        outage.end()
        return made

    def longest_wait(self) -> float:
        options = self.settings_dict["OPTIONS"]
        pool = options.get("pool")
        return pool["timeout"] if pool else options.get("connect_timeout", 0)

    @contextmanager
    def unhurried(self):
        """For one transaction that may take long, such as checking the books: no limit on its statements."""
        with self.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")
        with self.connection.patient(None):
            yield
