"""That nothing is new in a conversation, said without what every other request needs.

Each open conversation asks every few seconds, and nearly always there is nothing. That is known after one round trip,
which brings the mark of now with the session and the password that it must fit: no session is opened, and nobody's
account is read. Whatever else there is to say, and every doubt, is for the view.
"""

import re

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpResponse
from django.utils.crypto import constant_time_compare

from marketplace.accounts.models import User
from marketplace.inbox.queries import polled
from marketplace.numbers import whole_number

ADDRESS = re.compile(r"/messages/([0-9]{1,18})/since/([0-9-]+)/", re.ASCII)


class PollMiddleware:
    """Answers 204 to who is signed in, may look at the conversation and has seen all of it; stands before sessions."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return _nothing_new(request) or self.get_response(request)


def _nothing_new(request) -> HttpResponse | None:
    asked = ADDRESS.fullmatch(request.path_info)
    if not asked or request.method != "GET" or "HTTP_HX_REQUEST" in request.META:
        return None
    key, reader = request.COOKIES.get(settings.SESSION_COOKIE_NAME), whole_number(request.GET.get("by"))
    found = polled(int(asked[1]), reader, key) if key and reader else None
    if found is None:
        return None
    mark, password, session = found
    if str(mark) != asked[2] or not _is_signed_in(User(pk=reader, password=password), session):
        return None
    return HttpResponse(status=204, headers={"Cache-Control": "private, no-cache"})


def _is_signed_in(reader: User, data: str) -> bool:
    """Whether this session is theirs, by what `django.contrib.auth.get_user` asks of it."""
    session = SessionStore().decode(data)
    return (
        session.get(SESSION_KEY) == str(reader.pk)
        and session.get(BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS
        and constant_time_compare(session.get(HASH_SESSION_KEY, ""), reader.get_session_auth_hash())
    )
