"""Which order a question is about: the one whose page it was asked from, if the person may see it."""

from django.urls import Resolver404, resolve

from milestones.models import Milestone, Order


def order_of_page(path: str, user) -> Order | None:
    """The order of a page such as /orders/42/statement/ or /milestones/7/fund/; None where there is none."""
    try:
        found = resolve(path.partition("?")[0])
    except Resolver404:
        return None
    key = found.kwargs.get("pk")
    if found.route.startswith("milestones/<int:pk>"):
        key = Milestone.objects.filter(pk=key).values_list("order", flat=True).first()
    elif not found.route.startswith("orders/<int:pk>"):
        return None
    return Order.objects.visible_to(user).filter(pk=key).first()
