"""How often a gig was looked at."""

from django.db import models
from django.db.models import Q


class DailyViews(models.Model):
    """How many looked at a gig on one day (UTC). Nothing of who they were is kept."""

    gig = models.ForeignKey("gigs.Gig", on_delete=models.PROTECT, related_name="daily_views", db_index=False)
    day = models.DateField()
    number = models.PositiveIntegerField()

    class Meta:
        ordering = ["gig", "day"]
        verbose_name_plural = "daily views"
        indexes = [models.Index(fields=["day"], name="daily_views_day")]
        constraints = [
            models.UniqueConstraint(fields=["gig", "day"], name="daily_views_once_a_day"),
            models.CheckConstraint(condition=Q(number__gte=1), name="daily_views_are_some"),
        ]

    def __str__(self):
        return f"{self.number} on {self.day}"
