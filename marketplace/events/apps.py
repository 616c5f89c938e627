from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "marketplace.events"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from marketplace.events import subjects  # noqa: F401 - what others can be about, and the desk's words
