"""What the top bar of every page shows of notifications: a bell, and how many are unread."""

from django.utils.functional import SimpleLazyObject

from marketplace.notifications.backends import MOST_COUNTED
from marketplace.notifications.models import Notification


class Unread:
    """How many notifications a person has not read, as a bell says it."""

    def __init__(self, user):
        self.count = getattr(user, "unread", None)  # see BellBackend; who signs in right now was fetched otherwise
        if self.count is None:
            self.count = Notification.objects.filter(user=user.pk).unread().values("pk")[: MOST_COUNTED + 1].count()

    def __str__(self):
        return f"{MOST_COUNTED}+" if self.count > MOST_COUNTED else str(self.count)

    def __bool__(self):
        return bool(self.count)


def unread(request) -> dict:
    """`unread` for templates; asked once, and only by pages that show it to somebody who is signed in."""
    user = getattr(request, "user", None)
    if user is None:
        return {}
    return {"unread": SimpleLazyObject(lambda: Unread(user))}
