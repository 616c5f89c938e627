"""Keeping the files of deliveries: how much there is room for, and what waits when a form came back with an error."""

from functools import partial

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Sum
from django.template.defaultfilters import filesizeformat

from marketplace import clock, orphans, storage
from marketplace.errors import Refused
from milestones.models import Delivery, DeliveryFile, Milestone, Order, WaitingFile

MOST_WAITING = 20  # files of one person


def insist_on_room(order: Order, files, *, by) -> None:
    """Raise Refused where this is more than the order, or this person in a day, may have. The order is locked."""
    if not files:
        return
    size, field = sum(one.size for one in files), files[0].field
    kept = _size(DeliveryFile.objects.filter(delivery__milestone__order=order))
    if kept + size > settings.UPLOAD_ORDER_MAX_BYTES:
        raise Refused(_too_much("All files of an order", settings.UPLOAD_ORDER_MAX_BYTES, kept), field=field)
    _lock(by)
    today = DeliveryFile.objects.filter(delivery__by=by, delivery__at__gt=clock.now() - clock.days(1))
    if (kept := _size(today)) + size > settings.UPLOAD_DAY_MAX_BYTES:
        raise Refused(_too_much("What you hand in within a day", settings.UPLOAD_DAY_MAX_BYTES, kept), field=field)


def _too_much(what: str, most: int, kept: int) -> str:
    left = filesizeformat(max(0, most - kept))
    return f"{what} may have {filesizeformat(most)} together; {left} are left. Hand in a link to the rest."


def _size(found) -> int:
    return found.aggregate(sum=Sum("size"))["sum"] or 0


def _lock(person) -> None:
    """Count and keep one after the other, whatever this person does at the same time."""
    get_user_model().objects.select_for_update(no_key=True).get(pk=person.pk)


def keep_files(delivery: Delivery, files) -> None:
    """Store what is handed in, all or nothing. Raises Refused, next to the file's field, where there is no room."""
    with storage.keeping() as kept:
        for upload in files:
            with storage.keeping(upload.field):
                row = DeliveryFile(delivery=delivery, **_told(upload))
                if upload.waiting:
                    _take(upload, delivery)
                    row.file = upload.file.name
                else:
                    row.file = upload.file
                    kept.append(row.file)
                row.save(force_insert=True)


def _told(upload) -> dict:
    return {name: getattr(upload, name) for name in ("deliverable", "name", "size", "content_type", "sha256")}


def _take(upload, delivery: Delivery) -> None:
    """What waited is part of a delivery now; its file stays where it is."""
    mine = WaitingFile.objects.filter(key=upload.waiting, by=delivery.by_id, milestone=delivery.milestone_id)
    if not mine.delete()[0]:
        raise Refused(f"“{upload.name}” is not here any more. Choose it again.", field=upload.field)


def hold(milestone: Milestone, files, *, by) -> list[WaitingFile]:
    """Keep good files of a form that came back, so that only the bad ones are chosen again; of a person the newest.

    Where there is no room, nothing is kept and nothing is said: the form has enough to say already.
    """
    try:
        return _hold(milestone, files, by)
    except Refused:
        return []


@transaction.atomic(durable=True)
def _hold(milestone: Milestone, files, by) -> list[WaitingFile]:
    _lock(by)
    rows = [WaitingFile(milestone=milestone, by=by, file=one.file, at=clock.now(), **_told(one)) for one in files]
    with storage.keeping() as kept:
        for row in rows:
            kept.append(row.file)
            row.save(force_insert=True)
    forget(WaitingFile.objects.filter(by=by).order_by("-pk")[MOST_WAITING:])
    return rows


def forget(found) -> int:
    """Delete waiting files, and after the commit what is stored of them. Returns how many."""
    found = list(found)
    WaitingFile.objects.filter(pk__in=[one.pk for one in found]).delete()
    for one in found:
        transaction.on_commit(partial(one.file.storage.delete, one.file.name), robust=True)
    return len(found)


@orphans.forgets
def forget_waiting(before) -> int:
    """The files that nobody handed in after all."""
    with transaction.atomic():
        return forget(WaitingFile.objects.filter(at__lt=before).select_for_update(skip_locked=True))
