"""The views of the verbs: find what it is about, ask what its form says, call its action, show the page it belongs to.

Most verbs are seen by one view, those whose form is a page of its own by another (form_page). The rest have a view of
their own, in PAGES.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.shortcuts import redirect

from marketplace import stale
from marketplace.errors import Refused
from marketplace.idempotency import keys
from marketplace.numbers import whole_number
from marketplace.stale import Overtaken
from marketplace.transitions import permit
from marketplace.verbs import Verb, VerbForm
from milestones.models import Case, Milestone, Order
from milestones.models.conditions import has_substeps
from milestones.queries.reader import Reader
from milestones.verbs import IN_CENTER, VERBS
from milestones.views import access, answers_page, form_page, order_page, paying, plan_page, resolution_page, splitting
from milestones.views.acting import INVALID, acts_on, done, say, show

FINDERS: dict[type, Callable[..., Any]] = {Order: access.order, Milestone: access.milestone, Case: access.case}
DONE = {"1": True, "0": False}
SAVED = "Saved. Nothing is handed in yet: come back to it whenever you like."


def view_of(verb: Verb):
    """The view of a verb: one of its own, or the one that all others of its kind have."""
    if verb.name in PAGES:
        return PAGES[verb.name]
    if verb.page:
        return form_page.view_of(verb, FINDERS[verb.about])
    page = resolution_page if verb in IN_CENTER else order_page

    @acts_on(FINDERS[verb.about], page=page)
    def view(request, thing):
        return _act(request, thing, verb, page)

    return view


def _act(request, thing, verb: Verb, page):
    permit(verb.asked(thing), request.user)
    form = verb.form_for(Reader(thing.parties, request.user), thing, request.POST, request.FILES)
    if form is None:
        return done(request, verb.act(thing, by=request.user), page=page)
    return answer(request, form, lambda: _asked(request, form, verb, page), page)


def _asked(request, form: VerbForm, verb: Verb, page):
    """Do what a valid form asks for."""
    once = {"once": keys.of(request)} if verb.takes_once else {}
    return done(request, verb.act(form.subject, by=request.user, **form.terms, **once), page=page)


def answer(request, form: VerbForm, respond, page=order_page):
    """What a form asks for is answered; what is refused about a field is shown next to it."""
    if form.is_valid():
        try:
            return respond()
        except Overtaken as overtaken:
            stale.say(form, overtaken)
        except Refused as refused:
            if refused.field is None:
                raise
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
    if hasattr(form, "hold"):
        form.hold(by=request.user)
    return page.render_page(request, form.about.parties, form=form, status=INVALID)


@acts_on(access.milestone)
def release_part(request, milestone):
    """Show what the typed amount does to whose money; release it when just that was seen."""
    verb = VERBS["release_part"]
    permit(verb.asked(milestone), request.user)
    form: Any = verb.form_for(Reader(milestone.order, request.user), milestone, request.POST)
    if form.is_valid() and not form.is_agreed:
        return answer(request, form, lambda: splitting.part_page(request, milestone, form))
    return answer(request, form, lambda: _asked(request, form, verb, order_page))


@acts_on(access.milestone)
def tick(request, milestone):
    verb, number = VERBS["tick"], whole_number(request.POST.get("number"))
    permit(verb.asked(milestone), request.user)
    if number is None:
        raise Refused(has_substeps.refusal)
    did = verb.act(milestone, by=request.user, number=number, done=DONE.get(request.POST.get("done")))
    return show(request, did.thing)  # the tick itself says what was done


@acts_on(access.order, page=answers_page)
def save_answers(request, order):
    """Keep what is typed and chosen so far, and go on with it."""

    def saved(did):
        say(request, did)
        if not did.thing.awaits_brief:
            return redirect(did.thing)
        messages.success(request, SAVED)
        return redirect(answers_page.address_of(did.thing))

    return _answered(request, order, VERBS["answer"], saved)


@acts_on(access.order, page=answers_page)
def hand_in_answers(request, order):
    """Hand the answers in; where one is missing, what is there is saved."""
    return _answered(request, order, VERBS["hand_in_answers"], lambda did: done(request, did))


def _answered(request, order, verb: Verb, respond):
    permit(verb.asked(order), request.user)
    form: Any = verb.form_for(Reader(order, request.user), order, request.POST, request.FILES)
    return answer(request, form, lambda: respond(verb.act(order, by=request.user, **form.terms)), answers_page)


PAGES = {
    "answer": save_answers,
    "hand_in_answers": hand_in_answers,
    "fund": paying.fund,
    "fund_plan": paying.fund_plan,
    "plan": plan_page.plan,
    "add_milestone": plan_page.create,
    "propose_split": splitting.propose_split,
    "release_part": release_part,
    "tick": tick,
}
