from django.apps import AppConfig
from django.conf import settings


class DemoConfig(AppConfig):
    name = "marketplace.demo"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """In the demo, and only there, time can be moved."""
        if settings.DEMO:
            from marketplace import clock
            from marketplace.demo import clock_offset

            clock.use(clock_offset.ahead)
