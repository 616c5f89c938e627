from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "marketplace.notifications"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from marketplace.inbox.reading import followers
        from marketplace.notifications import metrics, subjects  # noqa: F401 - they register what they have
        from marketplace.notifications.models import read_all

        followers.register("notifications")(read_all)
