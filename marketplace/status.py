"""/status says what is wrong with the site, /metrics gives the numbers to Prometheus. Both open to machines with
STATUS_TOKEN as a bearer token. Of people, support sees the status (view_status) and says what it saw; the numbers are
for operators (view_jobrun). For everybody else there is nothing.

For load balancers there is /healthz: what is wrong with the jobs or the mails is no reason to take a web process away.
"""

import re
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.contrib import admin
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from marketplace import clock
from marketplace.metrics import Gauge, exposition, gauges

HEADING = re.compile(r"^## (\d+)\. (.+?)\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
# Which entry of docs/runbook.md says what to do, by the gauge that is in trouble.
ENTRIES = {
    "books_problems": 3,
    "disk_free_bytes": 8,
    "events_failing": 5,
    "events_untold": 7,
    "job_last_success_timestamp_seconds": 7,
    "mails_failing": 5,
    "mails_overdue": 5,
    "migrations_unapplied": 10,
    "payments_stuck": 4,
    "payments_turned": 4,
    "probe_up": 1,
    "queue_length": 7,
    "redis_used_bytes": 1,
    "timers_overdue": 9,
}


@dataclass(frozen=True)
class Entry:
    """One thing that goes wrong, as the runbook has it."""

    title: str
    text: str


@never_cache
@require_safe
def status(request):
    """A page for people; for machines JSON, with 503 when something is wrong."""
    by_token = has_token(request)
    if not by_token:
        insist_on("marketplace.view_status", request)
    found = gauges()
    if by_token:
        wrong = [gauge.trouble for gauge in found if gauge.trouble]
        said = {"status": "failing" if wrong else "ok", "troubles": wrong}
        return JsonResponse(said, status=503 if wrong else 200)
    troubles = [(gauge, entry(gauge)) for gauge in found if gauge.trouble]
    about = {"troubles": troubles, "jobs": by_job(found), "numbers": of_the_site(found), "now": clock.real()}
    return render(request, "status.html", about)


def entry(gauge: Gauge) -> Entry | None:
    """What the runbook says to do about it."""
    return runbook().get(ENTRIES.get(gauge.name, 0))


@cache
def runbook() -> dict[int, Entry]:
    """The entries of docs/runbook.md by their numbers; none where the documents were not put on the machine."""
    file = settings.BASE_DIR / "docs" / "runbook.md"
    text = file.read_text() if file.is_file() else ""
    return {int(one[1]): Entry(f"{one[1]}. {one[2]}", one[3].strip()) for one in HEADING.finditer(text)}


def by_job(found: list[Gauge]) -> dict[str, dict[str, Gauge]]:
    """The gauges of each job by their names, for a row in a table."""
    jobs: dict[str, dict] = {}
    for gauge in found:
        if name := gauge.labels.get("job"):
            jobs.setdefault(name.removeprefix("marketplace.").replace(".tasks.", ": "), {})[gauge.name] = gauge
    return jobs


def of_the_site(found: list[Gauge]) -> list[Gauge]:
    """The others; what could not be measured is among the troubles."""
    return [gauge for gauge in found if not gauge.labels.keys() & {"job", "probe"}]


@never_cache
@require_safe
def metrics(request):
    if not has_token(request):
        insist_on("marketplace.view_jobrun", request)
    return HttpResponse(exposition(gauges()), content_type=CONTENT_TYPE_LATEST)


def has_token(request) -> bool:
    given = request.headers.get("Authorization", "").encode()
    return bool(settings.STATUS_TOKEN) and constant_time_compare(given, f"Bearer {settings.STATUS_TOKEN}".encode())


def insist_on(permission: str, request) -> None:
    if not (admin.site.has_permission(request) and request.user.has_perm(permission)):
        raise Http404
