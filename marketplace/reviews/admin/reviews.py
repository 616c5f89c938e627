"""Reviews, for support: what both sides wrote, whether it counts, and who reported it. Only looked at."""

from django.contrib import admin
from django.db.models import Q

from marketplace import admin_base
from marketplace.elements import exact
from marketplace.reviews.models import Review
from marketplace.reviews.wording import label


@admin.register(Review)
class ReviewAdmin(admin_base.ReadOnlyAdmin):
    list_display = ["when", "writer", "person", "side", "stars_given", "ended", "counts", "published"]
    list_display_links = ["when"]
    list_filter = ["side", "outcome", "counts", "published_at"]
    date_hierarchy = "written_at"
    search_fields = ["=order__pk", "by__email", "by__display_name", "about__email", "about__display_name", "text"]
    search_help_text = "Number of the order, who wrote it or whom it is about, or words of it"
    fieldsets = [
        (None, {"fields": [("writer", "person", "side"), ("of_order", "ended", "counts"), ("when", "published")]}),
        ("What it says", {"fields": ["given", "text", "reply", "replied"]}),
        ("Removed", {"fields": [("removed", "removed_by"), "removed_reason"]}),
    ]

    def get_queryset(self, request):
        """But what is hidden of the orders of whoever looks: they read the other's when everybody does."""
        own = Q(by=request.user.pk) | Q(about=request.user.pk)
        found = super().get_queryset(request).exclude(own, published_at=None)
        return found.select_related("by", "about", "order", "removed_by")

    def get_fieldsets(self, request, obj=None):
        """Without why it was removed, where it was not."""
        sets = super().get_fieldsets(request, obj)
        return sets if obj and obj.removed_at else [one for one in sets if one[0] != "Removed"]

    def in_search(self, one):
        return f"{one.by} about {one.about}", f"{one.order}, {label(one)}"

    def panels(self, request, one):
        if request.user.pk in (one.by_id, one.about_id):
            return  # who reported something of theirs is not for them
        yield admin_base.Panel(
            "Reports",
            ["When", "Who", "State"],
            [
                [admin_base.link("reviews_reviewreport", each.pk, exact(each.made_at)), each.by, each.state_words]
                for each in one.reports.select_related("by")
            ],
        )

    @admin.display(description="written", ordering="written_at")
    def when(self, one):
        return exact(one.written_at)

    @admin.display(description="written by")
    def writer(self, one):
        return admin_base.link("accounts_user", one.by_id, one.by)

    @admin.display(description="about")
    def person(self, one):
        return admin_base.link("accounts_user", one.about_id, one.about)

    @admin.display(description="stars")
    def stars_given(self, one):
        return " · ".join(str(number) for number in one.stars)

    @admin.display(description="stars")
    def given(self, one):
        return ", ".join(f"{question}: {number}" for question, number in one.answers)

    @admin.display(description="order")
    def of_order(self, one):
        return admin_base.link("milestones_order", one.order_id, one.order)

    @admin.display(description="the order")
    def ended(self, one):
        return label(one)

    @admin.display(description="published", ordering="published_at")
    def published(self, one):
        return exact(one.published_at)

    @admin.display(description="replied")
    def replied(self, one):
        return exact(one.replied_at)

    @admin.display(description="removed")
    def removed(self, one):
        return exact(one.removed_at)
