"""What the desk calls its lists, and the fields in them: the words of the site.

Django would say how the code calls them, and other apps how they do ("MFA", "Authenticators").
"""

from marketplace.desk_lists import SECTIONS, DeskList, lists
from marketplace.subjects import subjects

# What a filter or a column is called after, where the code's word is none of the site's.
WORDS = {
    "amount currency": "currency",
    "at": "day",
    "created at": "day",
    "date joined": "day of sign-up",
    "due at": "day it is due",
    "effective at": "day",
    "is active": "active",
    "is staff": "staff",
    "funded at": "day it was paid into escrow",
    "is default": "default",
    "milestone eligible": "sold in steps",
    "paid at": "day it was paid out",
    "planned at": "day",
    "policy": "rulebook",
    "published at": "day",
    "revision at": "day changes were asked for",
    "staff status": "staff",
    "superuser status": "all rights",
    "verified at": "day",
}


def names() -> dict[str, DeskList]:
    """The lists by the labels of their models, in the order in which support needs them."""
    found = dict(lists) | {one.label: one.desk for one in subjects.values() if one.desk}
    return dict(sorted(found.items(), key=lambda pair: (SECTIONS.index(pair[1].section), pair[1].place)))


def name_of(opts) -> DeskList:
    """The desk's name of a model, by its _meta."""
    return names().get(opts.label_lower) or DeskList(
        "More", 0, opts.verbose_name_plural.capitalize(), opts.verbose_name.capitalize(), "Nothing is here yet."
    )


def sections(models: list[dict]) -> list[dict]:
    """What somebody may see (as AdminSite.get_app_list describes models), gathered under our words."""
    seen = {one["model"]._meta.label_lower: one for one in models}
    found: dict[str, list[dict]] = {title: [] for title in SECTIONS}
    for label, one in names().items():
        if label in seen:
            found[one.section].append(seen.pop(label) | {"name": one.many})
    found["More"] = list(seen.values())
    return [{"name": title, "models": there} for title, there in found.items() if there]
