"""Writing a post, and the files that go with it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from marketplace import subjects
from marketplace.errors import Refused
from marketplace.idempotency import keys
from marketplace.idempotency.keys import Repeated
from marketplace.jobs import actions
from marketplace.jobs.editor import KEEP, PUBLISH, PostEditor
from marketplace.jobs.limits import MOST_OPEN
from marketplace.jobs.models import Post, PostFile
from marketplace.jobs.models.post import WRITTEN
from marketplace.jobs.views.access import find_own
from milestones.views.files import attached

INVALID, OVERTAKEN = 422, 409


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    """What a job post is; and the form of one that is begun."""
    if request.method != "POST":
        return render(request, "jobs/new.html", {"most": MOST_OPEN})
    try:
        post = actions.begin(by=request.user, once=keys.of(request))
    except Repeated as repeated:
        post = Post.objects.of(request.user).get(pk=subjects.key_of(repeated.made))
    return redirect("jobs:edit", post.pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk: int):
    """The form of a post that is a draft, or open."""
    post = find_own(request, pk)
    if post.state not in WRITTEN:
        return _gone(request, post)
    data = request.POST if request.method == "POST" else None
    editor = PostEditor(request.user, post, data, request.FILES.getlist("file"))
    if editor.op == KEEP:
        return _kept(editor)
    saved = editor.save() if editor.is_saving else False
    if saved and editor.op == PUBLISH:
        if not editor.say_what_is_missing():
            return _publish(request, editor)
    elif saved:
        return redirect(editor.url)
    return render(
        request, "jobs/edit.html", {"page": editor, "post": post}, status=INVALID if editor.is_saving else 200
    )


def _gone(request, post: Post):
    """Whoever looks is led to the post; whoever wrote meanwhile is told, and keeps what they typed."""
    if request.method == "POST":
        raise Refused(f"This job is {post.state_words} now, since this page was opened. What you typed was not saved.")
    return redirect(post if post.version else "jobs:projects")


def _kept(editor: PostEditor) -> JsonResponse:
    """What the browser saved by itself: whether it is kept, and if not, why."""
    if editor.save():
        return JsonResponse({"seen": editor.mark_to_send})
    if editor.stale:
        return JsonResponse({"message": editor.stale.message, "stale": True}, status=OVERTAKEN)
    _, where, text = editor.errors[0]
    return JsonResponse({"message": f"{where}: {text}" if where else text}, status=INVALID)


def _publish(request, editor: PostEditor):
    first = editor.is_new
    try:
        post = actions.publish(editor.post, by=request.user)
    except Refused as refused:
        if refused.field is None:
            messages.info(request, refused.message)
            return redirect(editor.post)
        raise
    said = "Your job is open: people can propose." if first else "People see the new version; who proposed is told."
    messages.success(request, said)
    return redirect(post)


@require_safe
@cache_control(private=True, no_cache=True)
def file(request, pk: int):
    """A file that goes with a post, for those who see it; of a draft for its client alone."""
    found = get_object_or_404(PostFile.objects.select_related("post__version"), pk=pk)
    post = found.post
    if not Post.objects.visible_to(request.user).filter(pk=post.pk).exists():
        raise Http404
    if post.client_id != request.user.pk and not post.versions.filter(terms__files__contains=[found.pk]).exists():
        raise Http404
    return attached(found)
