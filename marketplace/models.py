"""What the project itself keeps: how its jobs went."""

from django.db import models

from marketplace import clock


class JobRun(models.Model):
    """How a job of the timetable went last, by whichever worker. Real time, not the demo's."""

    name = models.CharField(primary_key=True, max_length=100)
    first_seen_at = models.DateTimeField(default=clock.real)
    succeeded_at = models.DateTimeField(null=True)
    seconds = models.FloatField(null=True, help_text="How long the last one that succeeded took.")
    result = models.BigIntegerField(null=True, help_text="What it counted, where it counts something.")
    failed_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=300, blank=True)

    class Meta:
        permissions = [("view_status", "Can see what is wrong with the site")]

    def __str__(self):
        return self.name
