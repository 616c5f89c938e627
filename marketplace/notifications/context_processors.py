"""What the top bar of every page shows of what is unread: notifications, and messages."""

from django.db.models import Sum
from django.utils.functional import SimpleLazyObject

from marketplace.inbox.models import Participant
from marketplace.notifications.backends import MOST_COUNTED
from marketplace.notifications.models import Notification


class Unread:
    """How many of something a person has not read, as there is room to say it."""

    def __init__(self, count: int):
        self.count = count

    def __str__(self):
        return f"{MOST_COUNTED}+" if self.count > MOST_COUNTED else str(self.count)

    def __bool__(self):
        return bool(self.count)


def unread(request) -> dict:
    """`unread` and `unread_messages` for templates; asked once, and only by pages that show it to who is signed in."""
    user = getattr(request, "user", None)
    if user is None:
        return {}
    return {
        "unread": SimpleLazyObject(lambda: Unread(_notifications(user))),
        "unread_messages": SimpleLazyObject(lambda: Unread(_messages(user))),
    }


def _notifications(user) -> int:
    """As BellBackend counted them; who signs in right now was fetched otherwise."""
    counted = getattr(user, "unread", None)
    if counted is not None:
        return counted
    return Notification.objects.filter(user=user.pk).unread().values("pk")[: MOST_COUNTED + 1].count()


def _messages(user) -> int:
    """The same."""
    counted = getattr(user, "unread_messages", None)
    if counted is not None:
        return counted
    rows = Participant.objects.filter(user=user.pk, muted_at=None).unread()
    return rows.aggregate(sum=Sum("unread"))["sum"] or 0
