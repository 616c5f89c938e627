"""Ordering a gig: which package, what it means, and the button that does it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from marketplace import subjects
from marketplace.accounts import networks
from marketplace.errors import Refused
from marketplace.formats import listed
from marketplace.gigs.models import Gig
from marketplace.gigs.sections import WORDS
from marketplace.gigs.terms import PackageKey
from marketplace.idempotency import keys
from marketplace.offers import actions, contracts, monthly
from marketplace.offers.actions import ordering
from marketplace.offers.confirmation import ConfirmationPresenter
from marketplace.offers.forms import OrderForm
from marketplace.offers.views.again import before
from marketplace.offers.views.confirming import INVALID, done
from marketplace.postgresql.snapshot import snapshot
from marketplace.transitions import may, permit, why_not

CHANGED = 409


@require_safe
def choose(request, pk):
    """From the gig's page, whose form names the package: to the page that orders it."""
    gig = _find(request, pk)
    package = request.GET.get("package", "")
    if package not in PackageKey.values:
        return redirect(gig)
    return redirect(reverse("offers:order", args=[gig.pk, package]))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@snapshot
def order(request, pk, package):
    """What ordering this package does, and the button that does it."""
    gig = _find(request, pk)
    if package not in gig.version.said.keys:
        raise Http404
    if request.method == "POST":
        permit(gig.order, request.user)
    elif not may(gig.order, request.user):
        messages.error(request, why_not(gig.order, request.user) or "This is your own gig: you can’t order it.")
        return redirect(gig)
    page = Page(request, gig, package)
    form = page.form(request.POST if request.method == "POST" else None)
    if not (form.is_bound and form.is_valid() and page.confirmation.is_possible):
        return page.show(form, status=INVALID if form.is_bound else 200)
    try:
        told = {"zone": request.user.time_zone, "address": networks.text_of(request)}
        purchase = ordering.Purchase(package, **told, **form.answers())
        deal = actions.order(gig, by=request.user, purchase=purchase, once=keys.of(request))
    except keys.Repeated as repeated:
        messages.info(request, repeated.message)
        return redirect("offers:offer", subjects.key_of(repeated.made))
    except ordering.Changed as changed:
        return _changed(request, changed, package, form)
    except Refused as refused:
        if refused.field not in form.fields:
            raise
        form.add_error(refused.field, refused.message)
        return page.show(form, status=INVALID)
    return done(request, deal)


class Page:
    """The page of one package for one client."""

    def __init__(self, request, gig: Gig, package: str):
        self.request, self.gig, self.package = request, gig, package
        self.offer = ordering.draft_of(gig, gig.version, package, request.user)
        self.terms = ordering.terms_of(gig.version, package, request.user.time_zone)
        self.teller = ConfirmationPresenter(self.offer, self.terms, request.user)
        self.confirmation = self.teller.ordering()

    def form(self, data=None, **initial) -> OrderForm:
        return OrderForm(
            data,
            initial={"read": self.gig.version.digest, "months": self.request.GET.get("months", ""), **initial},
            ways=self.confirmation.ways,
            spans=monthly.spans_of(self.gig.version, self.package),
            marked=self.request.GET.get("source", ""),
        )

    def show(self, form: OrderForm, *, status: int = 200, differs: str = ""):
        context = {
            "gig": self.gig,
            "package": self.gig.version.said.package(self.package),
            "offer": self.offer,
            "terms": self.terms,
            "policy": self.offer.policy,
            "form": form,
            "confirmation": self.confirmation,
            "quote": self.teller.quote,
            "endings": self.teller.endings,
            "document": contracts.read(self.offer, self.terms),
            "differs": differs,
            "before": before(self.request, self.gig, self.package),
            "back": self.gig.get_absolute_url(),
            "back_words": "Back to the gig",
        }
        return render(self.request, "offers/order.html", context, status=status)


def _changed(request, changed: ordering.Changed, package: str, form: OrderForm):
    """The page of the new version, with what differs from the one that was read; nothing was ordered."""
    gig = _find(request, changed.now.gig_id)
    if package not in gig.version.said.keys:
        messages.error(request, f"{changed.message} The package that you chose is not sold any more.")
        return redirect(gig)
    page = Page(request, gig, package)
    fresh = page.form(source=form.data.get("source"), months=form.data.get("months"))
    return page.show(fresh, status=CHANGED, differs=listed(WORDS[name] for name in changed.what))


def _find(request, pk: int) -> Gig:
    """The gig, if this person may see it and there is something to order."""
    found = Gig.objects.visible_to(request.user).filter(version__isnull=False)
    return get_object_or_404(
        found.select_related("owner__reputation", "version__policy", "version__category", "category"), pk=pk
    )
