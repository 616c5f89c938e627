"""The verbs of the resolution center: one side asks, the other answers."""

from functools import partial

from django.shortcuts import redirect
from django.urls import reverse

from marketplace.errors import Refused
from marketplace.idempotency import keys
from milestones.actions import cases, disputes
from milestones.forms.resolution import form_of
from milestones.queries.reader import Reader
from milestones.views import access, resolution_page
from milestones.views.acting import INVALID, acts_on, say

on_order = acts_on(access.order, page=resolution_page)
on_case = acts_on(access.case, page=resolution_page)


@on_order
def ask_for_time(request, order):
    return _with(request, order, "ask_for_time", _of_its_milestone(cases.ask_for_time, request))


@on_order
def grant_time(request, order):
    return _with(request, order, "grant_time", _of_its_milestone(cases.grant_time, request))


@on_order
def ask_to_cancel(request, order):
    return _with(request, order, "ask_to_cancel", _once(cases.ask_to_cancel, order, request))


@on_order
def ask_to_reopen(request, order):
    return _with(request, order, "ask_to_reopen", _once(cases.ask_to_reopen, order, request))


@on_order
def dispute(request, order):
    return _with(request, order, "dispute", _of_its_milestone(disputes.dispute, request))


@on_case
def accept(request, case):
    return _with(request, case, "accept", partial(cases.accept, case, by=request.user))


@on_case
def decline(request, case):
    return _with(request, case, "decline", partial(cases.decline, case, by=request.user))


@on_case
def reply(request, case):
    return _with(request, case, "reply", _once(disputes.reply, case, request))


@on_case
def withdraw(request, case):
    cases.withdraw(case, by=request.user)
    return _show(request, case)


def _once(verb, thing, request):
    """A verb that asks something new: the same form asks it once."""
    return partial(verb, thing, by=request.user, once=keys.of(request))


def _of_its_milestone(verb, request):
    """The same about the step that its form names."""
    return lambda milestone, **terms: _once(verb, milestone, request)(**terms)


def _with(request, thing, name, verb):
    """Call a verb with what its form says; what it refuses about a field is shown next to it."""
    reader = Reader(thing.parties, request.user)
    form = form_of(name, reader, request.POST, about=thing.pk if thing is not reader.order else None)
    if form.is_valid():
        try:
            verb(**form.cleaned_data)
            return _show(request, thing)
        except Refused as refused:
            if refused.field not in form.fields:
                raise
            form.add_error(refused.field, refused.message)
    return resolution_page.render_page(request, reader.order, form=form, status=INVALID)


def _show(request, thing):
    """Back to the resolution center, which says what was done."""
    say(request, thing.parties)
    return redirect(reverse("milestones:resolution", args=[thing.parties.pk]))
