"""Reviewing the other side of an order, and replying."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from marketplace.reviews import actions
from marketplace.reviews.forms import ReplyForm, ReviewForm
from marketplace.reviews.pages import OfOrder
from marketplace.reviews.views import access

INVALID = 422
PUBLISHED = "Both reviews are published: everybody reads them now."
HIDDEN = "Your review is saved. It is shown when both of you have written, or the time is over."


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def order(request, pk):
    """GET shows what there is to read and to write, POST writes one's own review."""
    found = access.order(request, pk)
    page = OfOrder(found, request.user)
    if request.method != "POST":
        return _show(request, page, form=ReviewForm(review=page.draft))
    form = ReviewForm(request.POST, review=page.draft)
    if not form.is_valid():
        return _show(request, page, form=form, status=INVALID)
    written = actions.write(found, by=request.user, stars=form.stars, text=form.cleaned_data["text"])
    written.refresh_from_db(fields=["published_at"])
    messages.success(request, PUBLISHED if written.published_at else HIDDEN)
    return redirect("reviews:order", pk)


@require_POST
@login_required
def reply(request, pk):
    """Below what the other one wrote. It is written on the page of the order's reviews."""
    review = access.review(request, pk)
    form = ReplyForm(request.POST)
    if form.is_valid():
        review = actions.answer(review, by=request.user, text=form.cleaned_data["reply"])
        messages.success(request, "Your reply stands below the review.")
        return redirect("reviews:order", review.order_id)
    return _show(request, OfOrder(access.order(request, review.order_id), request.user), reply=form, status=INVALID)


def _show(request, page: OfOrder, *, form=None, reply=None, status=200):
    """The page; what was sent in vain stays on it, even where it can't be sent any more."""
    form = form or ReviewForm(review=page.draft)
    words = {
        "page": page,
        "order": page.order,
        "form": form if form.is_bound or page.may_write else None,
        "reply": reply or ReplyForm(),
    }
    return render(request, "reviews/order.html", words, status=status)
