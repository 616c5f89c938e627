"""What people saved: gigs and freelancers, to find them again."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from marketplace.accounts.models import User
from marketplace.gigs import actions
from marketplace.gigs.models import Gig, GigState, Saved
from marketplace.gigs.search.results import for_cards
from marketplace.onward import is_ours

PAGE = 24


@require_safe
@login_required
def saved(request):
    """What I saved, newest first; what is not on sale at the moment is counted, and comes back by itself."""
    tab = "people" if request.GET.get("tab") == "people" else "gigs"
    mine = Saved.objects.filter(user=request.user).order_by("-pk")
    seen = {
        "gigs": mine.filter(gig__in=Gig.objects.published()),
        "people": mine.filter(person__in=User.objects.shown_to(request.user)),
    }
    page = Paginator(seen[tab], PAGE).get_page(request.GET.get("page"))
    keys = [one.gig_id or one.person_id for one in page]
    rows = for_cards(Gig.objects.all(), request.user) if tab == "gigs" else User.objects.select_related("reputation")
    found = rows.in_bulk(keys)
    things = [found[key] for key in keys if key in found]
    hidden = mine.exclude(gig=None).count() - seen["gigs"].count() if tab == "gigs" else 0
    context = {"tab": tab, "page": page, "things": things, "hidden": hidden}
    return render(request, "gigs/saved.html", context)


@require_POST
@login_required
def keep_gig(request, pk: int):
    gig = get_object_or_404(Gig.objects.visible_to(request.user).filter(state=GigState.PUBLISHED), pk=pk)
    actions.keep(by=request.user, gig=gig)
    return _answer(request, f"Saved: {gig.title}")


@require_POST
@login_required
def let_gig_go(request, pk: int):
    gig = get_object_or_404(Gig.objects.visible_to(request.user).filter(state=GigState.PUBLISHED), pk=pk)
    actions.let_go(by=request.user, gig=gig)
    return _answer(request, "It is no longer among what you saved.")


@require_POST
@login_required
def keep_person(request, pk: int):
    person = get_object_or_404(_people(request), pk=pk)
    actions.keep(by=request.user, person=person)
    return _answer(request, f"Saved: {person}")


@require_POST
@login_required
def let_person_go(request, pk: int):
    person = get_object_or_404(_people(request), pk=pk)
    actions.let_go(by=request.user, person=person)
    return _answer(request, f"{person} is no longer among what you saved.")


def _people(request):
    """Whom one may save: oneself, too, so that who was suspended meanwhile is refused, and not told of nobody."""
    return User.objects.filter(Q(pk__in=User.objects.shown_to(request.user).values("pk")) | Q(pk=request.user.pk))


def _answer(request, said: str):
    """Back to the page with the button; a script that asks in the background needs no page."""
    if request.headers.get("Accept") == "application/json":
        return HttpResponse(status=204)
    messages.success(request, said)
    back = request.POST.get("next", "")
    return redirect(back if is_ours(request, back) else reverse("gigs:saved"))
