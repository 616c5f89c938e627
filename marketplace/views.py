"""The front door, and the "no" of a permission."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from marketplace.middleware import refusal


@require_safe
def home(request):
    """What Cairn is, for a stranger; whoever is signed in goes on to their own work."""
    if request.user.is_authenticated:
        return redirect("/dashboard/")
    return render(request, "home.html")


def forbidden(request, exception):
    """403 as a page or, to htmx, as a notice at the top of the page."""
    return refusal(request, "403.html", str(exception), status=403)
