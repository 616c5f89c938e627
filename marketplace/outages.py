"""Which errors mean that something outside of Cairn is away, busy or full, and what people read then."""

import errno
from dataclasses import dataclass

from django.db import InterfaceError, OperationalError


@dataclass(frozen=True)
class Outage:
    title: str
    text: str
    retry_after: int  # seconds


LOOK_FIRST = (
    "Give it a minute, then go back and load the page again. If you were moving money: a payment is either recorded"
    " whole or not at all, so look at the order or your wallet before you try again."
)
AWAY = Outage("We can’t get at our records right now", f"It is our database, not you. {LOOK_FIRST}", 5)
BUSY = Outage(
    "That took too long",
    f"Something else is being worked on that this has to wait for, so we stopped. {LOOK_FIRST}",
    5,
)
NO_STORE = Outage(
    "We can’t get at files right now",
    f"Where we keep them does not answer. {LOOK_FIRST}",
    30,
)
FULL = Outage(
    "There is no room for files right now",
    "What you sent could not be kept, and nothing else was changed. We have to make room first: try it again later.",
    300,
)

# PostgreSQL's codes: a lock or a statement that took too long, a transaction that lay idle, a deadlock.
OVERDUE = {"55P03", "57014", "25P03", "40P01", "40001"}
# Classes of codes: the connection broke, the server shuts down or starts up, it has no room or no connection left.
UNREACHABLE = ("08", "57P", "53", "58")
READ_ONLY = "25006"  # a standby that was not promoted yet
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}


def outage_of(error: BaseException | None) -> Outage | None:
    """What is the matter outside, if this error says that something is."""
    if isinstance(error, OSError) and error.errno in NO_ROOM:
        return FULL
    if type(error).__module__.startswith("botocore."):
        return NO_STORE
    code = getattr(error.__cause__, "sqlstate", None) if error else None
    if code in OVERDUE:
        return BUSY
    if code == READ_ONLY or (code or "").startswith(UNREACHABLE):
        return AWAY
    return AWAY if code is None and isinstance(error, OperationalError | InterfaceError) else None
