from django.apps import AppConfig


class MilestonesConfig(AppConfig):
    name = "milestones"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from milestones import checks  # noqa: F401 - adds its check to check_books
        from milestones.actions import fund  # noqa: F401 - records what gateways answer
