"""Caches that may be away. What Redis (or the disk) does not take at the moment is kept in this process's memory.

The cache counts sign-in attempts and the like. While it is away each process counts for itself: the limits go on, up to
as many times looser as there are web processes, and nobody is locked out because a server is down. Sessions and
everything of value are in PostgreSQL, never here.
"""

import logging
import time

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

from marketplace import folders

logger = logging.getLogger(__name__)

PAUSE = 2  # seconds for which a cache that failed is not asked again: nobody but the first visitor waits for it
MOST = 10_000  # entries that a process keeps meanwhile

OPERATIONS = "add get set touch delete get_many has_key incr set_many delete_many clear".split()


class MayBeAway:
    """Mixin for a cache backend: what fails with one of `failures` runs in memory instead, and so for a while after.

    Django makes a backend for each thread; what is known of the server is shared by all of them.
    """

    failures: tuple[type[Exception], ...] = ()
    away_until = 0.0

    def __init__(self, location, params):
        super().__init__(location, params)
        self.memory = LocMemCache(f"instead of {type(self).__name__}", {"OPTIONS": {"MAX_ENTRIES": MOST}})

    def run(self, operation: str, *args, **kwargs):
        ours = type(self)
        if time.monotonic() >= ours.away_until:
            try:
                return getattr(super(), operation)(*args, **kwargs)
            except self.failures as error:
                ours.away_until = time.monotonic() + PAUSE
                logger.warning("The cache is away, this process counts for itself: %s", error)
        return getattr(self.memory, operation)(*args, **kwargs)


def _passed_to_run(operation: str):
    def method(self, *args, **kwargs):
        return self.run(operation, *args, **kwargs)

    method.__name__ = operation
    return method


for _operation in OPERATIONS:
    setattr(MayBeAway, _operation, _passed_to_run(_operation))


class Redis(MayBeAway, RedisCache):
    """Django's Redis cache, for a server that may be down, silent or full."""

    failures = (RedisError, OSError)


class Folder(MayBeAway, folders.Cache):
    """A cache in a folder, for a disk that may be full."""

    failures = (OSError,)
