"""The demo's own pages. Outside of the demo every one of them is 404 (see urls)."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.core.paginator import Paginator
from django.db.models import Max
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_POST, require_safe

from marketplace.accounts.models import User
from marketplace.demo import clock_offset, fast_forward, index_page, mailbox
from marketplace.demo.cast import CAST
from marketplace.demo.context_processors import JUMPS
from marketplace.mail.models import OutgoingMail
from marketplace.onward import is_ours

PER_PAGE = 25
MOST_OTHERS = 50


@require_safe
def index(request):
    """What there is to try, and who to be."""
    return render(request, "demo/index.html", {"cast": index_page.cast(), "chapters": index_page.chapters()})


@require_POST
def sign_in(request):
    """Be somebody of the cast; nobody who signed up by themselves can be chosen."""
    email = request.POST.get("email", "")
    if email not in {one.email for one in CAST}:
        raise Http404
    person = get_object_or_404(User, email=email, is_active=True)
    login(request, person)
    messages.success(request, f"You are {person} now.")
    return redirect(_next(request, settings.LOGIN_REDIRECT_URL))


@require_POST
def forward(request):
    """Let days pass, and say what happened in them."""
    days = request.POST.get("days", "")
    if days not in map(str, JUMPS):
        raise Http404
    messages.info(request, str(fast_forward.forward(int(days))))
    return redirect(_next(request, "demo:index"))


@require_POST
def reset(request):
    """Back to real time."""
    clock_offset.reset()
    messages.info(
        request,
        "The clock shows real time again. What happened meanwhile stays in the books, so some of it is dated in the "
        "future, and timers that started there run until then.",
    )
    return redirect(_next(request, "demo:index"))


def _next(request, otherwise: str) -> str:
    """Where the form wants to go on, when that is on this site."""
    url = request.POST.get("next", "")
    return url if is_ours(request, url) else otherwise


@require_safe
def mail(request):
    """The letters that the site has written, to everybody or to one person."""
    to = request.GET.get("to", "")
    found = mailbox.names()
    if to:
        found = [name for name in found if f"<{to}>" in mailbox.head(name).to or mailbox.head(name).to == to]
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    letters = [mailbox.head(name) for name in page]
    words = {"page": page, "letters": letters, "to": to, "cast": CAST, "others": _others(to)}
    return render(request, "demo/mail.html", words)


def _others(to: str) -> list[str]:
    """Who else was written to: people who signed up, or were invited, lately; and whoever is chosen."""
    cast = {one.email for one in CAST}
    written = OutgoingMail.objects.exclude(to__in=cast).values("to").annotate(last=Max("pk")).order_by("-last")
    found = list(written.values_list("to", flat=True)[:MOST_OTHERS])
    return found if not to or to in cast or to in found else [to, *found]


@require_safe
def letter(request, name):
    """One letter, with links that work."""
    try:
        found = mailbox.read(name)
    except FileNotFoundError:
        raise Http404 from None
    return render(request, "demo/letter.html", {"letter": found, "has_page": bool(mailbox.page(name))})


# Mails have their styles in themselves, and fetch nothing.
@csp_override({"default-src": [CSP.NONE], "style-src": [CSP.UNSAFE_INLINE], "frame-ancestors": [CSP.NONE]})
@require_safe
def letter_page(request, name):
    """One letter as mail programs show it."""
    try:
        found = mailbox.page(name)
    except FileNotFoundError:
        raise Http404 from None
    if not found:
        raise Http404
    return HttpResponse(found)
