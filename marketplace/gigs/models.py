"""Categories, two levels deep. Gigs and packages come with a later issue."""

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
