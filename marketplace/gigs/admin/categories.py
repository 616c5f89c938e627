"""Categories, for support: rename, move, add, and say which may be sold in milestones."""

from django.contrib import admin

from marketplace import admin_base
from marketplace.gigs.models import Category


class LevelFilter(admin.SimpleListFilter):
    title = "level"
    parameter_name = "level"

    def lookups(self, request, model_admin):
        return [("top", "Categories"), ("sub", "Subcategories")]

    def queryset(self, request, queryset):
        return queryset.filter(parent__isnull=self.value() == "top") if self.value() else queryset


@admin.register(Category)
class CategoryAdmin(admin_base.Watched):
    """A category that offers point at can't be deleted: the database refuses."""

    list_display = ["name", "parent", "milestone_eligible"]
    list_filter = [LevelFilter, "milestone_eligible", ("parent", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["parent"]
    search_fields = ["name", "parent__name"]
    ordering = ["parent__name", "name"]
    prepopulated_fields = {"slug": ["name"]}

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """There are two levels: only a top-level category can be a parent."""
        if db_field.name == "parent":
            kwargs["queryset"] = Category.objects.filter(parent=None)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
