"""The keys that were used up."""

from django.conf import settings
from django.db import models

from marketplace import clock


class UsedKey(models.Model):
    """One form of one person that did what it asks for. `made` names what came of it: "offer:42", or nothing."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    made = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["by", "digest"], name="idempotency_key_used_once")]
        indexes = [models.Index(fields=["at"], name="idempotency_key_at")]

    def __str__(self):
        return self.digest[:8]
