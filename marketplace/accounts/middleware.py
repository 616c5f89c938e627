"""Times in the zone of whoever looks."""

import zoneinfo

from django.utils import timezone


class TimeZoneMiddleware:
    """Activate the zone of the person who is signed in, for the length of the request."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.user.is_authenticated:
            return self.get_response(request)
        with timezone.override(_zone(request.user)):
            return self.get_response(request)


def _zone(user):
    """The person's zone; UTC if the time zone database has forgotten its name since."""
    try:
        return zoneinfo.ZoneInfo(user.time_zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return zoneinfo.ZoneInfo("UTC")
