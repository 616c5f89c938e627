"""Reporting a review."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from marketplace.reviews import actions
from marketplace.reviews.forms import ReportForm
from marketplace.reviews.pages import Shown
from marketplace.reviews.views import access
from marketplace.transitions import permit

INVALID = 422


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def report(request, pk):
    """GET shows the review and asks why, POST reports it."""
    review = access.review(request, pk)
    permit(review.report, request.user)
    form = ReportForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.report(review, by=request.user, **form.cleaned_data)
        messages.success(request, "Support has your report, and answers by mail.")
        return redirect(review.about)
    words = {"shown": Shown(review, request.user), "review": review, "form": form}
    return render(request, "reviews/report.html", words, status=INVALID if form.is_bound else 200)
