"""What people keep to find it again."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from marketplace import clock


class Saved(models.Model):
    """That somebody saved a gig, or a person. Nobody but they sees it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="saved")
    gig = models.ForeignKey("gigs.Gig", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "gig"], name="saved_gig_once"),
            models.UniqueConstraint(fields=["user", "person"], name="saved_person_once"),
            models.CheckConstraint(condition=Q(gig__isnull=False) ^ Q(person__isnull=False), name="saved_is_one_thing"),
        ]

    def __str__(self):
        return f"saved by {self.user_id}"
