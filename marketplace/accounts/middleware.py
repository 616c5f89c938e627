"""Who is signed in, and times in the zone of whoever looks."""

from django.contrib.auth.middleware import get_user
from django.utils import timezone

from marketplace.accounts.locales import zone_of


class SignedInUserMiddleware:
    """Put the person who is signed in on the request, in place of Django's stand-in.

    The stand-in looks them up when it is first asked, and goes round by a function at every question after that: a page
    asks a few hundred times. What answers before this stands (a body that is too large, a static file) looks up nobody.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.user = get_user(request)
        return self.get_response(request)


class TimeZoneMiddleware:
    """Activate the zone of the person who is signed in, for the length of the request."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.user.is_authenticated:
            return self.get_response(request)
        with timezone.override(zone_of(request.user)):
            return self.get_response(request)
