"""Writing to support, and reading what it answered."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from marketplace import subjects
from marketplace.errors import Refused
from marketplace.helpdesk import actions
from marketplace.helpdesk.about import order_of_page
from marketplace.helpdesk.forms import AskForm, MessageForm
from marketplace.helpdesk.models import Ticket
from marketplace.idempotency import keys
from marketplace.idempotency.keys import Repeated

INVALID = 422
PER_PAGE = 20


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def index(request):
    """Ask something; below it, all that was asked before."""
    form = AskForm(request.user, request.POST if request.method == "POST" else None, initial=_asked_from(request))
    if request.method == "POST" and form.is_valid() and (ticket := _try(request, form, actions.ask)):
        messages.success(request, "Your question is with support. The answer comes here, and by mail.")
        return redirect(ticket)
    tickets = Ticket.objects.visible_to(request.user).select_related("order")
    page = Paginator(tickets, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "helpdesk/index.html", {"form": form, "page": page}, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def ticket(request, pk):
    """One question with its answers, and a form to go on writing."""
    found = _find(request, pk)
    form = MessageForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _try(request, form, actions.reply, found):
        return redirect(found)
    context = {"ticket": found, "form": form, "said": found.messages.select_related("by")}
    return render(request, "helpdesk/ticket.html", context, status=_status(form))


@require_POST
@login_required
def close(request, pk):
    return redirect(actions.close(_find(request, pk), by=request.user))


def _find(request, pk) -> Ticket:
    return get_object_or_404(Ticket.objects.visible_to(request.user).select_related("order"), pk=pk)


def _asked_from(request) -> dict:
    page = request.GET.get("from", "")[:300]
    order = order_of_page(page, request.user)
    return {"page": page, "order": order and order.pk}


def _try(request, form, action, *about) -> Ticket | None:
    """What the action made, or had made of this very form; None with its "no" next to the field."""
    try:
        return action(*about, by=request.user, once=keys.of(request), **form.cleaned_data)
    except Repeated as repeated:
        return about[0] if about else Ticket.objects.get(pk=subjects.key_of(repeated.made))
    except Refused as refused:
        form.add_error(refused.field, refused.message)
        return None


def _status(form) -> int:
    return INVALID if form.errors else 200
