from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "marketplace.mail"
    label = "mail"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from marketplace.mail import subjects  # noqa: F401 - what others can be about, and the desk's words
