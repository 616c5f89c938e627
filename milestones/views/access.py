"""What this person may see, or 404: nobody learns whether somebody else's order exists."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from milestones.models import AnswerFile, Case, DeliveryFile, Milestone, Order
from milestones.queries.orders import order_of_milestone, order_with_people


def order(request, pk: int) -> Order:
    return _seen(request, order_with_people(pk))


def milestone(request, pk: int) -> Milestone:
    order = _seen(request, order_of_milestone(pk))
    return next(one for one in order.plan if one.pk == pk)


def _seen(request, order: Order | None) -> Order:
    if order is None or not order.is_visible_to(request.user):
        raise Http404
    return order


def case(request, pk: int) -> Case:
    cases = Case.objects.select_related("order__client", "order__freelancer")
    return get_object_or_404(cases, pk=pk, order__in=_visible(request))


def file(request, pk: int) -> DeliveryFile:
    return get_object_or_404(DeliveryFile, pk=pk, delivery__milestone__order__in=_visible(request))


def answer_file(request, pk: int) -> AnswerFile:
    return get_object_or_404(AnswerFile, pk=pk, question__order__in=_visible(request))


def _visible(request):
    return Order.objects.visible_to(request.user)


def fresh(order: Order) -> Order:
    """The order as the database has it now, for showing it after a verb."""
    return order_with_people(order.pk)
