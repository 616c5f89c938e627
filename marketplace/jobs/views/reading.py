"""A post, for whoever sees it."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from marketplace.jobs.pages import PostPage
from marketplace.jobs.views.access import find
from marketplace.postgresql.snapshot import snapshot


@require_safe
@snapshot
def post(request, pk: int, slug: str = ""):
    """What it says, at an address with its title; the number alone, or an older title, leads there."""
    found = find(request, pk)
    if slug != found.slug:
        return redirect(found, permanent=False)
    return render(request, "jobs/post.html", {"page": PostPage(found, request.user), "post": found})
