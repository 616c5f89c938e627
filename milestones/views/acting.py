"""How a verb is asked for and answered: one POST, then the page it belongs to, as it is now."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from marketplace.errors import Refused
from marketplace.idempotency.keys import Repeated
from milestones.models import Order
from milestones.queries.reader import Reader
from milestones.views import access, order_page
from milestones.wording import history

REFUSED, INVALID = 409, 422


def acts_on(finder, page=order_page):
    """Turn `view(request, thing)` into the view of a verb about what `finder` finds.

    A verb is a POST. A GET, which is what is left of it when somebody had to sign in first, leads to the thing. A
    refusal shows the page as it is now, with the reason on top and status 409.
    """

    def decorate(view):
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def act(request, pk):
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            thing = finder(request, pk)
            if request.method != "POST":
                return redirect(thing)
            try:
                return view(request, thing)
            except Repeated as repeated:
                messages.info(request, repeated.message)
                return done(request, thing, page=page, tell=False)
            except Refused as refused:
                return page.render_page(request, thing.parties, refusal=refused.message, status=REFUSED)

        return act

    return decorate


def done(request, thing, *, page=order_page, tell=True):
    """The verb worked: say what it did, and show the page as it is now, to htmx only the middle of an order's."""
    if tell:
        say(request, thing.parties)
    if page is order_page and request.headers.get("HX-Request"):
        return page.render_page(request, thing.parties)
    return redirect(page.address_of(thing))


def say(request, order: Order) -> None:
    """Tell, on the next page, what just happened."""
    messages.success(request, what_happened(order, request.user))


def what_happened(order: Order, user) -> str:
    """The newest instant of the order's history, in words."""
    fresh = access.fresh(order)
    reader = Reader(fresh, user)
    events = list(history.events_for(reader)[:6])
    together = [event for event in events if event.at == events[0].at]
    return " ".join(f"{line.text}." for line in reversed(history.history(together, reader)))
