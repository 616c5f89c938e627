"""Who is signed in, and times in the zone of whoever looks."""

from django.conf import settings
from django.contrib.auth.middleware import get_user
from django.contrib.sessions import middleware as sessions
from django.utils import timezone

from marketplace.accounts.locales import zone_of


class SessionMiddleware(sessions.SessionMiddleware):
    """Django's, but only a page takes the session's cookie away.

    Signing in ends the session that there was. A picture or a poll that was asked before that, and is answered after
    it, finds no session, and Django would have the browser forget the cookie: the new one, and whoever just signed in
    would be signed out. Browsers say in `Sec-Fetch-Mode` whether they ask for a page or a part of one.
    """

    def process_response(self, request, response):
        response = super().process_response(request, response)
        cookie = response.cookies.get(settings.SESSION_COOKIE_NAME)
        is_part = request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate"
        if is_part and cookie is not None and not cookie.value:
            del response.cookies[settings.SESSION_COOKIE_NAME]
        return response


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
