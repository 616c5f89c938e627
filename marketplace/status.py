"""/status says what is wrong with the site, /metrics gives the numbers to Prometheus. Both are for operators only: with
STATUS_TOKEN as a bearer token, or signed in at the support desk with the permission to look at jobs.

For load balancers there is /healthz: what is wrong with the jobs or the mails is no reason to take a web process away.
"""

from django.conf import settings
from django.contrib import admin
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from marketplace.metrics import Gauge, exposition, gauges


@never_cache
@require_safe
def status(request):
    """A page for people; for machines JSON, with 503 when something is wrong."""
    by_token = has_token(request)
    if not by_token:
        insist_on_operator(request)
    found = gauges()
    troubles = [gauge.trouble for gauge in found if gauge.trouble]
    if by_token:
        said = {"status": "failing" if troubles else "ok", "troubles": troubles}
        return JsonResponse(said, status=503 if troubles else 200)
    return render(request, "status.html", {"troubles": troubles, "jobs": by_job(found), "numbers": of_the_site(found)})


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
        insist_on_operator(request)
    return HttpResponse(exposition(gauges()), content_type=CONTENT_TYPE_LATEST)


def has_token(request) -> bool:
    given = request.headers.get("Authorization", "").encode()
    return bool(settings.STATUS_TOKEN) and constant_time_compare(given, f"Bearer {settings.STATUS_TOKEN}".encode())


def insist_on_operator(request) -> None:
    if not (admin.site.has_permission(request) and request.user.has_perm("marketplace.view_jobrun")):
        raise Http404
