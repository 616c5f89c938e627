"""Published versions of gigs, for support: what each says, in words. They never change."""

from django.contrib import admin

from marketplace import admin_base
from marketplace.elements import exact
from marketplace.gigs.admin.in_words import panels_of
from marketplace.gigs.models import GigVersion


@admin.register(GigVersion)
class GigVersionAdmin(admin_base.ReadOnlyAdmin):
    list_display = ["titled", "owner", "number", "category", "rulebook", "published"]
    list_filter = ["policy", "at"]
    linked_by = ["gig__id__exact"]
    date_hierarchy = "at"
    ordering = ["-pk"]
    search_fields = ["=gig__pk", "gig__title", "gig__owner__display_name", "=digest"]
    search_help_text = "Number or title of the gig, the name of its owner, or a digest"
    fieldsets = [(None, {"fields": [("of_gig", "number", "published"), "digest"]})]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("gig__owner", "category__parent", "policy")

    @admin.display(description="gig", ordering="gig")
    def titled(self, version):
        return admin_base.short(f"{version.gig_id}, {version.gig.title}")

    @admin.display(description="gig")
    def of_gig(self, version):
        return admin_base.link("gigs_gig", version.gig_id, version.gig.title)

    @admin.display(description="owner", ordering="gig__owner")
    def owner(self, version):
        return version.gig.owner

    @admin.display(description="rulebook", ordering="policy")
    def rulebook(self, version):
        return f"{version.policy.name}, v{version.policy.version}"

    @admin.display(description="published", ordering="at")
    def published(self, version):
        return exact(version.at)

    def panels(self, request, version):
        yield from panels_of(version)
