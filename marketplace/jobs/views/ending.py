"""Closing a post and opening it again, each after a page that asks."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from marketplace.errors import Refused
from marketplace.jobs import actions, rest
from marketplace.jobs.forms import CloseForm, ReopenForm, WordForm
from marketplace.jobs.models.post import WRITTEN
from marketplace.jobs.views.access import find_own
from marketplace.jobs.wording import fates_words

INVALID = 422


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def close(request, pk: int):
    """Take no more proposals; a draft is thrown away."""
    post = find_own(request, pk)
    if request.method != "POST" and post.state not in WRITTEN:
        return redirect(post if post.version else "jobs:projects")
    is_draft = post.version is None
    form = CloseForm(request.POST or None)
    if request.method == "POST" and (is_draft or form.is_valid()):
        said = {} if is_draft else form.cleaned_data
        post = actions.close(post, by=request.user, **said)
        messages.success(request, "The draft is thrown away." if is_draft else "Your job is closed.")
        return redirect("jobs:projects" if is_draft else post)
    words = {"post": post, "form": form, "fates": fates_words(rest.fates_of(post))}
    return render(request, "jobs/close.html", words, status=INVALID if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request, pk: int):
    """Take proposals again."""
    post = find_own(request, pk)
    form = ReopenForm(request.POST or None)
    if form.is_valid():
        post = actions.reopen(post, by=request.user, days=form.cleaned_data["days"])
        messages.success(request, "Your job is open again.")
        return redirect(post)
    return render(request, "jobs/reopen.html", {"post": post, "form": form}, status=INVALID if form.is_bound else 200)


@login_required
@require_POST
def word(request, pk: int):
    """Keep what those are told who are not hired."""
    post = find_own(request, pk)
    form = WordForm(request.POST)
    if not form.is_valid():
        raise Refused(str(form.errors["words"][0]))
    actions.word(post, by=request.user, words=form.cleaned_data["words"])
    messages.success(request, "Kept: the others are told this when everybody is hired.")
    return redirect("jobs:proposals", post.pk)
