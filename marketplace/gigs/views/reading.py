"""A gig, for everybody."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from marketplace.gigs.models import Gig
from marketplace.gigs.pages import GigPage


@require_safe
def gig(request, pk: int, slug: str = ""):
    """What it says, at an address with its title; the number alone, or an older title, leads there."""
    found = Gig.objects.visible_to(request.user).select_related("owner__reputation", "version__policy")
    shown = get_object_or_404(found.filter(version__isnull=False), pk=pk)
    if slug != shown.slug:
        return redirect(shown, permanent=False)
    page = GigPage(shown, shown.version.said, shown.version.policy, request.user)
    return render(request, "gigs/gig.html", {"page": page})
