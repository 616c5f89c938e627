"""A verb whose form stands on a page of its own: what it does, the form, the button."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from marketplace import stale
from marketplace.errors import Refused
from marketplace.idempotency import keys
from marketplace.stale import Overtaken
from marketplace.transitions import authorize
from marketplace.verbs import Verb, VerbForm, said
from milestones.models import Case
from milestones.queries.order_snapshot import OrderSnapshot
from milestones.queries.reader import Reader
from milestones.views.acting import INVALID, say


def view_of(verb: Verb, finder: Callable):
    """The view of such a verb, about what `finder` finds."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @login_required
    def view(request, pk):
        thing = finder(request, pk)
        authorize(verb.asked(thing), request.user)
        reader = Reader(thing.parties, request.user)
        form = verb.form_for(reader, thing, request.POST if request.method == "POST" else None)
        return _answered(request, verb, form) or _shown(request, verb, form)

    return view


def _answered(request, verb: Verb, form: VerbForm):
    """Do what a valid form asks for, and go where that is seen; what is refused is said in the form."""
    order = form.about.parties
    if not form.is_valid():
        return None
    try:
        did = verb.act(form.subject, by=request.user, **form.terms, once=keys.of(request))
    except keys.Repeated as repeated:
        messages.info(request, repeated.message)
        return redirect(order)
    except Overtaken as overtaken:
        return stale.say(form, overtaken)
    except Refused as refused:
        return form.add_error(refused.field if refused.field in form.fields else None, refused.message)
    say(request, did)
    return redirect(reverse("milestones:resolution", args=[order.pk]) if isinstance(did.thing, Case) else did.thing)


def _shown(request, verb: Verb, form: VerbForm):
    about = (OrderSnapshot(form.reader), form.about)
    context = {
        "order": form.about.parties,
        "form": form,
        "title": said(verb.title or verb.label, *about),
        "lede": said(verb.explains, *about),
        "confirm": said(verb.confirm, *about),
    }
    return render(request, verb.page, context, status=INVALID if form.is_bound else 200)
