"""Conversations that support may look into: with an open report, or of an order in a dispute. Each look is an event."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q

from marketplace import admin_base
from marketplace.actors import Support
from marketplace.elements import exact
from marketplace.events.models import Event
from marketplace.inbox import actions
from marketplace.inbox.models import Conversation, Message, ReportState
from milestones.models import Case, CaseKind, CaseState

SHOWN = 200  # messages, the newest


def evidence(conversation: Conversation):
    """The messages that support may read now: all of them while one is reported, else those about disputed orders."""
    found = Message.objects.filter(conversation=conversation)
    if found.filter(reports__state=ReportState.OPEN).exists():
        return found
    sides = {"order__client__in": conversation.people, "order__freelancer__in": conversation.people}
    disputes = Case.objects.filter(**sides, kind=CaseKind.DISPUTE, state=CaseState.OPEN)
    return found.filter(about__in=[f"order:{key}" for key in disputes.values_list("order", flat=True)])


@admin.register(Conversation)
class ConversationAdmin(admin_base.ReadOnlyAdmin):
    list_display = ["talk", "one", "the_other", "started"]
    list_display_links = ["talk"]
    search_fields = ["low__email", "low__display_name", "high__email", "high__display_name"]
    search_help_text = "Name or address of one of the two"
    fieldsets = [(None, {"fields": [("one", "the_other"), "started"]})]

    def get_queryset(self, request):
        """Nothing else is there, for anybody at the desk, and nothing of their own."""
        open_now = super().get_queryset(request).open_to_support()
        return open_now.exclude(Q(low=request.user) | Q(high=request.user)).select_related("low", "high")

    @admin.display(description="conversation", ordering="pk")
    def talk(self, one):
        return one.pk

    @admin.display(description="between")
    def one(self, one):
        return admin_base.link("accounts_user", one.low_id, one.low)

    @admin.display(description="and")
    def the_other(self, one):
        return admin_base.link("accounts_user", one.high_id, one.high)

    @admin.display(description="began", ordering="started_at")
    def started(self, one):
        return exact(one.started_at)

    def change_view(self, request, object_id, *args, **kwargs):
        """Look into it: written down before anything is shown."""
        found = self.get_object(request, object_id)
        if found is None or request.method not in ("GET", "HEAD"):
            raise PermissionDenied
        if request.method == "GET" and self.has_view_permission(request, found):
            actions.look(found, by=Support(request.user, ""))
        return super().change_view(request, object_id, *args, **kwargs)

    def panels(self, request, one):
        messages = evidence(one).order_by("-pk").select_related("by").prefetch_related("files", "reports")[:SHOWN]
        yield admin_base.Panel(
            "Messages",
            ["When", "Who", "What", "Files", "About", "Reported"],
            [
                [
                    exact(each.at),
                    each.by,
                    each.text,
                    ", ".join(file.name for file in each.files.all()),
                    admin_base.reference(each.about) if each.about else "",
                    admin_base.joined(
                        admin_base.link("inbox_report", made.pk, made.state_words) for made in each.reports.all()
                    ),
                ]
                for each in messages
            ],
        )
        looked = Event.objects.of(one.thread).filter(kind="conversation.looked").select_related("actor")[:20]
        yield admin_base.Panel("Who looked", ["When", "Who"], [[exact(each.at), each.actor] for each in looked])
