"""How many mails one person may cause in a day: to one reader, and in all.

What goes beyond is told on the site as ever, and gathered into one mail that leaves when there is room again. Whoever
counts holds the sender's count until the end of the transaction, so that of two dispatchers only one finds the last
room.

Questions to support come from everybody, and everybody who may answer hears of them: each of those gets one mail about
them in an hour, whoever asks.
"""

from datetime import datetime, timedelta

from django.db import connection

from marketplace import clock
from marketplace.notifications.models import Group, Notification

DAY = clock.days(1)
MOST_TO_ONE = 20
MOST_IN_ALL = 200
BETWEEN_QUESTIONS = timedelta(hours=1)
LOCK = 0x6D61696C  # "mail"; with a person's key it is an advisory lock
SOON = timedelta(minutes=1)  # a mail that leaves within it may be on its way already


def hold(people: set[int | None]) -> None:
    """Count alone. In the order of the keys, so that two who hold several never wait for each other."""
    with connection.cursor() as cursor:
        for sender in sorted(people - {None}):
            cursor.execute("SELECT pg_advisory_xact_lock(%s, hashint8(%s))", [LOCK, sender])


def carry(row: Notification) -> Notification:
    """Give the row its mail. Returns the lead that carries it: the row, saved, or a digest that waits already."""
    now = clock.real()
    row.mail_at = free_at(row, now)
    if row.mail_at > now:
        if digest := _waiting_digest(row, now):
            row.mail_at = None
            return digest
        row.is_digest = True
    row.next_try_at = row.mail_at
    row.save(force_insert=True)
    return row


def free_at(row: Notification, now: datetime) -> datetime:
    """From when on this sender may have one more mail for this reader. What timers and support do is not counted."""
    if row.group == Group.QUESTIONS:
        mailed = Notification.objects.filter(user=row.user_id, group=Group.QUESTIONS, mail_at__isnull=False)
        newest = mailed.order_by("-mail_at").values_list("mail_at", flat=True).first()
        return max(now, newest + BETWEEN_QUESTIONS) if newest else now
    if row.sender_id is None:
        return now
    by_sender = Notification.objects.filter(sender=row.sender_id, mail_at__gt=now - DAY).order_by("-mail_at")
    bounds = [now]
    for counted, most in [(by_sender.filter(user=row.user_id), MOST_TO_ONE), (by_sender, MOST_IN_ALL)]:
        bounds += [at + DAY for at in counted.values_list("mail_at", flat=True)[most - 1 : most]]
    return max(bounds)


def _waiting_digest(row: Notification, now: datetime) -> Notification | None:
    same = {"group": row.group} if row.group == Group.QUESTIONS else {"sender": row.sender_id}
    waiting = Notification.objects.filter(**same, user=row.user_id, is_digest=True)
    return waiting.filter(mail_at__gt=now + SOON, next_try_at__gt=now + SOON).first()
