"""What nobody needs any more: files that no row names, and rows of files that nothing came of.

`manage.py remove_orphans` and a task every night remove them. A part of the product that keeps such rows registers what
throws them away: `@orphans.forgetting.register("uploads")`.
"""

import itertools
import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.apps import apps
from django.core.files.storage import Storage
from django.db.models import FileField

from marketplace import clock
from marketplace.registry import Registry

GRACE = timedelta(days=1)  # a younger file may belong to an act that is not committed yet
BATCH = 500

log = logging.getLogger(__name__)

# Functions that delete rows, and their files, of before a moment, and return how many.
forgetting: Registry[Callable[[datetime], int]] = Registry("sort of orphaned rows")


def remove(*, pretend: bool = False) -> tuple[int, list[str]]:
    """Remove what is orphaned. Returns how many rows went, and the names of the files; with `pretend` nothing goes."""
    rows = 0 if pretend else sum(forget(clock.now() - GRACE) for forget in forgetting.values())
    removed = []
    for (storage, folder), fields in _folders().items():
        for names in itertools.batched(_old(storage, folder), BATCH, strict=False):
            lost = set(names).difference(*(_named(field, names) for field in fields))
            for name in sorted(lost):
                if not pretend:
                    storage.delete(name)
                removed.append(name)
    if removed and not pretend:
        log.info("removed %d orphaned files", len(removed))
    return rows, removed


def _folders() -> dict[tuple[Storage, str], list[FileField]]:
    """The folders that our own files are kept in, each with all fields that could name one of its files."""
    fields = [
        field for model in apps.get_models() for field in model._meta.get_fields() if isinstance(field, FileField)
    ]
    folders = {(field.storage, _folder_of(field)) for field in fields}
    return {place: [field for field in fields if field.storage == place[0]] for place in folders}


def _folder_of(field: FileField) -> str:
    """The first part of the names that a field gives: "deliveries" of "deliveries/8f1c…"."""
    return field.generate_filename(None, "name").partition("/")[0]


def _old(storage: Storage, folder: str) -> Iterator[str]:
    """The files of a folder that are older than the grace, by real time: files know nothing of the demo's clock."""
    before = clock.real() - GRACE
    try:
        _, names = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in names:
        path = f"{folder}/{name}"
        try:
            if storage.get_modified_time(path) < before:
                yield path
        except FileNotFoundError:
            continue


def _named(field: FileField, names) -> set[str]:
    """Those of these names that rows have."""
    rows = field.model._base_manager.filter(**{f"{field.name}__in": names})
    return set(rows.values_list(field.name, flat=True))
