"""What this person may see, or 404."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from marketplace.reviews.models import Review
from milestones.models import Order
from milestones.queries.orders import order_with_people


def order(request, pk: int) -> Order:
    """An order of one's own; support looks at its reviews at the desk."""
    found = order_with_people(pk)
    if found is None or request.user.pk not in (found.client_id, found.freelancer_id):
        raise Http404
    return found


def review(request, pk: int) -> Review:
    """One that this person reads."""
    found = Review.objects.visible_to(request.user).select_related("by", "about", "order")
    return get_object_or_404(found, pk=pk)
