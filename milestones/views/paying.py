"""Paying a milestone, or all that is left: what it costs, where the money comes from, what becomes of it; then: pay."""

from dataclasses import replace
from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from escrow import debts, payments
from escrow.models import PaymentSource
from escrow.models.payments import State as PaymentState
from marketplace.errors import Refused
from marketplace.formats import capital
from marketplace.postgresql.snapshot import snapshot
from marketplace.transitions import authorize
from milestones.actions import fund as funding
from milestones.actions.parts.funding import bill, total
from milestones.forms.paying import PayForm
from milestones.queries.reader import Reader
from milestones.unit_of_work import Done
from milestones.views import access
from milestones.views.acting import INVALID, REFUSED, say
from milestones.wording import confirmations, history
from milestones.wording.suspended import warning

WARNED = "warned"  # the form was shown with the warning that the other side's account is suspended
METHODS = require_http_methods(["GET", "HEAD", "POST"])


@METHODS
@login_required
@snapshot
def fund(request, pk):
    """Pay one milestone into escrow."""
    milestone = access.milestone(request, pk)
    try:
        authorize(milestone.fund, request.user)
    except Refused as refused:
        already = f"{capital(str(milestone))} is paid already. Nothing was charged again."
        return _too_late(request, milestone, already if milestone.funded_at else refused.message)
    return _pay(request, milestone, [milestone], partial(funding.fund, milestone, by=request.user))


@METHODS
@login_required
@snapshot
def fund_plan(request, pk):
    """Pay every milestone that has not begun, where the rulebook lets the whole plan be paid at once."""
    order = access.order(request, pk)
    try:
        authorize(order.fund_plan, request.user)
    except Refused as refused:
        return _too_late(request, order, refused.message)
    return _pay(request, order, order.pending, partial(funding.fund_plan, order, by=request.user))


def _too_late(request, thing, why: str):
    """Whoever follows an old link, or pays twice, is led to how it is now."""
    messages.warning(request, why)
    return redirect(thing)


def _pay(request, thing, milestones, verb):
    """The bill, or, when it is agreed to, the payment."""
    order, lines = thing.parties, bill(milestones)
    form = PayForm(
        request.POST if request.method == "POST" else None,
        policy=order.policy,
        total=total(lines),
        currency=order.currency,
        balance=debts.spendable(request.user.pk, order.currency),
        sources=list(PaymentSource.objects.of(request.user)),
        marked=request.GET.get("source", ""),
    )
    status = 200
    if form.is_bound:
        status = INVALID
        if form.is_valid():
            try:
                return _paid(request, verb(source=form.chosen, agreed=form.asked, warned=WARNED in request.POST))
            except Refused as refused:
                if refused.field == "total":  # it changed a moment ago: show the bill as it is now
                    messages.warning(request, refused.message)
                    return redirect(request.path)
                form.add_error(refused.field if refused.field in form.fields else None, refused.message)
                order, status = access.order(request, order.pk), REFUSED  # with both sides as they are now
    context = {"order": order, "thing": thing, "milestones": milestones, "lines": lines, "form": form}
    reader = Reader(order, request.user)
    warnings = [warning(one, reader) for one in order.suspended if one.pk != request.user.pk]
    context["created"] = "created" in request.GET and not order.plan[-1].funded_at
    context |= {"promises": confirmations.of_paying(reader, milestones), "warnings": warnings}
    return render(request, "milestones/pay.html", context, status=status)


def _paid(request, did: Done):
    """To the order when it is paid; to the payment's own page while the bank has not decided, or has said no."""
    if did.payment:
        if payments.attempt(did.payment).state != PaymentState.SUCCEEDED:
            return redirect(did.payment)
        did = replace(did, recorded=history.of_payment(did.payment.pk, Reader(did.thing.parties, request.user)))
    say(request, did)
    return redirect(did.thing)
