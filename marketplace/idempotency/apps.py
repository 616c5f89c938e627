from django.apps import AppConfig


class IdempotencyConfig(AppConfig):
    name = "marketplace.idempotency"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from marketplace.idempotency import keys  # noqa: F401 - forgets old ones every night
