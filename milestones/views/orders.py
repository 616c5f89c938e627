"""A person's orders, as a list."""

from functools import reduce
from operator import or_

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import render
from django.views.decorators.http import require_safe

from marketplace.numbers import whole_number
from milestones.models import Order, OrderState
from milestones.queries.order_snapshots import snapshots_of
from milestones.queries.totals import Totals
from milestones.wording.ended import standing
from milestones.wording.waiting import waiting

ORDERS = 20
WORDS = ("title", "client__display_name", "freelancer__display_name")
ACTIVE = Q(state=OrderState.ACTIVE)
TABS = {"active": ACTIVE, "ended": ~ACTIVE}


@require_safe
@login_required
def orders(request):
    """Active or ended ones, all or those on one side."""
    tab = request.GET.get("tab") if request.GET.get("tab") in TABS else "active"
    side = request.GET.get("as") if request.GET.get("as") in ("client", "freelancer") else ""
    form = FindForm(request.GET)
    mine = form.of(_mine(request.user, side))
    counts = mine.aggregate(**{name: Count("pk", filter=state) for name, state in TABS.items()})
    found = mine.filter(TABS[tab]).select_related("client", "freelancer").order_by(form.order)
    page = _Counted(found, ORDERS, counts[tab]).get_page(request.GET.get("page"))
    cards = [_card(snapshot) for snapshot in snapshots_of(list(page.object_list), request.user)]
    context = {"tab": tab, "side": side, "counts": counts, "page": page, "cards": cards, "form": form}
    return render(request, "milestones/orders.html", context)


class FindForm(forms.Form):
    """Which of one's orders, and in what order."""

    hide_optional = True
    q = forms.CharField(
        label="Find",
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Title, person or number"}),
    )
    sort = forms.ChoiceField(
        label="Sort by", choices=[("", "Newest first"), ("oldest", "Oldest first"), ("title", "Title")], required=False
    )

    ORDERS = {"": "-pk", "oldest": "pk", "title": "title"}

    def of(self, orders):
        """Those whose title, number or one of whose people it is; all, while it asks for nothing that can be read."""
        words = self.cleaned_data.get("q") if self.is_valid() else ""
        if not words:
            return orders
        named = [Q(**{f"{name}__icontains": words}) for name in WORDS]
        if (number := whole_number(words.removeprefix("#"))) is not None:
            named.append(Q(pk=number))
        return orders.filter(reduce(or_, named))

    @property
    def order(self) -> str:
        return self.ORDERS[self.cleaned_data.get("sort", "") if self.is_valid() else ""]


def _mine(user, side: str):
    sides = {"client": Q(client=user), "freelancer": Q(freelancer=user)}
    return Order.objects.filter(sides[side] if side else sides["client"] | sides["freelancer"])


def _card(snapshot) -> dict:
    order = snapshot.order
    return {
        "order": order,
        "other": order.other(snapshot.reader.user),
        "role": snapshot.reader.role,
        "totals": Totals(order),
        "done": len(order.done),
        "standing": standing(order),
        "waiting": waiting(snapshot)[:1],
    }


class _Counted(Paginator):
    """A paginator that is told how many there are, because the tabs have counted them."""

    def __init__(self, found, size: int, number: int):
        super().__init__(found, size)
        self.number = number

    @property
    def count(self):
        return self.number
