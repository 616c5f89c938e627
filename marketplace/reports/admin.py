"""The desk's page of reports: who made them of whom, why, and what was decided."""

from django.contrib import admin

from marketplace import admin_base
from marketplace.elements import badge, exact
from milestones.actions.support import NO_REASON
from milestones.admin.support_acts import SupportActs
from milestones.forms.support import ReasonForm, reason_field


class DecisionForm(ReasonForm):
    """Why support decides so: no order's history tells it, but a mail."""

    reason = reason_field("It is mailed to all who are told, word for word.", NO_REASON)


class ReportDesk(SupportActs):
    """What reports of all sorts show. Whoever fills it names its verbs, and what it tells of the thing reported."""

    list_display = ["made", "state_badge", "written_by", "reporter", "why"]
    list_display_links = ["made"]
    list_filter = ["state", "made_at"]
    date_hierarchy = "made_at"
    search_help_text = "Who reported it, who wrote it, or words of the reason"

    def act_context(self, row):
        return {"report": row}

    @admin.display(description="reported", ordering="made_at")
    def made(self, one):
        return exact(one.made_at)

    @admin.display(description="state", ordering="state")
    def state_badge(self, one):
        return badge(one.state, one.get_state_display())

    @admin.display(description="written by")
    def written_by(self, one):
        return admin_base.link("accounts_user", one.reported.by_id, one.reported.by)

    @admin.display(description="reported by")
    def reporter(self, one):
        return admin_base.link("accounts_user", one.by_id, one.by)

    @admin.display(description="reason")
    def why(self, one):
        return admin_base.short(one.reason)

    @admin.display(description="decided")
    def decided(self, one):
        return exact(one.decided_at)
