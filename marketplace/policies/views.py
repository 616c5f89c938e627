"""Rulebooks, for everybody: what is on offer, and each version of each one in plain words."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_list_or_404, render
from django.views.decorators.http import require_safe

from marketplace.policies import explanation
from marketplace.policies.models import Policy


@require_safe
def policies(request: HttpRequest) -> HttpResponse:
    """What is on offer, and a comparison of all of it, or of those that `with` names."""
    offered = list(Policy.objects.offered())
    wanted = set(request.GET.getlist("with"))
    compared = [policy for policy in offered if policy.key in wanted] or offered
    return render(
        request,
        "policies/list.html",
        {
            "offered": [(policy, explanation.headline(policy)) for policy in offered],
            "compared": compared,
            "groups": explanation.compare(compared),
        },
    )


@require_safe
def policy(request: HttpRequest, key: str, version: int) -> HttpResponse:
    """One version, explained from its parameters alone, with its amounts in the currency that `currency` names."""
    versions = get_list_or_404(Policy.objects.order_by("-version"), key=key)
    shown, newest = _find(versions, version), versions[0]
    currency = request.GET.get("currency")
    return render(
        request,
        "policies/detail.html",
        {
            **explanation.page(shown, currency if currency in shown.currencies else "USD"),
            "versions": versions,
            "newest": newest,
            "differences": explanation.differences(shown, newest) if newest != shown else [],
        },
    )


def _find(versions: list[Policy], version: int) -> Policy:
    for policy in versions:
        if policy.version == version:
            return policy
    raise Http404
