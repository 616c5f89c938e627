"""Workflows to start from."""

from typing import Any

from django.db import models
from django.db.models import Q

from marketplace import clock
from marketplace.gigs.models.category import Category
from marketplace.validators import validate_line


class WorkflowTemplateQuerySet(models.QuerySet):
    def for_work_of(self, category: Category | None) -> list["WorkflowTemplate"]:
        """Those of this category, of its field and of all work; the closest first."""
        wanted = Q(category=None)
        if category:
            wanted |= Q(category=category) | Q(category=category.parent_id)
        found = self.filter(wanted, withdrawn_at=None).select_related("category")
        return sorted(list[Any](found), key=lambda one: (one.category_id is None, one.category != category, one.name))


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

    objects = WorkflowTemplateQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["category", "name"], nulls_distinct=False, name="template_name_unique")
        ]

    def __str__(self):
        return self.name
