"""Workflows to start from."""

from django.db import models

from marketplace import clock
from marketplace.gigs.models.category import Category
from marketplace.validators import validate_line


class WorkflowTemplate(models.Model):
    """A milestone workflow that owners of gigs may start from; support edits them.

    `stages` is a list of {"name", "description", "days", "share", "call", "substeps"}; `share` is percent of a
    package's price, and they add up to 100. It is for one category, or for all of a field; without one, for all work.
    """

    category = models.ForeignKey(Category, null=True, blank=True, on_delete=models.PROTECT, related_name="templates")
    name = models.CharField(max_length=80, validators=[validate_line])
    stages = models.JSONField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["category", "name"], nulls_distinct=False, name="template_name_unique")
        ]

    def __str__(self):
        return self.name
