from django.apps import AppConfig


class HelpdeskConfig(AppConfig):
    name = "marketplace.helpdesk"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Questions to support"

    def ready(self):
        from marketplace.helpdesk import subjects  # noqa: F401 - what others can be about, and the desk's words
