"""One's own gigs: the list, and taking one to the market, off it for a while, or for good."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.errors import Refused
from marketplace.gigs import actions
from marketplace.gigs.editor import wizard
from marketplace.gigs.limits import PUBLISH
from marketplace.gigs.models import Gig, GigState
from marketplace.gigs.shelves import with_what_came
from marketplace.gigs.views.writing import find_own

PER_PAGE = 20
NOT_CLOSED = [state for state in GigState.values if state != GigState.CLOSED]
TABS = {"open": ("Yours", NOT_CLOSED), "closed": ("Closed", [GigState.CLOSED])}


@login_required
@require_safe
def mine(request):
    """Own gigs, those that are sold or written, and those that are closed."""
    tab = request.GET.get("tab") if request.GET.get("tab") in TABS else "open"
    found = Gig.objects.of(request.user).filter(state__in=TABS[tab][1])
    found = found.select_related("version", "draft", "category").order_by("-changed_at", "-pk")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    tabs = [(key, title) for key, (title, _) in TABS.items()]
    words = {"tab": tab, "tabs": tabs, "page": page, "rows": with_what_came(list(page))}
    return render(request, "gigs/mine.html", words)


@login_required
@require_POST
def publish(request, pk: int):
    """Put what is written before everybody. What is missing is listed on the page that it leads back to."""
    gig = find_own(request, pk)
    is_first = gig.version is None
    try:
        gig = actions.publish(gig, by=request.user)
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect(wizard.url_of(gig, PUBLISH))
    messages.success(request, "Your gig is published." if is_first else "Published: clients see the new version.")
    return redirect(gig)


@login_required
@require_POST
def pause(request, pk: int):
    actions.pause(find_own(request, pk), by=request.user)
    messages.success(request, "It is paused: nobody finds or orders it. Orders go on.")
    return redirect("gigs:mine")


@login_required
@require_POST
def resume(request, pk: int):
    """Back on the market; where that is refused, the last step lists why."""
    gig = find_own(request, pk)
    try:
        actions.resume(gig, by=request.user)
    except Refused as refused:
        if gig.state != GigState.PAUSED:
            raise
        messages.error(request, refused.message)
        return redirect(wizard.url_of(gig, PUBLISH))
    messages.success(request, "It is on the market again.")
    return redirect("gigs:mine")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def close(request, pk: int):
    """Sell it no longer, after a page that asks."""
    gig = find_own(request, pk)
    if request.method != "POST":
        return render(request, "gigs/close.html", {"gig": gig})
    actions.close(gig, by=request.user)
    messages.success(request, "It is closed. Orders go on.")
    return redirect("gigs:mine")
