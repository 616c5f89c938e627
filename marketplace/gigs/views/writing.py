"""The editor: a page for each step, and how a gig looks to a client before anybody sees it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from marketplace import subjects
from marketplace.errors import Refused
from marketplace.gigs import actions
from marketplace.gigs.actions.parts import versions
from marketplace.gigs.actions.picturing import FIELD as FILE
from marketplace.gigs.editor import KEEP, NEXT, PAGES, Page
from marketplace.gigs.ground import gig_policies, ground_of
from marketplace.gigs.limits import MOST_GIGS, PACKAGES, STEPS
from marketplace.gigs.models import Gig
from marketplace.gigs.models.gig import OPEN
from marketplace.gigs.pages import GigPage
from marketplace.gigs.plan import plan_of
from marketplace.gigs.terms import GigTerms
from marketplace.idempotency import keys
from marketplace.idempotency.keys import Repeated

INVALID, OVERTAKEN = 422, 409
NEEDED = ["owner", "version__policy", "draft", "category__parent"]


def find_own(request, pk: int) -> Gig:
    """The gig, if it is this person's: support looks elsewhere, and writes nothing."""
    return get_object_or_404(Gig.objects.of(request.user).select_related(*NEEDED), pk=pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    """What a gig is; and the first step of one that is begun."""
    if request.method != "POST":
        return render(request, "gigs/new.html", {"most": MOST_GIGS})
    try:
        gig = actions.begin(by=request.user, once=keys.of(request))
    except Repeated as repeated:
        gig = Gig.objects.of(request.user).get(pk=subjects.key_of(repeated.made))
    return redirect("gigs:edit", gig.pk, STEPS[0])


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk: int, step: str):
    """One step of the editor."""
    gig = find_own(request, pk)
    if step not in PAGES:
        raise Http404
    if gig.state not in OPEN:
        return _gone(request, gig)
    data = request.POST if request.method == "POST" else None
    page = PAGES[step](request.user, gig, data, request.FILES.getlist(FILE))
    if page.op == KEEP:
        return _kept(page)
    saving = page.save() if page.is_saving else None
    if saving and page.leads_on:
        return _saved(request, page, saving)
    return render(request, page.template, {"page": page, "gig": gig}, status=INVALID if page.is_saving else 200)


def _gone(request, gig: Gig):
    """Whoever looks is led to their gigs; whoever wrote meanwhile is told, and keeps what they typed."""
    if request.method == "POST":
        raise Refused(f"This gig is {gig.state_words} now, since this page was opened. What you typed was not saved.")
    return redirect("gigs:mine")


def _kept(page: Page) -> JsonResponse:
    """What the browser saved by itself: whether it is kept, and if not, why."""
    if page.save():
        return JsonResponse({"seen": page.mark_to_send})
    if page.stale:
        return JsonResponse({"message": page.stale.message, "stale": True}, status=OVERTAKEN)
    _, where, text = page.errors[0]
    return JsonResponse({"message": f"{where}: {text}" if where else text}, status=INVALID)


def _saved(request, page: Page, saving: actions.Saving):
    if page.op == NEXT and page.after:
        return redirect(page.after.url)
    if page.at_once:
        _tell(request, page, saving)
        return redirect(f"{page.url}#{page.anchor}")
    return redirect(page.url)


def _tell(request, page: Page, saving: actions.Saving) -> None:
    """Whether clients see what was saved, and if not, why."""
    if saving.version:
        messages.success(request, f"{page.saved_words} Published: clients see it.")
    elif saving.problems:
        why = saving.problems[0].message
        messages.warning(request, f"{page.saved_words} It waits in your draft, because something is missing: {why}")
    elif saving.gig.is_published:
        messages.success(request, f"{page.saved_words} It says what clients see already.")
    else:
        messages.success(request, f"{page.saved_words} Clients see it when the gig is published.")


@login_required
@require_safe
def preview(request, pk: int):
    """The gig as a client would see it, with what is written and not published yet."""
    gig = find_own(request, pk)
    terms = versions.current(gig)
    policy = ground_of(gig, terms).policy or (gig.version.policy if gig.version else gig_policies().first())
    if policy is None or not _has_plans(terms):
        messages.warning(request, "Clients see plans with prices and days: say those of each package first.")
        return redirect("gigs:edit", gig.pk, PACKAGES)
    return render(request, "gigs/gig.html", {"page": GigPage(gig, terms, policy, request.user), "is_preview": True})


def _has_plans(terms: GigTerms) -> bool:
    """Whether there is enough of each package to say what would happen if it were ordered."""
    plans = [plan_of(terms, key) for key in terms.keys]
    return bool(plans) and all(one.amount > 0 and one.days for plan in plans for one in plan)
