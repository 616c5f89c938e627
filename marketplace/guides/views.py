"""Help, for everybody: all guides, one of them, and what is found in them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from marketplace.guides import library, search
from marketplace.postgresql.full_text import MOST_LETTERS


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All of them, or those that have the words that were typed."""
    typed = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:MOST_LETTERS]
    words = {"q": typed, "guides": library.guides(), "hits": search.found(typed) if typed else None}
    return render(request, "guides/index.html", words)


@require_safe
def guide(request: HttpRequest, slug: str) -> HttpResponse:
    """One of them, with the way to the others."""
    found = library.guide(slug)
    if found is None:
        raise Http404
    return render(request, "guides/guide.html", {"guide": found, "guides": library.guides()})
