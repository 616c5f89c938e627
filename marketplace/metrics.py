"""What an operator watches: numbers about this site, and which of them mean trouble.

A part adds its own when it is ready:

    @metrics.probes.register()
    def payments():
        count = …
        yield Gauge("payments_stuck", "Payments that …", count, trouble=f"{count} payments …" if count else "")
"""

import logging
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

import redis
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from redis.backoff import NoBackoff
from redis.retry import Retry

from marketplace.registry import Registry

log = logging.getLogger(__name__)

PREFIX = "cairn_"
LEAST_FREE = 0.05  # of a disk
LONGEST_QUEUE = 500


@dataclass(frozen=True)
class Gauge:
    """One number. `trouble` says in a sentence what is wrong with it; "" when nothing is. `since` is when that began,
    as far as it is known.
    """

    name: str
    help: str
    value: float
    labels: dict[str, str] = field(default_factory=dict)
    trouble: str = ""
    since: datetime | None = None

    @property
    def shown(self) -> str:
        """The value for people, by the unit in its name."""
        if self.name.endswith("_timestamp_seconds"):
            return f"{datetime.fromtimestamp(self.value, UTC):%Y-%m-%d %H:%M:%S} UTC" if self.value else "never"
        if self.name.endswith("_bytes"):
            return filesizeformat(self.value)
        return f"{self.value:.0%}" if self.name.endswith("_ratio") else f"{self.value:,.2f}".rstrip("0").rstrip(".")


Probe = Callable[[], Iterable[Gauge]]

# Functions that yield gauges. Their names are shown when they fail.
probes: Registry[Probe] = Registry("probe")


def gauges() -> list[Gauge]:
    """All of them, now. What cannot be measured is trouble, too."""
    return [gauge for one in probes.values() for gauge in measured(one)]


def measured(one: Probe) -> list[Gauge]:
    try:
        found, trouble = list(one()), ""
    except Exception:
        log.warning("The probe %s failed", one.__name__, exc_info=True)
        found, trouble = [], f"{one.__name__} cannot be measured: the log says why"
    labels = {"probe": one.__name__}
    return [*found, Gauge("probe_up", "Whether this could be measured", 0 if trouble else 1, labels, trouble)]


def exposition(found: Iterable[Gauge]) -> bytes:
    """The text that Prometheus reads."""
    families: dict[str, GaugeMetricFamily] = {}
    for gauge in found:
        family = families.setdefault(
            gauge.name, GaugeMetricFamily(PREFIX + gauge.name, gauge.help, labels=list(gauge.labels))
        )
        family.add_metric(list(gauge.labels.values()), gauge.value)
    registry = CollectorRegistry()
    registry.register(Families(families.values()))
    return generate_latest(registry)


class Families:
    def __init__(self, families):
        self.families = families

    def collect(self):
        return self.families


# What every site has


@probes.register()
def disks():
    places = {"data": settings.DATA_DIR, "media": settings.MEDIA_ROOT}
    for name, place in places.items():
        there = next(folder for folder in (place, *place.parents) if folder.exists())
        disk = shutil.disk_usage(there)
        share = disk.free / disk.total
        trouble = f"Only {share:.0%} of the disk of {place} are free" if share < LEAST_FREE else ""
        yield Gauge("disk_free_bytes", "Free space", disk.free, {"place": name}, trouble)
        yield Gauge("disk_free_ratio", "Free space, as a share of the disk", share, {"place": name})


@probes.register()
def queue():
    """Tasks that wait for a worker. In Redis this also says whether Redis answers."""
    if settings.REDIS_URL:
        with ask_redis() as server:
            length = server.llen("celery")
            yield from memory(server.info("memory"))
    else:
        length = sum(1 for _ in (settings.DATA_DIR / "queue").glob("*.msg"))
    trouble = f"{length} tasks wait for a worker" if length > LONGEST_QUEUE else ""
    yield Gauge("queue_length", "Tasks that wait for a worker", length, trouble=trouble)


def ask_redis() -> redis.Redis:
    options = {"socket_connect_timeout": 0.5, "socket_timeout": 0.5, "retry": Retry(NoBackoff(), 0)}
    return redis.Redis.from_url(settings.REDIS_URL, **options)


def memory(info: dict):
    most, used = info["maxmemory"], info["used_memory"]
    trouble = "Redis is nearly full" if most and used > 0.9 * most else ""
    yield Gauge("redis_used_bytes", "Memory that Redis uses", used, trouble=trouble)
    yield Gauge("redis_limit_bytes", "Memory that Redis may use; 0: no limit", most)
