"""Finding an offer for the person who asks: what they may not see is not there."""

from django.shortcuts import get_object_or_404

from marketplace.offers.models import Offer

WITH = [
    "client__reputation",
    "freelancer__reputation",
    "author",
    "policy",
    "category__parent",
    "version__by",
    "version__upload",
    "version__contract_template",
    "order",
    "gig_version__gig",
]


def find(request, pk: int) -> Offer:
    """The offer, if this person may see it."""
    return get_object_or_404(Offer.objects.visible_to(request.user).select_related(*WITH), pk=pk)


def find_own(request, pk: int) -> Offer:
    """The offer, if this person is one of its two sides (its author always is): support looks, but does not act."""
    return get_object_or_404(Offer.objects.of(request.user).select_related(*WITH), pk=pk)
