"""Milestones, for support: one milestone with its deliveries, timers, questions and money, and the verbs about it."""

from django.contrib import admin
from django.utils.html import format_html

from marketplace import admin_base
from marketplace.elements import badge, exact
from marketplace.events.models import Event
from marketplace.formats import minor_text
from milestones.admin import brief
from milestones.admin.orders import journal, payments
from milestones.admin.rows import deadline_rows, order_link, requests_of
from milestones.admin.support_acts import SupportActs
from milestones.admin.verbs import APPROVE, CANCEL
from milestones.models import Milestone
from milestones.queries.reader import Reader
from milestones.wording import history


@admin.register(Milestone)
class MilestoneAdmin(SupportActs):
    verbs = (APPROVE, CANCEL)
    list_display = ["named", "milestone", "of_order", "state_badge", "price", "holds", "due"]
    list_filter = ["state", "due_at", "funded_at", "paid_at", "amount_currency"]
    list_select_related = ["order__client", "order__freelancer"]
    search_fields = ["=order__pk", "name", "order__title", "order__client__email", "order__freelancer__email"]
    search_help_text = "Number or title of the order, name of the step, or the address of either side"
    ordering = ["-pk"]
    fieldsets = [
        (None, {"fields": [("state_badge", "of_order", "milestone"), ("client", "freelancer", "disputed_from")]}),
        ("Money", {"fields": [("price", "client_fee_text", "carried_text"), ("holds", "paid_out", "went_back")]}),
        (
            "Terms",
            {"fields": ["description", ("deliverable_list", "substep_list"), ("days", "due", "revisions", "call")]},
        ),
        ("Dates", {"fields": [("funded", "delivered", "approved"), ("paid", "ended")]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("order__client", "order__freelancer")

    @admin.display(description="name", ordering="name")
    def named(self, one):
        return admin_base.short(one.name)

    @admin.display(description="milestone", ordering="position")
    def milestone(self, one):
        return one.position

    @admin.display(description="order", ordering="order")
    def of_order(self, one):
        return order_link(one.order)

    @admin.display(description="client", ordering="order__client__display_name")
    def client(self, one):
        return one.order.client

    @admin.display(description="freelancer", ordering="order__freelancer__display_name")
    def freelancer(self, one):
        return one.order.freelancer

    @admin.display(description="state", ordering="state")
    def state_badge(self, one):
        return badge(one.state, one.get_state_display())

    @admin.display(description="price", ordering="amount")
    def price(self, one):
        return minor_text(one.price, one.currency)

    @admin.display(description="held in escrow")
    def holds(self, one):
        return minor_text(one.held, one.currency)

    @admin.display(description="client’s fee")
    def client_fee_text(self, one):
        return minor_text(one.client_fee, one.currency)

    @admin.display(description="paid out, before the freelancer’s fee")
    def paid_out(self, one):
        return minor_text(one.released, one.currency)

    @admin.display(description="gone back to the client")
    def went_back(self, one):
        return minor_text(one.refunded, one.currency)

    @admin.display(description="carried here by the step before")
    def carried_text(self, one):
        return minor_text(one.carried, one.currency)

    @admin.display(description="deliverables")
    def deliverable_list(self, one):
        return admin_base.joined(one.deliverables)

    @admin.display(description="substeps")
    def substep_list(self, one):
        return admin_base.joined(f"{sub['name']}{' (done)' if sub['done_at'] else ''}" for sub in one.substeps)

    @admin.display(description="revisions")
    def revisions(self, one):
        return brief.revisions(one)

    @admin.display(description="due", ordering="due_at")
    def due(self, one):
        if one.waits_since:
            return format_html("waits for the client since {}; its time stands", exact(one.waits_since))
        return exact(one.due_at)

    @admin.display(description="paid into escrow")
    def funded(self, one):
        return exact(one.funded_at)

    @admin.display(description="delivered")
    def delivered(self, one):
        return exact(one.delivered_at)

    @admin.display(description="accepted")
    def approved(self, one):
        return exact(one.approved_at)

    @admin.display(description="paid out")
    def paid(self, one):
        return exact(one.paid_at)

    @admin.display(description="cancelled or skipped")
    def ended(self, one):
        return exact(one.ended_at)

    def panels(self, request, one):
        yield brief.deliveries(one)
        yield admin_base.Panel(
            "Timers",
            ["What", "Due", "Step", "State"],
            deadline_rows(one.deadlines.filter(order=one.order_id).select_related("milestone").order_by("-pk")[:50]),
        )
        yield admin_base.Panel(
            "Requests and disputes",
            ["What", "State", "Asked by", "When", "Step", "Reason"],
            requests_of(one.order, one.cases),
        )
        yield journal(one.order, about=one.reference)
        yield payments(one.order, milestone=one)
        yield self._history(request, one)

    def _history(self, request, one):
        reader = Reader(one.order, request.user)
        events = Event.objects.of(one.order.thread).filter(about=one.reference).select_related("actor")
        return admin_base.Panel(
            "History",
            ["When", "What", "Reason"],
            [[exact(e.at), history.sentence(e, reader), e.data.get("reason", "")] for e in events[:50]],
            more=admin_base.listing("events_event", "Every event of this step", q=one.reference),
        )
