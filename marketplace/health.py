"""/healthz: 200 when the site can do its work, 503 when it cannot. For load balancers and alarms; it tells no secrets.

A part registers its own check when it is ready:

    health.register("sweep", health.recent(last_sweep, within=timedelta(minutes=3)))
"""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.db import connection
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

logger = logging.getLogger(__name__)

# A check returns "" when all is well, or a short public sentence. When it raises, the log has the reason.
Check = Callable[[], str]
CHECKS: dict[str, Check] = {}


def register(name: str, check: Check) -> None:
    CHECKS[name] = check


def recent(last: Callable[[], datetime | None], *, within: timedelta) -> Check:
    """A check that something happened lately, by real time: the demo's clock moves, dead jobs do not."""

    def check() -> str:
        at = last()
        if at is None:
            return "has never run"
        age = datetime.now(UTC) - at
        return "" if age <= within else f"last ran {int(age.total_seconds())} seconds ago"

    return check


def database_answers() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return ""


register("database", database_answers)


@never_cache
@require_safe
def healthz(request):
    outcomes = {name: outcome(name, check) for name, check in CHECKS.items()}
    well = all(said == "ok" for said in outcomes.values())
    return JsonResponse({"status": "ok" if well else "failing", "checks": outcomes}, status=200 if well else 503)


def outcome(name: str, check: Check) -> str:
    try:
        return check() or "ok"
    except Exception:
        logger.exception("The health check %s failed", name)
        return "failing"
