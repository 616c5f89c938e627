"""Which mails wait, left or were given up, and which addresses refuse them. What a mail says is not shown."""

from django.contrib import admin
from django.utils.html import format_html

from marketplace import admin_base
from marketplace.elements import exact
from marketplace.mail.models import OutgoingMail, RefusedAddress


class FateFilter(admin.SimpleListFilter):
    title = "what became of it"
    parameter_name = "mail"

    def lookups(self, request, model_admin):
        return [("waits", "waits to be sent"), ("sent", "was sent"), ("failed", "was given up")]

    def queryset(self, request, queryset):
        field = {"waits": "next_try_at", "sent": "sent_at", "failed": "failed_at"}.get(self.value())
        return queryset.filter(**{f"{field}__isnull": False}) if field else queryset


def fate(mail) -> str:
    """What became of a mail, in words."""
    if mail.sent_at:
        return format_html("sent {}", exact(mail.sent_at))
    if mail.failed_at:
        return format_html("given up {}", exact(mail.failed_at))
    return format_html("waits until {}", exact(mail.next_try_at))


@admin.register(OutgoingMail)
class OutgoingMailAdmin(admin_base.ReadOnlyAdmin):
    list_display = ["planned", "to", "kind", "fate", "attempts", "failure"]
    list_filter = [FateFilter, "kind", "planned_at"]
    search_fields = ["^to"]
    search_help_text = "The beginning of an address"
    fields = ["planned", "to", "kind", "subject", "fate", "attempts", "failure"]
    readonly_fields = fields

    @admin.display(description="planned for", ordering="planned_at")
    def planned(self, mail):
        return exact(mail.planned_at)

    @admin.display(description="what became of it")
    def fate(self, mail):
        return fate(mail)


@admin.register(RefusedAddress)
class RefusedAddressAdmin(admin_base.ReadOnlyAdmin):
    """Removing an address lets mail to it be tried again at once."""

    list_display = ["address", "refusals", "ending", "failure"]
    search_fields = ["^address"]
    search_help_text = "The beginning of an address"
    fields = ["address", "refusals", "ending", "failure"]
    readonly_fields = fields

    @admin.display(description="mail to it", ordering="next_try_at")
    def ending(self, refused):
        words = "is given up until {}" if refused.is_over else "rests until {}"
        return format_html(words, exact(refused.next_try_at))

    def has_delete_permission(self, request, obj=None):
        return admin.ModelAdmin.has_delete_permission(self, request, obj)
