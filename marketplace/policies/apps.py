from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "marketplace.policies"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from marketplace.policies import subjects  # noqa: F401 - what others can be about, and the desk's words
