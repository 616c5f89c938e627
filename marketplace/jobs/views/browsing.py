"""Finding jobs, by GET alone, so that every page of results can be linked; and searches that are mailed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.gigs.models import Category
from marketplace.jobs import actions, search
from marketplace.jobs.forms.search import SearchForm
from marketplace.jobs.models import Post, SavedSearch
from marketplace.jobs.models.post import SHOWN
from marketplace.jobs.pages.browse import BrowsePage
from marketplace.onward import is_ours

INVALID = 422


@require_safe
def browse(request):
    """The search."""
    fields = Category.objects.tree()
    filters = search.read(request.GET, fields)
    found = search.find(filters, request.user, request.GET.get("after", ""))
    page = BrowsePage(fields, filters, found, request.GET, home=reverse("jobs:browse"))
    return render(request, "jobs/browse.html", {"page": page, "filters": filters})


@require_POST
@login_required
def keep(request, pk: int):
    post = get_object_or_404(Post.objects.visible_to(request.user).filter(state__in=SHOWN), pk=pk)
    actions.keep(post, by=request.user)
    return _answer(request, f"Saved: {post.title}", post)


@require_POST
@login_required
def let_go(request, pk: int):
    post = get_object_or_404(Post.objects.visible_to(request.user).filter(version__isnull=False), pk=pk)
    actions.let_go(post, by=request.user)
    return _answer(request, "It is no longer among what you saved.", post)


def _answer(request, said: str, post: Post):
    """Back to the page with the button; a script that asks in the background needs no page."""
    if request.headers.get("Accept") == "application/json":
        return HttpResponse(status=204)
    messages.success(request, said)
    back = request.POST.get("next", "")
    return redirect(back if is_ours(request, back) else post)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def searches(request):
    """The searches that are mailed once a day; and one more of them."""
    initial = {"query": request.GET.get("query", "")[:500]}
    form = SearchForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        actions.save_search(by=request.user, **form.cleaned_data)
        messages.success(request, "Once a day you are mailed what is new of it.")
        return redirect("jobs:searches")
    mine = SavedSearch.objects.filter(user=request.user).order_by("-pk")
    words = {"form": form, "searches": mine, "asks": request.method == "POST" or "query" in request.GET}
    return render(request, "jobs/searches.html", words, status=INVALID if form.is_bound else 200)


@login_required
@require_POST
def forget_search(request, pk: int):
    found = get_object_or_404(SavedSearch.objects.filter(user=request.user), pk=pk)
    actions.forget_search(found, by=request.user)
    messages.success(request, "You hear of it no more.")
    return redirect("jobs:searches")
