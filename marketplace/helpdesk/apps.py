from django.apps import AppConfig


class HelpdeskConfig(AppConfig):
    name = "marketplace.helpdesk"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Questions to support"
