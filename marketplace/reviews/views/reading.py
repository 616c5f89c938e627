"""Reviews of a person and of a gig, for everybody."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from marketplace.accounts.models import User
from marketplace.gigs.models import Gig
from marketplace.reviews import queries
from marketplace.reviews.pages import AboutGig, AboutPerson, Listed


@require_safe
def of_person(request, pk):
    """What everybody may know of somebody's work, the newest first."""
    person = get_object_or_404(User.objects.shown_to(request.user).select_related("reputation"), pk=pk)
    listed = Listed(queries.page_of(queries.about(pk), request.GET.get("after", "")), request.user)
    return render(request, "reviews/of_person.html", {"section": AboutPerson(person, listed), "person": person})


@require_safe
def of_gig(request, pk):
    """What those said who ordered it, the newest first."""
    found = Gig.objects.visible_to(request.user).filter(version__isnull=False)
    gig = get_object_or_404(found.select_related("owner"), pk=pk)
    listed = Listed(queries.page_of(queries.of_gig(pk), request.GET.get("after", "")), request.user)
    return render(request, "reviews/of_gig.html", {"section": AboutGig(gig, listed), "gig": gig})
