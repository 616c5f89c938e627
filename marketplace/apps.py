import atexit

from django.apps import AppConfig
from django.db import connections


class MarketplaceConfig(AppConfig):
    name = "marketplace"

    def ready(self):
        from marketplace import startup, task_runs  # noqa: F401 - they listen to Celery, and add themselves to /status
        from marketplace.refusal_words import use

        use()
        atexit.register(close_pools)


def close_pools():
    """Let go of PostgreSQL; a process that ends with open pools hangs on their threads for twenty seconds."""
    for connection in connections.all():
        if connection.settings_dict["OPTIONS"].get("pool"):
            connection.close_pool()  # type: ignore[attr-defined]  # of PostgreSQL
