"""Where files are kept, and what happens when there is no room for them."""

import errno
import logging
import os
from contextlib import contextmanager, suppress

from django.core.files.storage import FileSystemStorage

from marketplace.errors import Refused

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
NO_ROOM = "This site has no room for files at the moment. Its people are told; try again later, or send a link instead."
NOT_KEPT = "This file could not be kept: the site can’t reach its storage. Try again later, or send a link instead."

log = logging.getLogger(__name__)

try:
    from botocore.exceptions import BotoCoreError, ClientError
except ImportError:  # files are kept in a folder
    ERRORS: tuple[type[Exception], ...] = (OSError,)
else:
    ERRORS = (OSError, BotoCoreError, ClientError)


class WholeFiles(FileSystemStorage):
    """A folder in which a file is whole or not there: what could not be written to its end is removed again."""

    def _save(self, name, content):
        try:
            return super()._save(name, content)
        except OSError:
            with suppress(OSError):
                os.remove(self.path(name))
            raise


def why_not(error: Exception) -> str:
    """What is the matter, in words for the person whose file it was."""
    return NO_ROOM if getattr(error, "errno", None) in FULL else NOT_KEPT


@contextmanager
def keeping(field: str | None = None):
    """Store files inside, and add each FieldFile to the list that this gives: if it ends in an error, they go again.

    Raises Refused, with the field, where the storage is full or away.
    """
    kept = []
    try:
        yield kept
    except ERRORS as error:
        _remove(kept)
        log.exception("a file could not be kept")
        raise Refused(why_not(error), field=field) from error
    except BaseException:
        _remove(kept)
        raise


def _remove(kept: list) -> None:
    for file in kept:
        if file and file._committed:
            with suppress(*ERRORS):
                file.storage.delete(file.name)
