"""What was posted in vain, handed back: the session was over, the form was older than a sign-in in another tab, or we
failed over it.

A page answers that still holds what was typed and can send it again, without JavaScript; htmx gets a notice and leaves
the page alone. Only a browser's word that our own page sent the form (Origin) opens this: a form that another site
posts is never held out to somebody to confirm. Passwords, cards and codes are never handed back, and neither is what
somebody else wrote in the same browser. See static/js/forms.js for what the browser keeps by itself.
"""

import logging
import re
from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.http import QueryDict
from django.middleware.csrf import get_token
from django.shortcuts import render, resolve_url
from django.urls import NoReverseMatch, reverse

from marketplace.middleware import back_of, notice

log = logging.getLogger(__name__)

SIGNED_OUT = 401
# Never handed back, and everything that is signed in, signed up or proven by is left out as a whole.
SECRET = re.compile(r"password|^(number|expiry|security_code|code|credential)$|otp|secret")
SECRET_PLACES = ("/accounts/", "/wallet/sources/add/")
# What forms carry for themselves.
OURS = re.compile(
    r"^(csrfmiddlewaretoken|draft|once|op|seen|read|version|total|next|upload|row|gone|waiting|.*-(TOTAL|INITIAL|M\w\w_NUM)_FORMS)$"
)
NONCE = re.compile(r"^(\d*)\.([a-z0-9]{8,24})$")
LINE = 80  # letters
LONG = 24  # letters; a value without a blank that is longer was typed, not chosen
WORDS = re.compile(  # fields in which one word is a text, too
    r"(message|reason|answer|wanted|why|words|text|note|title|scope|about|headline|skills|description|deliverables|"
    r"substeps|name|signature|invite|links-\d+|answer-\d+)$"
)
SENT = "sent"  # the cookie that tells forms.js what went through
SENT_SECONDS = 300


@dataclass(frozen=True)
class Value:
    """One posted value. A text is shown, to be read and changed; the rest travels along."""

    name: str
    value: str

    @property
    def is_text(self) -> bool:
        words = self.value.strip()
        if not words or OURS.match(self.name):
            return False
        return bool(WORDS.search(self.name)) or len(words) > LONG or len(words.split(maxsplit=1)) > 1

    @property
    def is_long(self) -> bool:
        """Whether it needs more than one line."""
        return len(self.value) > LINE or len(self.value.splitlines()) > 1

    @property
    def label(self) -> str:
        """The field's name, said as words: "milestones-0-name" → "Step 1, name"."""
        # int() gives up, with an error, at 4,300 digits
        milestone = re.match(r"^milestones-(\d{1,4})-(.+)$", self.name)
        words = (milestone[2] if milestone else self.name).replace("_", " ").replace("-", " ")
        return f"Step {int(milestone[1]) + 1}, {words}" if milestone else words.capitalize()


def values(data: QueryDict) -> list[Value]:
    """What a form sent, but its token and whatever is secret."""
    pairs = ((name, value) for name, many in data.lists() for value in many)
    return [Value(name, value) for name, value in pairs if name != "csrfmiddlewaretoken" and not SECRET.search(name)]


def texts(request) -> list[Value]:
    """What somebody typed into the form that this request sent, for a page that has to say no to it."""
    if request.method != "POST" or request.path.startswith(SECRET_PLACES):
        return []
    return [value for value in values(request.POST) if value.is_text]


def csrf_failure(request, reason=""):
    """403: the form is older than a sign-in in another tab, or did not come from here."""
    if request.headers.get("HX-Request"):
        return notice(request, "403_csrf.html", {}, status=403)
    if not _comes_from_here(request):
        return render(request, "403_csrf.html", {"back": back_of(request)}, status=403)
    return _hand_back(request, "403_csrf.html", status=403)


def signed_out(request):
    """401: whoever was signed in here is not any more."""
    words = {"sign_in": f"{resolve_url(settings.LOGIN_URL)}?next={quote(_place(request))}"}
    if request.headers.get("HX-Request"):
        return notice(request, "401.html", words, status=SIGNED_OUT)
    return _hand_back(request, "401.html", words, status=SIGNED_OUT)


def _place(request) -> str:
    """Where to go on after signing in: the page that the form is on, where we know it."""
    back = back_of(request)
    return back.partition(request.get_host())[2] or "/" if back else "/"


def _hand_back(request, template: str, words: dict | None = None, *, status: int):
    secret = _is_secret(request)
    whole = [] if secret or not _is_the_same_person(request) else values(request.POST)
    context = {
        "back": back_of(request),
        "values": whole,
        "read_only": [] if whole or secret else texts(request),
        "files": [] if secret else _files(request),
        "somebody_else": not _is_the_same_person(request),
    }
    return render(request, template, context | (words or {}), status=status)


def after_failure(request) -> dict:
    """For a page that says that we failed (500, 503): the form that was lost by it, to be sent again.

    It asks nothing of the database, which may be what failed: whose the form is was settled by its token.
    """
    sent = request.method == "POST" and not request.headers.get("HX-Request") and _comes_from_here(request)
    if not sent:
        return {}
    try:
        if _is_secret(request) or not (texts(request) or request.FILES):
            return {}
        kept = {"values": values(request.POST), "files": _files(request), "is_once": bool(request.POST.get("once"))}
        return kept | {"request": request, "csrf_token": get_token(request)}
    except Exception:  # the body can't be read, or not any more
        log.warning("What was posted could not be handed back", exc_info=True)
        return {}


def _is_secret(request) -> bool:
    return request.path.startswith(SECRET_PLACES) or any(SECRET.search(name) for name in request.POST)


def _files(request) -> list[tuple[str, str]]:
    """The names of what was uploaded, with their fields."""
    return [(name, file.name) for name, many in request.FILES.lists() for file in many]


def _comes_from_here(request) -> bool:
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def _is_the_same_person(request) -> bool:
    """Whether whoever is signed in now is who wrote the form, as far as the form says who that was."""
    nonce = NONCE.match(request.POST.get("draft", ""))
    return not (nonce and nonce[1] and request.user.is_authenticated) or nonce[1] == str(request.user.pk)


class KeepTypedMiddleware:
    """Hand back a form that was sent after the session ended, and tell the browser what went through."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code != 302:  # noqa: PLR2004
            return response
        if not request.user.is_authenticated and _leads_to_sign_in(response):
            lost = request.method == "POST" and _comes_from_here(request) and (texts(request) or request.FILES)
            return signed_out(request) if lost or request.headers.get("HX-Request") else response
        if request.method == "POST" and (nonce := NONCE.match(request.POST.get("draft", ""))):
            response.set_cookie(
                SENT, nonce[2], max_age=SENT_SECONDS, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
            )
        return response


def _leads_to_sign_in(response) -> bool:
    try:
        return response.url.partition("?")[0] in (resolve_url(settings.LOGIN_URL), reverse("admin:login"))
    except NoReverseMatch:
        return False
