"""The audit trail, for support: everything that happened, newest first."""

import json

from django.contrib import admin
from django.utils.html import format_html

from marketplace import admin_base
from marketplace.elements import exact
from marketplace.events.models import Event
from marketplace.events.withheld import from_whom
from marketplace.subjects import told_as

ACTORS = ["clock", "gateway", "operator", "person", "support"]


class AboutFilter(admin.SimpleListFilter):
    """By the noun of the kind: a list that needs no query, unlike the kinds themselves."""

    title = "what it happened to"
    parameter_name = "noun"

    def lookups(self, request, model_admin):
        return [(noun, noun) for noun in told_as()]

    def queryset(self, request, queryset):
        return queryset.filter(kind__startswith=f"{self.value()}.") if self.value() else queryset


class ActorFilter(admin.SimpleListFilter):
    title = "who did it"
    parameter_name = "actor_kind"

    def lookups(self, request, model_admin):
        return [(kind, kind) for kind in ACTORS]

    def queryset(self, request, queryset):
        return queryset.filter(actor_kind=self.value()) if self.value() else queryset


@admin.register(Event)
class EventAdmin(admin_base.ReadOnlyAdmin):
    list_display = ["happened", "kind", "in_thread", "about_what", "who", "reason"]
    list_display_links = ["happened"]
    list_filter = [AboutFilter, ActorFilter, "at"]
    linked_by = ["actor__id__exact"]
    list_select_related = ["actor"]
    search_fields = ["=thread", "=about", "^kind"]
    search_help_text = "A thread (order:1042), a thing (milestone:7) or the beginning of a kind (milestone.paid)"
    fields = ["happened", "kind", "in_thread", "about_what", "who", "reason", "details", "told"]
    readonly_fields = fields

    def get_queryset(self, request):
        return super().get_queryset(request).exclude(from_whom(request.user))

    @admin.display(description="when", ordering="pk")
    def happened(self, event):
        return exact(event.at)

    @admin.display(description="thread", ordering="thread")
    def in_thread(self, event):
        return admin_base.reference(event.thread)

    @admin.display(description="about", ordering="about")
    def about_what(self, event):
        return admin_base.reference(event.about)

    @admin.display(description="who", ordering="actor_kind")
    def who(self, event):
        if event.actor is None:
            return event.actor_kind
        person = admin_base.link("accounts_user", event.actor_id, event.actor)
        return format_html("{} (support)", person) if event.actor_kind == "support" else person

    @admin.display(description="reason")
    def reason(self, event):
        return event.data.get("reason", "")

    @admin.display(description="details")
    def details(self, event):
        return format_html("<pre>{}</pre>", json.dumps(event.data, indent=2, ensure_ascii=False))

    @admin.display(description="told to those it concerns")
    def told(self, event):
        return exact(event.dispatched_at) if event.dispatched_at else "not yet"

    def panels(self, request, event):
        newer = Event.objects.of(event.thread).exclude(from_whom(request.user)).select_related("actor")[:20]
        yield admin_base.Panel(
            title="The newest of this thread",
            headers=["When", "Kind", "About", "Who"],
            rows=[
                [exact(one.at), admin_base.link("events_event", one.pk, one.kind), self.about_what(one), self.who(one)]
                for one in newer
            ],
            more=admin_base.listing("events_event", "The whole thread", q=event.thread),
        )
