"""The list, the offer page, the contract, the invitation."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from marketplace import storage
from marketplace.accounts import welcome
from marketplace.offers import actions, contracts, invitations, origins
from marketplace.offers.models import ContractKind, Offer, OfferState, Version
from marketplace.offers.presenters import InvitationPresenter, OfferPresenter
from marketplace.offers.views.access import find
from marketplace.postgresql.snapshot import snapshot
from marketplace.verbs import VerbForm

PER_PAGE = 20


@login_required
@require_safe
@snapshot
def offers(request):
    """Your offers: those that wait for you, those that wait for others, those that are over."""
    mine = Offer.objects.of(request.user)
    tabs = {
        "yours": ("Waiting for you", mine.waiting_for(request.user)),
        "others": ("Waiting for others", mine.waiting_for_others(request.user)),
        "closed": ("Closed", mine.closed()),
    }
    tab = request.GET.get("tab") if request.GET.get("tab") in tabs else "yours"
    found = tabs[tab][1].select_related("client", "freelancer", "policy", "order").order_by("-pk")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    words: dict[str, Any] = {
        "tab": tab,
        "tabs": [(key, title, one.count() if key != "closed" else None) for key, (title, one) in tabs.items()],
        "page": page,
        "entries": origins.entries(),
        "rows": [(offer, offer.side_of(request.user), offer.other(request.user)) for offer in page],
    }
    return render(request, "offers/list.html", words)


@login_required
@require_safe
@snapshot
def offer(request, pk):
    """One offer: the plan, the price for each side, the rules, the endings, and what can be done now."""
    found = find(request, pk)
    if found.version is None and found.state == OfferState.DRAFT:
        return redirect("offers:edit", found.pk)
    return show(request, found)


def show(request, offer: Offer, *, status: int = 200, bound: VerbForm | None = None):
    """The offer page, with a form that came back."""
    words: dict[str, Any] = {"sight": OfferPresenter(offer, request.user, bound), "offer": offer}
    if offer.version is None:
        return render(request, "offers/unsent.html", words)
    if words["sight"].allowed.get("invite"):
        words["invitation"] = invitations.link(offer)
    return render(request, "offers/offer.html", words, status=status)


@login_required
@require_safe
def contract(request, pk, number):
    """The contract of one version, as a file to keep; never shown by the browser itself."""
    version = get_object_or_404(Version.objects.select_related("upload"), offer=find(request, pk), number=number)
    match version.contract:
        case ContractKind.TEMPLATE:
            name = f"contract-{pk}-{number}.txt"
            headers = {"Content-Disposition": f'attachment; filename="{name}"'}
            return HttpResponse(version.contract_text, content_type="text/plain; charset=utf-8", headers=headers)
        case ContractKind.UPLOAD:
            upload = version.upload
            if upload.offer_id != version.offer_id:
                raise Http404
            file = storage.opened(upload.file)
            return FileResponse(file, as_attachment=True, filename=upload.name, content_type=contracts.PDF)
    raise Http404


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@snapshot
def invitation(request, sealed):
    """Where the mailed link leads: the offer to read, and, once its reader has signed up or in, to take up."""
    try:
        found, by_mail = invitations.offer_of(sealed)
    except Offer.DoesNotExist as error:
        raise Http404 from error
    if found.side_of(request.user) and found.other(request.user):
        return redirect(found)
    if found.client_id and found.freelancer_id:
        raise Http404
    if request.method == "POST":
        return _take_up(request, found)
    if not request.user.is_authenticated:
        welcome.expect(request, found.invited_email, proven=by_mail and invitations.proves(found))
    return render(
        request, "offers/invitation.html", {"offer": found, "sight": InvitationPresenter(found, request.user)}
    )


def _take_up(request, offer: Offer):
    """The offer becomes this person's; a stranger signs in first."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.path)
    taken = actions.take_up(offer, by=request.user)
    messages.success(request, "This offer is yours to answer.")
    return redirect(taken)
