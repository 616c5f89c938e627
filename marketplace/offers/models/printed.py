"""Which PDFs were made of what was agreed, so that a file can be told to be one of them."""

from django.db import models
from django.db.models import Q

from marketplace import clock
from marketplace.offers.models.version import Version


class Printed(models.Model):
    """A PDF that was made: of a version, or of its `addendum` of this number (0: the version itself).

    The same paper has the same bytes, until a name, its state or the printer changes; each of them stays known here.
    `digest` is the fingerprint that is printed in it.
    """

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="printed")
    addendum = models.PositiveSmallIntegerField(default=0)
    digest = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["digest"], name="printed_digest")]
        constraints = [
            models.UniqueConstraint(fields=["sha256"], name="printed_once"),
            models.CheckConstraint(
                condition=Q(sha256__regex="^[0-9a-f]{64}$", digest__regex="^[0-9a-f]{64}$"), name="printed_has_digests"
            ),
        ]

    def __str__(self):
        return f"{self.version}, {self.sha256[:8]}"
