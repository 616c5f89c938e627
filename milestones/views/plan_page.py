"""The screen of a plan, and creating one more step, which leads to its payment."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from marketplace.errors import Refused
from marketplace.idempotency import keys
from marketplace.numbers import whole_number
from marketplace.transitions import authorize
from marketplace.verbs import said
from milestones.actions.parts.plan_changes import PlanChange
from milestones.models import Case, CaseKind, CaseState, Order
from milestones.pages.plan import PlanScreen
from milestones.queries.order_snapshot import OrderSnapshot
from milestones.queries.reader import Reader
from milestones.unit_of_work import Done
from milestones.verbs import VERBS
from milestones.views import access
from milestones.views.acting import INVALID, say


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def plan(request, pk):
    """All of the plan on one screen; `?from=` begins with what a request asks for, to answer it by another."""
    order = access.order(request, pk)
    verb = VERBS["plan"]
    authorize(verb.asked(order), request.user)
    if request.method != "POST":
        return _shown(request, PlanScreen(order, request.user, start=_start(order, request.GET.get("from"))))
    screen = PlanScreen(order, request.user, data=request.POST)
    if not screen.is_final:
        return _shown(request, screen)
    if not screen.check():
        return _shown(request, screen, INVALID)
    screen.is_ready = True
    return _sent(request, screen) if screen.op == "send" else _shown(request, screen)


def _start(order: Order, case: str | None) -> PlanChange | None:
    found = [one for one in order.open_cases if one.kind == CaseKind.CHANGE and one.pk == whole_number(case or "")]
    return PlanChange.from_data(found[0].data) if found else None


def _sent(request, screen: PlanScreen):
    """Do what was read before; what is refused now is said at its row."""
    act = VERBS["plan"].act
    try:
        did = act(
            screen.order,
            screen.change,
            by=request.user,
            reason=screen.reason.cleaned_data["reason"],
            once=keys.of(request),
        )
    except keys.Repeated as repeated:
        messages.info(request, repeated.message)
        return _go(request, screen.order.get_absolute_url())
    except Refused as refused:
        screen = PlanScreen(access.fresh(screen.order), request.user, data=request.POST)
        screen.reason.is_valid()
        if not all([line.form.is_valid() for line in screen.lines if line.form and not line.is_blank]):
            return _shown(request, screen, INVALID)
        screen.say(refused)
        return _shown(request, screen, INVALID)
    say(request, did)
    return _go(request, _after(did))


def _after(did: Done) -> str:
    is_case = isinstance(did.thing, Case)
    return did.thing.get_absolute_url() if is_case else f"{did.thing.get_absolute_url()}#plan"


def _go(request, url: str):
    """A redirect that htmx follows with the whole page."""
    return HttpResponse(headers={"HX-Redirect": url}) if request.headers.get("HX-Request") else redirect(url)


def _shown(request, screen: PlanScreen, status: int = 200):
    waiting = [one for one in screen.order.open_cases if one.kind == CaseKind.CHANGE and one.state == CaseState.OPEN]
    context = {"editor": screen, "order": screen.order, "reader": screen.reader, "waiting": waiting}
    return render(request, "milestones/plan.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def create(request, pk):
    """One more step, its amount and task first; then the page on which its payment is confirmed."""
    order, verb = access.order(request, pk), VERBS["add_milestone"]
    if request.method != "POST" and not order.policy.pays_on_creation:
        authorize(order.ask_to_change, request.user)
        return redirect("milestones:plan", pk=order.pk)
    authorize(verb.asked(order), request.user)
    form = verb.form_for(Reader(order, request.user), order, request.POST if request.method == "POST" else None)
    return _created(request, verb, form) or _asked(request, verb, order, form)


def _created(request, verb, form):
    if not form.is_valid():
        return None
    try:
        did = verb.act(form.about, by=request.user, **form.terms, once=keys.of(request))
    except keys.Repeated as repeated:
        messages.info(request, repeated.message)
        return redirect(form.about)
    except Refused as refused:
        return form.add_error(refused.field if refused.field in form.fields else None, refused.message)
    say(request, did)
    return redirect(reverse("milestones:fund", args=[did.thing.plan[-1].pk], query={"created": 1}))


def _asked(request, verb, order: Order, form):
    about = (OrderSnapshot(form.reader), order)
    context = {"order": order, "form": form, "lede": said(verb.explains, *about), "title": said(verb.label, *about)}
    return render(request, verb.page, context, status=INVALID if form.is_bound else 200)
