"""What a gig says: the versions that were published, and what its owner is writing."""

from functools import cached_property

from django.db import models
from django.db.models import Q

from marketplace import clock
from marketplace.gigs.models.category import Category
from marketplace.gigs.terms import GigTerms
from marketplace.policies.fields import PolicyField


class GigVersion(models.Model):
    """One published version of a gig: a document that never changes, so that an order names what was bought.

    `terms` is GigTerms.as_data(), checked when it was published. `digest` is the SHA-256 of what is agreed by it;
    pages name it, so that what was read is what is bought.
    """

    gig = models.ForeignKey("gigs.Gig", on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+")
    policy = PolicyField(on_delete=models.PROTECT, related_name="gig_versions")
    terms = models.JSONField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["gig", "number"]
        constraints = [
            models.UniqueConstraint(fields=["gig", "number"], name="gig_version_number_unique"),
            models.CheckConstraint(condition=Q(number__gte=1), name="gig_version_counts_from_one"),
            models.CheckConstraint(condition=Q(digest__regex="^[0-9a-f]{64}$"), name="gig_version_has_digest"),
        ]

    def __str__(self):
        return f"version {self.number}"

    @cached_property
    def said(self) -> GigTerms:
        """What it says."""
        return GigTerms.from_data(self.terms)


class GigDraft(models.Model):
    """What the owner is writing; nobody else sees it. Gone when it is published.

    `base` is the number of the version that it was begun from, 0 for the first. `terms` is GigTerms.as_data(), checked
    for shape only: a draft may be unfinished. `saved_at` is what an older tab is told by.
    """

    gig = models.OneToOneField("gigs.Gig", on_delete=models.CASCADE, related_name="draft")
    base = models.PositiveSmallIntegerField(default=0)
    terms = models.JSONField()
    saved_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"draft of gig {self.gig_id}"

    @cached_property
    def said(self) -> GigTerms:
        """What it says so far."""
        return GigTerms.from_data(self.terms)
