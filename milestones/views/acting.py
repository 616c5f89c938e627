"""How a verb is asked for and answered: one POST, then the page it belongs to, as it is now."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from marketplace.errors import Refused
from marketplace.idempotency.keys import Repeated
from milestones.queries.reader import Reader
from milestones.unit_of_work import Done
from milestones.views import order_page
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
                return show(request, thing, page)
            except Refused as refused:
                return page.render_page(request, thing.parties, refusal=refused.message, status=REFUSED)

        return act

    return decorate


def done(request, did: Done, *, page=order_page):
    """The verb worked: say what it did, and show the page as it is now."""
    say(request, did)
    return show(request, did.thing, page)


def show(request, thing, page=order_page):
    """The page of what the verb was about, as it is now; to htmx only the middle of an order's."""
    if page is order_page and request.headers.get("HX-Request"):
        return page.render_page(request, thing.parties)
    return redirect(page.address_of(thing))


def say(request, did: Done) -> None:
    """Tell, on the next page, what a verb did."""
    if did.recorded:
        messages.success(request, history.told(did.recorded, Reader(did.thing.parties, request.user)))
