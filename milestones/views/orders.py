"""A person's orders, as a list."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import render
from django.views.decorators.http import require_safe

from milestones.models import Order, OrderState
from milestones.showing.many import cases_of
from milestones.showing.totals import Totals
from milestones.showing.waiting import waiting

ORDERS = 20
ACTIVE = Q(state=OrderState.ACTIVE)
TABS = {"active": ACTIVE, "ended": ~ACTIVE}


@require_safe
@login_required
def orders(request):
    """Active or ended ones, all or those on one side."""
    tab = request.GET.get("tab") if request.GET.get("tab") in TABS else "active"
    side = request.GET.get("as") if request.GET.get("as") in ("client", "freelancer") else ""
    mine = _mine(request.user, side)
    counts = mine.aggregate(**{name: Count("pk", filter=state) for name, state in TABS.items()})
    found = mine.filter(TABS[tab]).select_related("client", "freelancer")
    page = _Counted(found, ORDERS, counts[tab]).get_page(request.GET.get("page"))
    cards = [_card(case) for case in cases_of(list(page.object_list), request.user)]
    context = {"tab": tab, "side": side, "counts": counts, "page": page, "cards": cards}
    return render(request, "milestones/orders.html", context)


def _mine(user, side: str):
    sides = {"client": Q(client=user), "freelancer": Q(freelancer=user)}
    return Order.objects.filter(sides[side] if side else sides["client"] | sides["freelancer"])


def _card(case) -> dict:
    order = case.order
    return {
        "order": order,
        "other": order.other(case.reader.user),
        "role": case.reader.role,
        "totals": Totals(order),
        "done": len(order.done),
        "waiting": waiting(case)[:1],
    }


class _Counted(Paginator):
    """A paginator that is told how many there are, because the tabs have counted them."""

    def __init__(self, found, size: int, number: int):
        super().__init__(found, size)
        self.number = number

    @property
    def count(self):
        return self.number
