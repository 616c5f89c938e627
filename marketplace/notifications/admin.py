"""Who was told what, for support: did she get the mail, and if not, why not."""

from django.contrib import admin

from marketplace import admin_base
from marketplace.elements import exact
from marketplace.events.withheld import from_whom
from marketplace.notifications.models import FanOutFailure, Notification


class MailFilter(admin.SimpleListFilter):
    title = "the mail"
    parameter_name = "mail"

    def lookups(self, request, model_admin):
        return [("waits", "waits to be sent"), ("sent", "was sent"), ("failed", "failed for good")]

    def queryset(self, request, queryset):
        field = {"waits": "next_try_at", "sent": "sent_at", "failed": "failed_at"}.get(self.value())
        return queryset.filter(**{f"{field}__isnull": False}) if field else queryset


@admin.register(Notification)
class NotificationAdmin(admin_base.ReadOnlyAdmin):
    list_display = ["created", "user", "title", "group", "mail"]
    list_display_links = ["created"]
    list_filter = [MailFilter, "group", "created_at"]
    list_select_related = ["user", "lead", "event"]
    search_fields = ["^user__email", "^kind", "=event__thread"]
    search_help_text = "An address, a thread (order:1042) or the beginning of a kind (milestone.paid)"
    fields = ["created", "person", "title", "happened", "in_thread", "group", "mail", "attempts", "failure", "read"]
    readonly_fields = fields

    def get_queryset(self, request):
        return super().get_queryset(request).exclude(from_whom(request.user, "event"))

    @admin.display(description="told", ordering="pk")
    def created(self, notification):
        return exact(notification.created_at)

    @admin.display(description="whom")
    def person(self, notification):
        return admin_base.link("accounts_user", notification.user_id, notification.user)

    @admin.display(description="event")
    def happened(self, notification):
        return admin_base.link("events_event", notification.event_id, notification.kind)

    @admin.display(description="thread")
    def in_thread(self, notification):
        return admin_base.reference(notification.event.thread)

    @admin.display(description="mail")
    def mail(self, notification):
        """What became of the mail that tells it."""
        letter = notification.lead or notification
        if letter.sent_at:
            return exact(letter.sent_at)
        if letter.failed_at:
            return f"given up after {letter.attempts} attempts"
        return "waits" if letter.next_try_at else "not wanted by mail"

    @admin.display(description="read")
    def read(self, notification):
        return exact(notification.read_at) if notification.read_at else "not yet"


@admin.register(FanOutFailure)
class FanOutFailureAdmin(admin_base.ReadOnlyAdmin):
    list_display = ["happened", "attempts", "next_try", "failure"]
    list_display_links = None
    list_select_related = ["event"]

    @admin.display(description="tried again", ordering="next_try_at")
    def next_try(self, stumble):
        return exact(stumble.next_try_at)

    @admin.display(description="event", ordering="pk")
    def happened(self, stumble):
        return admin_base.link("events_event", stumble.event_id, stumble.event.kind)
