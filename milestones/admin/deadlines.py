"""Timers, for support: what will happen to what, when; and putting it off."""

import json

from django.contrib import admin
from django.utils.html import format_html

from marketplace import admin_base
from marketplace.deadlines.models import Deadline
from marketplace.elements import exact, when
from milestones.admin.rows import deadline_badge, milestone_link, order_link
from milestones.admin.support_acts import SupportActs
from milestones.admin.timer_consequences import of_timer
from milestones.admin.verbs import EXTEND


class RunningFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "running"

    def lookups(self, request, model_admin):
        return [("yes", "Running"), ("no", "Settled")]

    def queryset(self, request, queryset):
        return queryset.filter(settled_at__isnull=self.value() == "yes") if self.value() else queryset


@admin.register(Deadline)
class DeadlineAdmin(SupportActs):
    verbs = (EXTEND,)
    list_display = ["title", "state_badge", "due", "of_order", "of_milestone", "reference_link", "settled"]
    list_filter = [RunningFilter, "kind", "due_at"]
    linked_by = ["order__id__exact"]
    list_select_related = ["order", "milestone"]
    search_fields = ["=order__pk", "order__title", "=reference"]
    search_help_text = "Number or title of the order, or a reference such as offer:7"
    ordering = ["-pk"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("title", "state_badge", "due"),
                    "does",
                    ("of_order", "of_milestone"),
                    ("of_case", "reference_link"),
                ]
            },
        ),
        ("Record", {"fields": [("created", "settled", "outcome"), "details"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("order__client", "order__freelancer", "milestone", "case")

    @admin.display(description="timer", ordering="kind")
    def title(self, one):
        return one.get_kind_display()

    @admin.display(description="state", ordering="settled_at")
    def state_badge(self, one):
        return deadline_badge(one)

    @admin.display(description="due", ordering="due_at")
    def due(self, one):
        return format_html("{} ({})", exact(one.due_at), when(one.due_at))

    @admin.display(description="what it does")
    def does(self, one):
        return of_timer(one) if one.order else one.get_kind_display()

    @admin.display(description="order", ordering="order")
    def of_order(self, one):
        return order_link(one.order)

    @admin.display(description="step")
    def of_milestone(self, one):
        return milestone_link(one.milestone)

    @admin.display(description="case")
    def of_case(self, one):
        return admin_base.link("milestones_case", one.case_id, one.case) if one.case else ""

    @admin.display(description="about", ordering="reference")
    def reference_link(self, one):
        return admin_base.reference(one.reference) if one.reference else ""

    @admin.display(description="started")
    def created(self, one):
        return exact(one.created_at)

    @admin.display(description="settled", ordering="settled_at")
    def settled(self, one):
        return exact(one.settled_at)

    @admin.display(description="details")
    def details(self, one):
        return format_html("<pre>{}</pre>", json.dumps(one.data, indent=2, ensure_ascii=False)) if one.data else ""
