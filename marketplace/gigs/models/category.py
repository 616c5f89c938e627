"""Categories, two levels deep."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from marketplace.validators import validate_line


class CategoryQuerySet(models.QuerySet):
    def of_work(self):
        """The subcategories, with the category that each belongs to: what a piece of work is filed under."""
        return self.filter(parent__isnull=False).select_related("parent").order_by("parent__name", "name")


class Category(models.Model):
    """A field of work. Only a subcategory can be milestone-eligible; some policies ask for that."""

    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="subcategories")
    name = models.CharField(max_length=80, validators=[validate_line])
    slug = models.SlugField(max_length=90, unique=True)
    milestone_eligible = models.BooleanField(default=False)
    icon = models.CharField(
        max_length=40, blank=True, default="", db_default="", help_text="Of a field: the name of one of our icons."
    )
    included_rows = ArrayField(
        models.CharField(max_length=60, validators=[validate_line]),
        default=list,
        db_default=[],
        blank=True,
        help_text="What packages of this work usually say whether they include; gigs start with these rows.",
    )

    objects = CategoryQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "categories"
        constraints = [
            models.UniqueConstraint(fields=["parent", "name"], nulls_distinct=False, name="category_name_unique"),
            models.CheckConstraint(
                condition=models.Q(milestone_eligible=False) | models.Q(parent__isnull=False),
                name="category_eligible_is_subcategory",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def rows(self) -> list[str]:
        """What packages of this work usually say: its own rows, or those of its field."""
        return self.included_rows or (self.parent.included_rows if self.parent else [])
