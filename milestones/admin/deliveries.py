"""Deliveries, for support. Files come through the site's own file page, which asks who may see them."""

from django.contrib import admin
from django.template.defaultfilters import filesizeformat

from marketplace import admin_base
from marketplace.elements import exact
from milestones.admin.rows import milestone_link, order_link
from milestones.models import Delivery


@admin.register(Delivery)
class DeliveryAdmin(admin_base.ReadOnlyAdmin):
    list_display = ["title", "of_milestone", "of_order", "by", "delivered", "full_project", "revision_asked"]
    list_filter = ["full_project", "at", "revision_at"]
    list_select_related = ["milestone__order", "by"]
    date_hierarchy = "at"
    search_fields = ["=milestone__order__pk", "milestone__name", "milestone__order__title", "by__email", "files__name"]
    search_help_text = "Number or title of the order, name of the step or of a file, or the freelancer’s address"
    ordering = ["-pk"]
    fields = [
        "of_order",
        "of_milestone",
        "number",
        "by",
        "delivered",
        "full_project",
        "message",
        "revision_asked",
        "revision_reason",
    ]
    readonly_fields = fields

    @admin.display(description="delivery", ordering="pk")
    def title(self, delivery):
        return f"Delivery {delivery.number}"

    @admin.display(description="step")
    def of_milestone(self, delivery):
        return milestone_link(delivery.milestone)

    @admin.display(description="order", ordering="milestone__order")
    def of_order(self, delivery):
        return order_link(delivery.milestone.order)

    @admin.display(description="when", ordering="at")
    def delivered(self, delivery):
        return exact(delivery.at)

    @admin.display(description="revision asked for", ordering="revision_at")
    def revision_asked(self, delivery):
        return exact(delivery.revision_at)

    def panels(self, request, delivery):
        yield admin_base.Panel(
            "Files",
            ["File", "Size", "Type", "Deliverable", "SHA-256"],
            [
                [
                    admin_base.anchor(one.get_absolute_url(), one.name),
                    filesizeformat(one.size),
                    one.content_type,
                    one.deliverable,
                ]
                + [one.sha256]
                for one in delivery.files.all()
            ],
        )
        yield admin_base.Panel(
            "Links", ["Address", "Deliverable"], [[one["url"], one.get("deliverable", "")] for one in delivery.links]
        )
