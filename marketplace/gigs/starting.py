"""How a migration brings fields of work in: by names that stand in the migration itself, and never change."""

from django.utils.text import slugify

ELIGIBLE = "milestones"  # the list of those that may be sold in milestones; "others" may not


def load(apps, fields: dict[str, dict[str, list[str]]]) -> None:
    """Add what is not there yet, from `{"Field": {"milestones": […], "others": […]}}`; a site's own word stands.

    `apps` are the migration's, so that what a category has since then is not asked for.
    """
    categories = apps.get_model("gigs", "Category").objects
    for name, kinds in fields.items():
        parent = categories.filter(parent=None, name=name).first() or categories.create(name=name, slug=slugify(name))
        known = set(categories.values_list("slug", flat=True))
        names = set(categories.filter(parent=parent).values_list("name", flat=True))
        wanted = sorted((part, kind == ELIGIBLE) for kind in kinds for part in kinds[kind])
        categories.bulk_create(
            categories.model(parent=parent, name=part, slug=slug_of(part), milestone_eligible=eligible)
            for part, eligible in wanted
            if part not in names and slug_of(part) not in known
        )


def slug_of(part: str) -> str:
    return slugify(part.replace("/", " "))
