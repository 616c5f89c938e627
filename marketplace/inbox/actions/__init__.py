"""What people do with conversations, and support with what is reported."""

from marketplace.inbox.actions.blocking import block, unblock
from marketplace.inbox.actions.keeping import archive, mute, read, unarchive, unmute
from marketplace.inbox.actions.reporting import report
from marketplace.inbox.actions.support import dismiss, look, uphold
from marketplace.inbox.actions.writing import begin, send

__all__ = [
    "archive",
    "begin",
    "block",
    "dismiss",
    "look",
    "mute",
    "read",
    "report",
    "send",
    "unarchive",
    "unblock",
    "unmute",
    "uphold",
]
