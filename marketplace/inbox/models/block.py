"""That somebody does not want to be written to by somebody else."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from marketplace import clock


class BlockQuerySet(models.QuerySet["Block"]):
    def between(self, one: int, other: int):
        """Those of two people, by their keys: at most one each way."""
        return self.filter(Q(by=one, who=other) | Q(by=other, who=one))


class Block(models.Model):
    """While it stands, neither writes to the other. Their orders go on."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    who = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    objects = BlockQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["by", "who"], name="block_once"),
            models.CheckConstraint(condition=~Q(by=F("who")), name="block_two_people"),
        ]

    def __str__(self):
        return f"block of {self.who_id} by {self.by_id}"
