"""Times in the zone of whoever looks."""

from django.contrib.auth.middleware import get_user
from django.utils import timezone

from marketplace.accounts.locales import zone_of


class TimeZoneMiddleware:
    """Activate the zone of the person who is signed in, for the length of the request.

    From here on `request.user` is the person, no longer Django's stand-in for somebody who is looked up when needed: a
    page asks that a few hundred times.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.user = get_user(request)
        if not request.user.is_authenticated:
            return self.get_response(request)
        with timezone.override(zone_of(request.user)):
            return self.get_response(request)
