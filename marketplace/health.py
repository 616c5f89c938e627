"""/healthz: 200 when this web process can serve people, 503 when it cannot. For load balancers; it tells no secrets.

It checks only what this process needs: whether jobs run and mails go out is no reason to take it away. That is for
/status.
"""

import logging
from collections.abc import Callable

from django.db import connection
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from marketplace.registry import Registry

logger = logging.getLogger(__name__)

# A check returns "" when all is well, or a short public sentence. When it raises, the log has the reason.
Check = Callable[[], str]
checks: Registry[Check] = Registry("health check")


@checks.register("database")
def database_answers() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return ""


@never_cache
@require_safe
def healthz(request):
    outcomes = {name: outcome(name, check) for name, check in checks.items()}
    well = all(said == "ok" for said in outcomes.values())
    return JsonResponse({"status": "ok" if well else "failing", "checks": outcomes}, status=200 if well else 503)


def outcome(name: str, check: Check) -> str:
    try:
        return check() or "ok"
    except Exception:
        logger.exception("The health check %s failed", name)
        return "failing"
