from datetime import timedelta

from django.apps import AppConfig

from marketplace import health


class MilestonesConfig(AppConfig):
    name = "milestones"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from milestones import checks  # noqa: F401 - adds its check to check_books
        from milestones.actions import fund  # noqa: F401 - records what gateways answer
        from milestones.models import SweepRun

        def last_sweep():
            return SweepRun.objects.values_list("finished_at", flat=True).first()

        # The only guard that covers a dead beat: no timer fires, and nobody complains.
        health.register("sweep", health.recent(last_sweep, within=timedelta(minutes=3)))
