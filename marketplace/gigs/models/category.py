"""Categories, two levels deep."""

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property

from marketplace.validators import validate_line

# What an address /gigs/<word>/ means already, and will.
TAKEN = {"edit", "mine", "new", "ranking", "saved", "search"}


def check_slug(slug: str) -> None:
    """Refuse the address of something else: a number is that of a gig."""
    if slug.isdecimal() or slug in TAKEN:
        raise ValidationError(f"/gigs/{slug}/ is the address of something else. Choose another word.")


class CategoryQuerySet(models.QuerySet["Category"]):
    def tree(self) -> "list[Category]":
        """The fields of work in the order in which they came, each with its kinds by name, all in one query."""
        every = list(self.defer("included_rows").order_by("name"))
        fields = {one.pk: one for one in every if one.parent_id is None}
        for field in fields.values():
            field.kinds = []
        for one in every:
            if one.parent_id is not None:
                one.parent = fields[one.parent_id]
                one.parent.kinds.append(one)
        return sorted(fields.values(), key=lambda one: one.pk)

    def of_work(self):
        """The subcategories, with the category that each belongs to: what a piece of work is filed under."""
        return self.filter(parent__isnull=False).select_related("parent").order_by("parent__name", "name")


class Category(models.Model):
    """A field of work. Only a subcategory can be milestone-eligible; some policies ask for that."""

    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="subcategories")
    name = models.CharField(max_length=80, validators=[validate_line])
    slug = models.SlugField(max_length=90, unique=True, validators=[check_slug])
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

    def get_absolute_url(self):
        """The gigs of this work."""
        return reverse("gigs:category", args=[self.slug])

    @cached_property
    def kinds(self) -> "list[Category]":
        """Of a field: the kinds of work in it."""
        return list(self.subcategories.order_by("name"))

    @property
    def rows(self) -> list[str]:
        """What packages of this work usually say: its own rows, or those of its field."""
        return self.included_rows or (self.parent.included_rows if self.parent else [])
