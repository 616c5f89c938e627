"""Goal 13: people with work to do, half of them clients and half of them freelancers."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client

from milestones.models import Order
from tests.bench.plays import data

ROLES = ["client", "freelancer"]


def stock_crowd(people: int) -> list[dict]:
    """So many people with orders whose first step waits for its review: their roles, cookies and orders."""
    batch = data.fill(people // 2 * data.ORDERS_EACH, data.rulebook("steps8"))
    orders = Order.objects.filter(pk__range=(batch.order, batch.order + batch.count - 1))
    found: dict[tuple[str, int], list] = {}
    for pk, *sides in orders.order_by("pk").values_list("pk", "client_id", "freelancer_id"):
        first = batch.first_milestone(pk - batch.order)
        for role, user in zip(ROLES, sides, strict=True):
            found.setdefault((role, user), []).append([pk, first])
    return [{"role": role, "cookie": cookie_of(user), "orders": theirs} for (role, user), theirs in found.items()]


def cookie_of(user: int) -> str:
    """That of somebody who has signed in."""
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(get_user_model().objects.get(pk=user))
    return browser.cookies[settings.SESSION_COOKIE_NAME].value
