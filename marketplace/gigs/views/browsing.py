"""Finding gigs: GET alone, so that every page of results can be linked."""

from collections.abc import Mapping

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from marketplace import clock
from marketplace.gigs import standing
from marketplace.gigs.ground import gig_policies
from marketplace.gigs.models import Category, Gig
from marketplace.gigs.search import filters, ranking, results
from marketplace.gigs.search.page import ResultsPage

MOST_EXPLAINED = 30  # gigs of one's own


@require_safe
def browse(request, slug: str = ""):
    """The search, everywhere or within one kind of work."""
    fields = Category.objects.tree()
    categories = {one.slug: one for field in fields for one in (field, *field.kinds)}
    if slug and slug not in categories:
        raise Http404("There is no such category.")
    wanted = filters.read(request.GET, within=categories.get(slug), categories=categories, rates=_rates)
    found = results.find(wanted, request.GET, fields, request.user)
    page = ResultsPage(fields, wanted, found, request.GET, home=reverse("gigs:browse"))
    return render(request, "gigs/browse.html", {"page": page, "filters": wanted, "results": found})


def _rates() -> Mapping[str, str]:
    """Units of each currency for one US dollar, as the rulebook has them that gigs are first offered."""
    policy = gig_policies().first()
    return policy.reference_rates if policy else {}


@require_safe
def how_ranked(request):
    """The formula of the order of results, from the constants that it is worked out by; for sellers, their numbers."""
    context = {"standing": standing, "ranking": ranking, "mine": _explained(request.user)}
    return render(request, "gigs/ranking.html", context)


def _explained(user) -> list[tuple[Gig, standing.Facts]]:
    if not user.pk:
        return []
    now = clock.now()
    mine = Gig.objects.of(user).filter(state="published").order_by("-standing", "-pk")[:MOST_EXPLAINED]
    return [(gig, standing.facts_of(gig, now)) for gig in mine]
