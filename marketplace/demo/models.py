"""The demo's clock: how far it was moved."""

from datetime import timedelta

from django.db import models


class DemoClock(models.Model):
    """One row: how far the demo's time is ahead of real time."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    ahead = models.DurationField(default=timedelta(0))

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="democlock_single"),
            models.CheckConstraint(condition=models.Q(ahead__gte=timedelta(0)), name="democlock_not_behind"),
        ]

    def __str__(self):
        return f"{self.ahead} ahead"
