"""What happens to every request: its line in the log, what shared caches may keep, a "no" as a page."""

import logging
import time

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.crypto import salted_hmac
from django.utils.functional import SimpleLazyObject

from marketplace import logs
from marketplace.errors import Refused
from marketplace.onward import is_ours
from marketplace.subjects import subjects

access_log = logging.getLogger("marketplace.access")

YEAR = 365 * 24 * 3600  # seconds
QUIET = ("/static/", "/healthz")  # asked for all the time, and of interest only when something is wrong
LONGEST_LENGTH = 18  # digits; int() itself gives up, with an error, at 4,300
LONGEST_SHOWN = 20  # longer parts of an address are the keys of links in mails, which are nobody's business


def refusal(request, template: str, message: str, *, status: int):
    """A "no" as a page or, to htmx, as the template's partial for the notice at the top of the page."""
    if request.headers.get("HX-Request"):
        return notice(request, template, {"message": message}, status=status)
    return render(request, template, {"message": message, "back": back_of(request)}, status=status)


def notice(request, template: str, words: dict, *, status: int):
    """A template's partial for the notice at the top of the page: htmx leaves the rest as it is."""
    response = render(request, f"{template}#refusal", words, status=status)
    response.headers["HX-Retarget"] = "#refusal"
    response.headers["HX-Reswap"] = "innerHTML"
    response.headers["HX-Reselect"] = ".notices"  # whatever part of a page the request wanted to pick
    return response


def back_of(request) -> str:
    """The page that the person came from, when it is one of ours."""
    referer = request.headers.get("Referer", "")
    return referer if is_ours(request, referer) else ""


class RequestLogMiddleware:
    """Give every request a number, in its answer and on all its lines in the log; say at the end how long it took."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        began = time.monotonic()
        number = logs.begin_request(request)
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = number
            _log(request, response, round(1000 * (time.monotonic() - began)))
        finally:
            logs.end_request()
        return response

    def process_view(self, request, view, args, kwargs):
        noun = request.path.split("/")[1].removesuffix("s")
        if noun in subjects and "pk" in kwargs:
            logs.about(**{noun: kwargs["pk"]})


def _log(request, response, ms: int) -> None:
    scanned = response.status_code == 400 and request.resolver_match is None  # for a host that is not ours
    is_vain = request.method == "GET" and response.status_code == 204  # an open page asked, and nothing is new
    quiet = scanned or is_vain or (request.path.startswith(QUIET) and response.status_code < 400)
    fields = {"method": request.method, "path": _shown(request), "status": response.status_code, "ms": ms}
    line = "{method} {path} {status} {ms} ms".format(**fields)
    access_log.log(logging.DEBUG if quiet else logging.INFO, line, extra=fields)


def _shown(request) -> str:
    """The path, without the secrets that links in mails carry. The query is never logged."""
    path = request.path
    for part in _parts(request):
        if len(str(part)) > LONGEST_SHOWN:
            path = path.replace(str(part), "…")
    return path


def _parts(request):
    """What varies in an address; of one that leads nowhere, such as a link that lost its last slash, all of it."""
    if request.resolver_match:
        return request.resolver_match.kwargs.values()
    return [] if request.path.startswith(QUIET) else request.path.split("/")


class PrivateMiddleware:
    """Keep the pages of who is signed in out of shared caches; have browsers ask again before they show one.

    The browser's own history asks nobody: there a page compares the mark that it was written for with the one in the
    cookie, which changes with who is signed in, and loads itself anew (cairn.js). `no-store` would do it without a
    script, but would also throw away what was typed, on every way back.
    """

    COOKIE = "signed_in"

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.signed_in_mark = SimpleLazyObject(lambda: _mark(request))
        response = self.get_response(request)
        if response.status_code >= 500:  # perhaps the database is away, and with it who is signed in
            return response
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-cache"
        self._tell(request, response, _mark(request))
        return response

    def _tell(self, request, response, mark: str) -> None:
        if mark == request.COOKIES.get(self.COOKIE, "") or "public" in response.get("Cache-Control", ""):
            return
        if mark:
            response.set_cookie(self.COOKIE, mark, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE, max_age=YEAR)
        else:
            response.delete_cookie(self.COOKIE, samesite="Lax")


def _mark(request) -> str:
    """Stands for who is signed in; says nothing about who that is. Nothing for a stranger."""
    if not request.user.is_authenticated:
        return ""
    return salted_hmac("marketplace.middleware.signed_in", str(request.user.pk), algorithm="sha256").hexdigest()[:16]


class BodyLimitMiddleware:
    """Refuse a body that is larger than anything we ask for, before it is read and written to the disk.

    A stranger has no file to send to us; who is signed in sends what one delivery may hold.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not (length.isascii() and length.isdigit()):
            length = 0  # the server refuses it, or sends nothing on
        else:
            length = int(length[:LONGEST_LENGTH])  # cut, it is far beyond every limit still
        if length <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE:  # Django's own limit, files aside
            return self.get_response(request)
        if not request.user.is_authenticated:
            return refusal(request, "413.html", "Sign in before you send files. Nothing was changed.", status=413)
        most = settings.UPLOAD_MAX_FILES * settings.UPLOAD_MAX_BYTES + settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if length > most:
            words = f"That is more than we take at once, which is {most // 2**20} MB. Send less, or in several parts."
            return refusal(request, "413.html", words, status=413)
        return self.get_response(request)


class RefusedMiddleware:
    """Show a "no" from the domain as a page (or, to htmx, as a partial) with status 409; and 405, which has no page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code == 405 and not response.content:
            page = render(request, "405.html", status=405)
            page["Allow"] = response["Allow"]
            return page
        return response

    def process_exception(self, request, exception):
        if isinstance(exception, Refused):
            return refusal(request, "409.html", exception.message, status=409)
        return None


LONGEST_CONTENT_TYPE = 255  # letters: RFC 6838 allows 127 on each side of the slash
_read_content_type = HttpRequest._set_content_type_params  # type: ignore[attr-defined]


def _read_short_content_type(request, meta) -> None:
    """Read none that is longer than any is: Django's reader takes a tenth of a second for eight thousand semicolons.

    It is asked before any middleware is, so this is the one place where Django's own method is replaced.
    """
    said = meta.get("CONTENT_TYPE", "")
    _read_content_type(request, meta if len(said) <= LONGEST_CONTENT_TYPE else {**meta, "CONTENT_TYPE": ""})


HttpRequest._set_content_type_params = _read_short_content_type  # type: ignore[attr-defined]
