"""What a person was told, and what they want by mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.core.signing import BadSignature
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.notifications import unsubscribe
from marketplace.notifications.forms import PreferenceForm
from marketplace.notifications.models import Notification, Preference
from marketplace.transitions import insist_on_active

PER_PAGE = 30


@login_required
@require_safe
def index(request):
    """Everything that this person was told, the newest first."""
    told = Notification.objects.filter(user=request.user).select_related("event")
    page = Paginator(told, PER_PAGE).get_page(request.GET.get("page"))
    has_unread = Notification.objects.filter(user=request.user).unread().exists()
    return render(request, "notifications/index.html", {"page": page, "has_unread": has_unread})


@login_required
@require_safe
def notification(request, pk):
    """To what it tells of. Whoever follows the link has read it, and all else that leads to the same place."""
    told = get_object_or_404(Notification, pk=pk, user=request.user)
    if request.method == "GET":
        same = Notification.objects.filter(user=request.user, path=told.path)
        same.unread().update(read_at=clock.now())
    return redirect(told.path)


@login_required
@require_POST
@transaction.atomic
def read(request):
    """Mark everything up to now as read."""
    insist_on_active(request.user)
    Notification.objects.filter(user=request.user).unread().update(read_at=clock.now())
    return redirect("notifications:index")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def settings(request):
    """Which mails this person wants."""
    if request.method == "POST":
        wanted, _ = Preference.objects.select_for_update().get_or_create(user=request.user)
        insist_on_active(request.user)
    else:
        wanted = Preference.objects.filter(user=request.user).first() or Preference(user=request.user)
    answers = request.user.is_staff and request.user.has_perm("helpdesk.answer_ticket")
    form = PreferenceForm(request.POST if request.method == "POST" else None, instance=wanted, answers=answers)
    if form.is_valid():
        form.save()
        messages.success(request, "Saved. From now on we mail you what is ticked.")
        return redirect("notifications:settings")
    return render(request, "notifications/settings.html", {"form": form}, status=422 if form.errors else 200)


@csrf_exempt  # mail programs post here by themselves (RFC 8058); the signed link is the permission
@require_http_methods(["GET", "HEAD", "POST"])
def off(request, token):
    """Where the link under a mail leads: switch that group off, or on again."""
    try:
        person, group = unsubscribe.read(token)
    except (BadSignature, ValueError, User.DoesNotExist):
        raise Http404 from None
    if request.method == "POST":
        unsubscribe.switch(person, group, on="on" in request.POST)
    wanted = Preference.objects.filter(user=person).first() or Preference()
    return render(request, "notifications/off.html", {"group": group, "is_on": wanted.wants(group)})
