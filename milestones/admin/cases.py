"""Requests and disputes, for support, who decides disputes."""

from django.contrib import admin

from marketplace import admin_base
from marketplace.elements import exact
from marketplace.events.models import Event
from marketplace.formats import minor_text
from milestones.admin.brief import brief
from milestones.admin.rows import asked_of, case_badge, deadline_rows, milestone_link, order_link, reader_of
from milestones.admin.support_acts import SupportActs
from milestones.admin.verbs import DECIDE
from milestones.models import Case, CaseState
from milestones.queries.reader import Reader
from milestones.wording import case_phrases, case_titles, history


@admin.register(Case)
class CaseAdmin(SupportActs):
    verbs = (DECIDE,)
    list_display = ["title", "state_badge", "of_order", "of_milestone", "held", "asked_by", "asked"]
    list_filter = ["kind", "state", "created_at"]
    date_hierarchy = "created_at"
    search_fields = ["=order__pk", "order__title", "asked_by__email", "asked_by__display_name", "reason"]
    search_help_text = "Number or title of the order, who asked, or words of the reason"
    fieldsets = [
        (None, {"fields": [("title", "state_badge", "asked"), ("of_order", "of_milestone", "asked_by")]}),
        ("What is asked", {"fields": ["asks", "details", "silence"]}),
        ("What became of it", {"fields": ["outcome", ("answered", "closed")]}),
    ]

    def get_fieldsets(self, request, obj=None):
        """Nothing became yet of what is open."""
        return self.fieldsets[:-1] if obj and obj.state == CaseState.OPEN else self.fieldsets

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .select_related("order__client", "order__freelancer", "milestone__order", "asked_by", "closed_by")
            .prefetch_related("deadlines")
        )

    @admin.display(description="request", ordering="kind")
    def title(self, one):
        return one.get_kind_display()

    @admin.display(description="state", ordering="state")
    def state_badge(self, one):
        return case_badge(one)

    @admin.display(description="order", ordering="order")
    def of_order(self, one):
        return order_link(one.order)

    @admin.display(description="step")
    def of_milestone(self, one):
        return milestone_link(one.milestone)

    @admin.display(description="held")
    def held(self, one):
        return minor_text(one.milestone.held, one.milestone.currency) if one.milestone else ""

    @admin.display(description="asked", ordering="created_at")
    def asked(self, one):
        return exact(one.created_at)

    @admin.display(description="answered", ordering="answered_at")
    def answered(self, one):
        return exact(one.answered_at)

    @admin.display(description="closed", ordering="closed_at")
    def closed(self, one):
        return exact(one.closed_at)

    @admin.display(description="request")
    def asks(self, one):
        return case_titles.title(one, reader_of(one))

    @admin.display(description="a yes, or what it does now")
    def details(self, one):
        return case_phrases.effect(one, reader_of(one)) if one.state == CaseState.OPEN else ""

    @admin.display(description="without an answer")
    def silence(self, one):
        return asked_of(one).silence if one.state == CaseState.OPEN else ""

    @admin.display(description="outcome")
    def outcome(self, one):
        return "" if one.state == CaseState.OPEN else case_phrases.outcome(one, reader_of(one))

    def panels(self, request, one):
        yield from brief(one, request.user)
        yield admin_base.Panel(
            "Timers", ["What", "Due", "Step", "State"], deadline_rows(one.deadlines.select_related("milestone"))
        )
        reader = Reader(one.order, request.user)
        events = Event.objects.of(one.order.thread).filter(about=one.reference).select_related("actor")
        yield admin_base.Panel(
            "History",
            ["When", "What", "Reason"],
            [[exact(e.at), history.sentence(e, reader), e.data.get("reason", "")] for e in events[:50]],
        )
