"""Finding people: GET alone."""

from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q
from django.shortcuts import render
from django.views.decorators.http import require_safe

from marketplace.accounts.finding import CANDIDATES, found_by
from marketplace.accounts.models import User
from marketplace.gigs.models import GigState, Saved
from marketplace.postgresql.full_text import MOST_LETTERS, names_of

PAGE = 24


@require_safe
def people(request):
    """By name, headline and skills, best first. Without words, who sells something, the newest members first."""
    typed = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:MOST_LETTERS]
    words = names_of(typed)
    found = found_by(words) if words else _sellers()
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "gigs/people.html", {"q": typed, "page": page, "people": _with_gigs(page, request.user)})


def _sellers():
    shown = User.objects.confirmed().in_trade().filter(gigs__state=GigState.PUBLISHED)
    keys = shown.order_by("-pk").values_list("pk", flat=True).distinct()[:CANDIDATES]
    return User.objects.filter(pk__in=list(keys)).order_by("-pk")


def _with_gigs(page, reader) -> list[User]:
    """Those of a page, each with how many gigs they sell, and whether the reader saved them."""
    on_sale = Count("gigs", filter=Q(gigs__state=GigState.PUBLISHED))
    saved = Saved.objects.filter(user=reader.pk or 0, person=OuterRef("pk"))
    rows = (
        User.objects.annotate(on_sale=on_sale, is_saved=Exists(saved))
        .select_related("reputation")
        .in_bulk([one.pk for one in page])
    )
    return [rows[one.pk] for one in page if one.pk in rows]
