"""The front door, the "no" of a permission, what is not there, and what people see when something broke."""

import sys
from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import get_template
from django.views.decorators.http import require_safe

from marketplace import clock, logs, resubmission
from marketplace.gigs.search.front import front
from marketplace.middleware import refusal
from marketplace.outages import outage_of

IN_THE_PICTURE = timedelta(days=2, hours=14)  # what is left of the review that the home page shows


@require_safe
def home(request):
    """The market, for a stranger; whoever is signed in goes on to their own work."""
    if request.user.is_authenticated:
        return redirect("/dashboard/")
    return render(request, "home.html", _front(request) | {"due": clock.now() + IN_THE_PICTURE})


def _front(request) -> dict:
    """What the market has; nothing of it while the database is away, so that the front door still opens."""
    try:
        return front(request.user)
    except Exception as error:
        if outage_of(error) is None:
            raise
        return {}


def not_found(request, exception):
    """404. Django's own would check the form's token first, and break over a body that can't be read."""
    return render(request, "404.html", status=404)


def forbidden(request, exception):
    """403 as a page or, to htmx, as a notice at the top of the page."""
    return refusal(request, "403.html", str(exception), status=403)


def bad_request(request, exception):
    """400. It may have come before there was a session or a user, for a host that is not ours."""
    return HttpResponse(get_template("400.html").render({"number": logs.number()}), status=400)


def server_error(request):
    """500, with the number that finds it in the log; 503 and what is the matter when something outside is away.

    A form that was lost by it is handed back. It asks nothing of the database, nor of anything else that may be what
    broke.
    """
    outage = outage_of(sys.exception())
    about = {"number": logs.number()} | resubmission.after_failure(request)
    if outage is None:
        return HttpResponse(get_template("500.html").render(about), status=500)
    page = get_template("503.html").render({"outage": outage} | about)
    return HttpResponse(page, status=503, headers={"Retry-After": outage.retry_after})
