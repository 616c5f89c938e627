"""Pictures that nobody needs any more, and what is stored of them."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models.fields.files import FieldFile

from marketplace import orphans
from marketplace.gigs.models import Gig, Picture


@orphans.forgetting.register("pictures of gigs")
def forget_unnamed(before: datetime) -> int:
    """Delete the pictures that no draft and no version names, with their files. Returns how many."""
    gigs = Picture.objects.unnamed().filter(at__lt=before).order_by("gig").values_list("gig", flat=True).distinct()
    return sum(_forget_of(gig, before) for gig in list(gigs))


@transaction.atomic
def _forget_of(gig: int, before: datetime) -> int:
    """Those of one gig, which is locked, so that none goes while its owner puts it back."""
    if not Gig.objects.select_for_update(no_key=True, skip_locked=True).filter(pk=gig).first():
        return 0
    found = list(Picture.objects.unnamed().filter(gig=gig, at__lt=before).select_for_update(of=("self",)))
    Picture.objects.filter(pk__in=[one.pk for one in found]).delete()
    remove_after_commit(file for one in found for file in one.files)
    return len(found)


def remove_after_commit(files: Iterable[FieldFile]) -> None:
    """Remove stored files once nothing names them any more. What that fails to is the nightly sweep's."""
    for file in files:
        if file:
            transaction.on_commit(partial(file.storage.delete, file.name), robust=True)
