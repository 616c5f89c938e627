"""The list of conversations, one of them, and whether something is new in it."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from marketplace.inbox import actions
from marketplace.inbox.pages.talk import Talk
from marketplace.inbox.pages.threads import Threads
from marketplace.inbox.queries import mark_of
from marketplace.inbox.reading import followers
from marketplace.inbox.views import access
from marketplace.postgresql.snapshot import one_moment, snapshot


@require_safe
@login_required
@snapshot
def index(request):
    """All conversations; none is open."""
    return render(request, "inbox/inbox.html", {"threads": _threads(request)})


@require_safe
@login_required
def conversation(request, pk):
    """One conversation. Whoever looks at it has read it."""
    return show(request, access.conversation(request, pk))


@require_safe
@login_required
def since(request, pk, mark):
    """Whether something is new since the page had this mark: 204 is no. To htmx, which asks for it, what is shown now.

    See static/js/inbox.js.
    """
    now = mark_of(pk, request.user)
    if now is None:
        raise Http404
    if str(now) == mark:
        return HttpResponse(status=204)
    if not request.headers.get("HX-Request"):
        return HttpResponse()
    return show(request, access.conversation(request, pk), part="news")


def show(request, conversation, *, part: str = "", form=None, status: int = 200):
    """Its page, or a part of that for htmx; what is on it is read from now on. `form` came back with errors."""
    with one_moment():
        mark = mark_of(conversation.pk, request.user)
        other = conversation.other(request.user)
        talk = Talk(request.user, other, conversation, asked=request.GET, form=form)
        threads = _threads(request)
        if talk.is_live:
            _count_less(request.user, talk, threads)
        words = {"talk": talk, "threads": threads, "mark": mark, "partial": part}
        response = render(request, f"inbox/inbox.html{'#' if part else ''}{part}", words, status=status)
    if request.method != "HEAD" and talk.mine.unread and talk.is_live:
        actions.read(conversation, by=request.user, to=mark.message)
        for follow in followers.values():
            follow(request.user, conversation.get_absolute_url())
    return response


def _count_less(user, talk: Talk, threads: Threads) -> None:
    """Top bar and list count no more what is read by looking at this page."""
    for row in threads.rows:
        if row.conversation == talk.conversation:
            row.participant.unread = 0
    if getattr(user, "unread_messages", 0) and not talk.mine.muted_at:
        user.unread_messages -= min(user.unread_messages, talk.mine.unread)


def _threads(request) -> Threads:
    asked = request.GET
    return Threads(request.user, tab=asked.get("tab", ""), before=asked.get("after", ""), typed=asked.get("q", ""))
