from django.apps import AppConfig


class DeadlinesConfig(AppConfig):
    name = "marketplace.deadlines"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from marketplace.deadlines import metrics, subjects  # noqa: F401 - they register what they have
