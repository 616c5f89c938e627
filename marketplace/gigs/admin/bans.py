"""The right to sell in steps, for support: from whom it was withdrawn and why; withdrawn and given back."""

from django.contrib import admin
from django.urls import path

from marketplace import admin_base
from marketplace.accounts.models import User
from marketplace.elements import exact
from marketplace.gigs.admin.verbs import LIFT, WITHDRAW
from marketplace.gigs.models import StepsBan
from milestones.admin.support_acts import SupportActs


class InForceFilter(admin.SimpleListFilter):
    title = "in force"
    parameter_name = "force"

    def lookups(self, request, model_admin):
        return [("yes", "Yes"), ("no", "Given back")]

    def queryset(self, request, queryset):
        return queryset.filter(lifted_at__isnull=self.value() == "yes") if self.value() else queryset


@admin.register(StepsBan)
class StepsBanAdmin(SupportActs):
    verbs = (LIFT,)
    act_template = "admin/gigs/act.html"
    list_display = ["person", "why", "by", "since", "lifted"]
    list_filter = [InForceFilter, "at"]
    linked_by = ["person__id__exact"]
    ordering = ["-pk"]
    search_fields = ["person__email", "person__display_name", "reason"]
    search_help_text = "Name or address of the person, or words of the reason"
    fieldsets = [(None, {"fields": [("whose", "by"), "reason", ("since", "lifted")]})]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("person", "by")

    def get_urls(self):
        page = self.admin_site.admin_view(self._page_of(WITHDRAW))
        return [path("<int:object_id>/withdraw/", page, name="gigs_stepsban_withdraw"), *super().get_urls()]

    def row_of(self, request, object_id, verb):
        """Withdrawing is about a person, who has no row here yet."""
        if verb is not WITHDRAW:
            return super().row_of(request, object_id, verb)
        person = User.objects.filter(pk=object_id).first()
        return StepsBan(person=person) if person else None

    def home_of(self, row):
        if row.pk:
            return super().home_of(row)
        return admin_base.list_url("gigs_stepsban", person__id__exact=row.person_id)

    def act_context(self, row):
        return {"person": row.person}

    @admin.display(description="person")
    def whose(self, ban):
        return admin_base.link("accounts_user", ban.person_id, ban.person)

    @admin.display(description="reason")
    def why(self, ban):
        return admin_base.short(ban.reason)

    @admin.display(description="withdrawn", ordering="at")
    def since(self, ban):
        return exact(ban.at)

    @admin.display(description="given back", ordering="lifted_at")
    def lifted(self, ban):
        return exact(ban.lifted_at)
