"""The outbox, second half: what people were told leaves by mail. How, is in marketplace/mail/delivery.py."""

from marketplace.mail.delivery import Queue
from marketplace.notifications.models import Notification
from marketplace.notifications.render import letter

QUEUE = Queue(Notification, address="user__email", build=letter, related=("user", "event__actor"))


claim = QUEUE.claim


def send() -> int:
    """Send every mail that is due. Returns how many were sent."""
    return QUEUE.send()
