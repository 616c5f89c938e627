"""Errors that reach somebody: whatever is logged as an error, from web, workers and beat, is mailed to ADMINS.

Not within the request, not again and again: the mail leaves from a thread of its own, the same trouble is mailed once
in a while, and never more than so many mails an hour. How often it came meanwhile stands in the next one. The mail has
the log's lines, and nothing of what people typed.
"""

import logging
import threading
import time
import traceback

from django.conf import settings
from django.core.mail import mail_admins

from marketplace.nudges import Sender

AGAIN_AFTER = 600  # seconds until the same trouble is mailed again by the same process
MOST_PER_HOUR = 20

sender = Sender("alarms", "An alarm could not be mailed to ADMINS")


class MailToAdmins(logging.Handler):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.counting = threading.Lock()
        self.mailed_at: dict[tuple, float] = {}
        self.kept_back: dict[tuple, int] = {}

    def emit(self, record: logging.LogRecord) -> None:
        if not settings.ADMINS or getattr(record, "told", False):  # whoever logs it has mailed it already
            return
        trouble = what(record)
        try:
            if self.is_due(trouble):
                subject, text = headline(record), self.format(record) + self.more(trouble)
                sender.send(lambda: mail_admins(subject, text))
        except Exception:
            self.handleError(record)

    def is_due(self, trouble: tuple) -> bool:
        now = time.monotonic()
        with self.counting:
            self.mailed_at = {key: at for key, at in self.mailed_at.items() if at > now - 3600}
            last = self.mailed_at.get(trouble)
            if (last is not None and last > now - AGAIN_AFTER) or len(self.mailed_at) >= MOST_PER_HOUR:
                self.kept_back[trouble] = self.kept_back.get(trouble, 0) + 1
                return False
            self.mailed_at[trouble] = now
            return True

    def more(self, trouble: tuple) -> str:
        with self.counting:
            count = self.kept_back.pop(trouble, 0)
        return f"\n\nThe same happened {count} times since the last mail about it." if count else ""


def what(record: logging.LogRecord) -> tuple:
    """The trouble, whenever and to whomever it happens: where the error was raised, or where the line was logged."""
    if record.exc_info and record.exc_info[2]:
        place = traceback.extract_tb(record.exc_info[2])[-1]
        return record.name, record.exc_info[0], place.filename, place.lineno
    return record.name, record.pathname, record.lineno


def headline(record: logging.LogRecord) -> str:
    said = record.getMessage().splitlines() or [""]
    return f"{record.levelname}: {said[0]}"[:200]
