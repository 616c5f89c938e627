"""Reported messages, for support: what was written, why it is reported, and what is decided."""

from django.contrib import admin

from marketplace import admin_base
from marketplace.elements import exact
from marketplace.inbox import actions
from marketplace.inbox.models import Conversation, Report
from marketplace.reports.admin import DecisionForm, ReportDesk
from milestones.admin.verbs import DeskVerb


def _upholding(report: Report) -> list[str]:
    return [
        f"The message goes out of sight for both; {report.message.by} sees that support removed it.",
        f"{report.message.by} and {report.by} are told by mail, with your reason.",
        "Orders that the two share go on.",
    ]


def _dismissing(report: Report) -> list[str]:
    return ["The message stays as it is.", f"{report.by} is told by mail, with your reason."]


UPHOLD = DeskVerb(
    name="uphold",
    label="Remove the message",
    done="The message is out of sight, and both were told.",
    about=Report,
    tells=_upholding,
    act=actions.uphold,
    form=DecisionForm,
    tone="bad",
)
DISMISS = DeskVerb(
    name="dismiss",
    label="Dismiss the report",
    done="The report is dismissed, and whoever made it was told.",
    about=Report,
    tells=_dismissing,
    act=actions.dismiss,
    form=DecisionForm,
)


@admin.register(Report)
class ReportAdmin(ReportDesk):
    verbs = (UPHOLD, DISMISS)
    act_template = "admin/inbox/act.html"
    search_fields = ["by__email", "by__display_name", "message__by__email", "message__by__display_name", "reason"]
    fieldsets = [
        (None, {"fields": [("state_badge", "made", "decided"), ("reporter", "written_by", "talk"), "reason"]}),
        ("The message", {"fields": ["words", "written"]}),
    ]

    def get_queryset(self, request):
        """But those of one's own conversations: who reported one, and why, is not for oneself to read."""
        people = ["message__conversation__low", "message__conversation__high", "message__by", "by", "decided_by"]
        own = Conversation.objects.of(request.user)
        return super().get_queryset(request).exclude(message__conversation__in=own).select_related(*people)

    def in_search(self, one):
        return f"A message of {one.message.by}", f"{one.by}, {one.state_words}"

    @admin.display(description="the message")
    def words(self, one):
        return one.message.text or "Files, without words."

    @admin.display(description="written")
    def written(self, one):
        return exact(one.message.at)

    @admin.display(description="conversation")
    def talk(self, one):
        return admin_base.link("inbox_conversation", one.conversation.pk, "All of it") if one.is_open else ""
