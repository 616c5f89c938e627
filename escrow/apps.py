from django.apps import AppConfig


class EscrowConfig(AppConfig):
    name = "escrow"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from escrow import gateways, metrics, subjects  # noqa: F401 - they register what they have

        gateways.current()  # a site whose gateway does not exist must not start
