"""Keeping the files of messages: how much somebody may send in a day."""

from django.conf import settings
from django.db.models import Sum
from django.template.defaultfilters import filesizeformat

from marketplace import clock, storage
from marketplace.errors import Refused
from marketplace.inbox.models import Message, MessageFile

TOLD = ("name", "size", "content_type", "sha256")  # of an Upload


def expect_room(files, *, by) -> None:
    """Raise Refused where this is more than this person may send in a day. Asked again under the lock of their row."""
    since = clock.now() - clock.days(1)
    sent = MessageFile.objects.filter(message__by=by, message__at__gt=since).aggregate(sum=Sum("size"))["sum"] or 0
    if sent + sum(one.size for one in files) > settings.UPLOAD_DAY_MAX_BYTES:
        most, left = settings.UPLOAD_DAY_MAX_BYTES, max(0, settings.UPLOAD_DAY_MAX_BYTES - sent)
        words = "What you send in messages within a day may have {} together; {} are left. Send a link to the rest."
        raise Refused(words.format(filesizeformat(most), filesizeformat(left)), field="files")


def store(stored: storage.Stored, files) -> list[MessageFile]:
    """Store Uploads before the transaction that keeps them, as unsaved rows. Raises Refused where there is no room."""
    rows = [MessageFile(**{name: getattr(one, name) for name in TOLD}) for one in files]
    for row, one in zip(rows, files, strict=True):
        stored.put(row.file, one.name, one.file, field=one.field)
    return rows


def keep(message: Message, rows: list[MessageFile]) -> None:
    """Write down what was stored."""
    for row in rows:
        row.message = message
        row.save(force_insert=True)
