"""Keeping the files of deliveries and answers: how much there is room for, and what waits when a form came back."""

from collections.abc import Sequence
from functools import partial

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Sum
from django.template.defaultfilters import filesizeformat

from marketplace import clock, orphans, storage
from marketplace.errors import Refused
from marketplace.transitions import insist_on_active
from milestones.models import AnswerFile, Delivery, DeliveryFile, Milestone, Order, WaitingFile

MOST_WAITING = 20  # files of one person


def insist_on_room(order: Order, files, *, by) -> None:
    """Raise Refused where this is more than the order, or this person in a day, may have. The order is locked."""
    if files:
        _lock(by)
        expect_room(order, files, by=by)


def expect_room(order: Order, files, *, by) -> None:
    """The same without a lock: so that nothing is stored of what there is no room for, as far as one can see."""
    if not files:
        return
    size, field = sum(one.size for one in files), files[0].field
    kept = _size(DeliveryFile.objects.filter(delivery__milestone__order=order))
    kept += _size(AnswerFile.objects.filter(question__order=order))
    if kept + size > settings.UPLOAD_ORDER_MAX_BYTES:
        raise Refused(_too_much("All files of an order", settings.UPLOAD_ORDER_MAX_BYTES, kept), field=field)
    kept = _today(by, but=[one.waiting for one in files if one.waiting])
    if kept + size > settings.UPLOAD_DAY_MAX_BYTES:
        raise Refused(_too_much("What you hand in within a day", settings.UPLOAD_DAY_MAX_BYTES, kept), field=field)


def _today(by, *, but=()) -> int:
    """Bytes that this person handed in within a day, or that wait to be, but for the waiting files with these keys."""
    since = clock.now() - clock.days(1)
    handed_in = DeliveryFile.objects.filter(delivery__by=by, delivery__at__gt=since)
    answered = AnswerFile.objects.filter(question__order__client=by, at__gt=since)
    return _size(handed_in) + _size(answered) + _size(WaitingFile.objects.filter(by=by).exclude(key__in=but))


def _too_much(what: str, most: int, kept: int) -> str:
    left = filesizeformat(max(0, most - kept))
    return f"{what} may have {filesizeformat(most)} together; {left} are left. Hand in a link to the rest."


def _size(found) -> int:
    return found.aggregate(sum=Sum("size"))["sum"] or 0


def _lock(person) -> None:
    """Count and keep one after the other, whatever this person does at the same time. Not for who is suspended."""
    get_user_model().objects.select_for_update(no_key=True).get(pk=person.pk)
    insist_on_active(person)


def store[Row: (DeliveryFile, AnswerFile)](stored: storage.Stored, files, model: type[Row]) -> list[Row]:
    """Store what is handed in, before the transaction that keeps it, as unsaved rows. What waited is stored already.

    Raises Refused, next to the file's field, where there is no room.
    """
    rows = []
    for upload in files:
        row = model(**_told(upload, model))
        if upload.waiting:
            row.file = upload.file.name
        else:
            stored.put(row.file, upload.name, upload.file, field=upload.field)
        rows.append(row)
    return rows


def keep_files(delivery: Delivery, files, rows: Sequence[DeliveryFile]) -> None:
    """Write down what was stored of these uploads. Raises Refused where one that waited is not there any more."""
    for upload, row in zip(files, rows, strict=True):
        if upload.waiting:
            _take(upload, delivery)
        row.delivery = delivery
        row.save(force_insert=True)


def _told(upload, model) -> dict:
    names = ("name", "size", "content_type", "sha256", *([] if model is AnswerFile else ["deliverable"]))
    return {name: getattr(upload, name) for name in names}


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
        with storage.stored() as stored:
            expect_room(milestone.order, files, by=by)
            rows = [WaitingFile(milestone=milestone, by=by, at=clock.now(), **_told(one, WaitingFile)) for one in files]
            for row, one in zip(rows, files, strict=True):
                stored.put(row.file, one.name, one.file)
            return _hold(milestone, rows, files, by)
    except Refused:
        return []


@transaction.atomic(durable=True)
def _hold(milestone: Milestone, rows: list[WaitingFile], files, by) -> list[WaitingFile]:
    insist_on_room(milestone.order, files, by=by)
    for row in rows:
        row.save(force_insert=True)
    forget(_too_many(WaitingFile.objects.filter(by=by).order_by("-pk")))
    return rows


def _too_many(waiting) -> list[WaitingFile]:
    """Those beyond what may wait of one person, the newest first: so many, and no more bytes than one delivery has."""
    kept, most, found = 0, settings.UPLOAD_MAX_FILES * settings.UPLOAD_MAX_BYTES, []
    for number, one in enumerate(waiting):
        kept += one.size
        if number >= MOST_WAITING or kept > most:
            found.append(one)
    return found


def forget(found) -> int:
    """Delete waiting files, and after the commit what is stored of them. Returns how many."""
    found = list(found)
    WaitingFile.objects.filter(pk__in=[one.pk for one in found]).delete()
    for one in found:
        transaction.on_commit(partial(one.file.storage.delete, one.file.name), robust=True)
    return len(found)


@orphans.forgetting.register("files of deliveries")
def forget_waiting(before) -> int:
    """The files that nobody handed in after all."""
    with transaction.atomic():
        return forget(WaitingFile.objects.filter(at__lt=before).select_for_update(skip_locked=True))
