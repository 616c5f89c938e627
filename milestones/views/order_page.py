"""The order page, the centre of the product, and everything that happened on it."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from marketplace.postgresql.snapshot import one_moment, snapshot
from milestones.pages.order import Board, newer
from milestones.queries.events import newest_of
from milestones.queries.reader import Reader
from milestones.views import access
from milestones.wording import history as narration

LINES = 40


@require_safe
@login_required
@snapshot
def order(request, pk):
    return render_page(request, access.order(request, pk))


def render_page(request, order, *, form=None, refusal="", status=200):
    """The page as it is now; to htmx only its middle. `form` came back with errors and is shown open."""
    with one_moment():
        board = Board(access.fresh(order) if request.method == "POST" else order, request.user, form)
        context = {"board": board, "order": board.order, "reader": board.reader, "refusal": refusal}
        partial = "#body" if request.headers.get("HX-Request") else ""
        return render(request, f"milestones/order.html{partial}", context | {"partial": bool(partial)}, status=status)


def address_of(thing) -> str:
    """Where on the page this is: the order, or one of its milestones."""
    return thing.get_absolute_url()


@require_safe
@login_required
def since(request, pk, event):
    """Whether something happened since this event was the newest: 204 is no. See static/js/watch.js."""
    order = access.order(request, pk)
    is_news = newest_of(order.thread) > event or _is_news_beside(request, order)
    return HttpResponse(status=200 if is_news else 204)


def _is_news_beside(request, order) -> bool:
    """What the address says that was seen of other apps, each by its mark."""
    return any(is_newer(order, request.user, request.GET[key]) for key, is_newer in newer.items() if key in request.GET)


@require_safe
@login_required
@snapshot
def history(request, pk):
    """Everything that happened, as sentences."""
    order = access.order(request, pk)
    reader = Reader(order, request.user)
    page = Paginator(narration.events_for(reader), LINES).get_page(request.GET.get("page"))
    context = {"order": order, "page": page, "lines": narration.history(page.object_list, reader)}
    return render(request, "milestones/history.html", context)
