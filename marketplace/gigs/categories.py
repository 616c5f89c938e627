"""The fields of work that Cairn starts with, as data: categories.toml beside this file."""

import tomllib
from pathlib import Path

from django.utils.text import slugify

DATA = Path(__file__).with_name("categories.toml")


def fields_of_work() -> list[dict]:
    """Each top-level category: {"name", "slug", "subcategories": [{"name", "slug", "milestone_eligible"}]}."""
    return [
        {"name": name, "slug": slugify(name), "subcategories": _subcategories(parts)}
        for name, parts in tomllib.loads(DATA.read_text()).items()
    ]


def _subcategories(parts: dict) -> list[dict]:
    kinds = [(name, True) for name in parts["milestones"]] + [(name, False) for name in parts["others"]]
    return [
        {"name": name, "slug": slugify(name.replace("/", " ")), "milestone_eligible": eligible}
        for name, eligible in sorted(kinds)
    ]
