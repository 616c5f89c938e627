"""Pictures of gigs, for support: small ones in the list, so that what does not belong is seen."""

from django.contrib import admin
from django.template.defaultfilters import filesizeformat

from marketplace import admin_base
from marketplace.elements import exact
from marketplace.gigs.admin.in_words import thumbnail
from marketplace.gigs.models import Picture


class MadeFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "made"

    def lookups(self, request, model_admin):
        return [("yes", "Ready"), ("waits", "Being prepared"), ("no", "Could not be used")]

    def queryset(self, request, queryset):
        match self.value():
            case "yes":
                return queryset.filter(made_at__isnull=False)
            case "waits":
                return queryset.filter(made_at=None, problem="")
            case "no":
                return queryset.filter(made_at=None).exclude(problem="")
        return queryset


@admin.register(Picture)
class PictureAdmin(admin_base.ReadOnlyAdmin):
    list_display = ["named", "shown", "of_gig", "by", "added", "problem"]
    list_filter = [MadeFilter, "at"]
    linked_by = ["gig__id__exact"]
    list_per_page = 24
    ordering = ["-pk"]
    search_fields = ["name", "=gig__pk", "gig__title", "by__email", "by__display_name"]
    search_help_text = "Name of the file, number or title of the gig, or who uploaded it"
    fieldsets = [
        (None, {"fields": ["shown", ("named", "size", "measures"), ("of_gig", "whose", "added"), "ready", "problem"]})
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("gig", "by")

    @admin.display(description="file", ordering="name")
    def named(self, picture):
        return admin_base.short(picture.name)

    @admin.display(description="picture")
    def shown(self, picture):
        return thumbnail(picture)

    @admin.display(description="size")
    def size(self, picture):
        return filesizeformat(picture.bytes)

    @admin.display(description="pixels")
    def measures(self, picture):
        return f"{picture.width} × {picture.height}" if picture.width else ""

    @admin.display(description="gig", ordering="gig")
    def of_gig(self, picture):
        return admin_base.link("gigs_gig", picture.gig_id, admin_base.short(picture.gig.title or picture.gig_id))

    @admin.display(description="uploaded by")
    def whose(self, picture):
        return admin_base.link("accounts_user", picture.by_id, picture.by)

    @admin.display(description="uploaded", ordering="at")
    def added(self, picture):
        return exact(picture.at)

    @admin.display(description="ready since")
    def ready(self, picture):
        return exact(picture.made_at)
