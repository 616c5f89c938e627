"""Where files are kept, and what happens when there is no room for them."""

import errno
import logging
import os
from collections.abc import Iterable
from contextlib import contextmanager, suppress

from django.core.exceptions import PermissionDenied
from django.core.files.storage import FileSystemStorage
from django.db import connection
from django.db.models.fields.files import FieldFile
from django.http import Http404

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


def opened(file: FieldFile) -> FieldFile:
    """A file, to be read and handed out. Raises Http404, with an error in the log, where the storage has lost it."""
    try:
        file.open("rb")
    except FileNotFoundError:
        log.exception("the storage has lost %s", file.name)
        raise Http404 from None
    return file


class Stored:
    """Files that were stored before the transaction whose rows name them."""

    def __init__(self):
        self._kept: list[FieldFile] = []

    def put(self, file: FieldFile, name: str, content, *, field: str | None = None) -> None:
        """Store `content` as the file of a row that is saved later. `name` is what the field's upload_to is given.

        Raises Refused, with the field of the form, where the storage is full or away.
        """
        try:
            file.save(name, content, save=False)
        except ERRORS as error:
            log.exception("a file could not be kept")
            raise Refused(why_not(error), field=field) from error
        self._kept.append(file)

    def forget(self, files: Iterable[FieldFile] | None = None) -> None:
        """Remove what was stored, or these of it, as far as the storage answers; the nightly sweep takes the rest."""
        for file in self._kept if files is None else files:
            with suppress(*ERRORS):
                file.storage.delete(file.name)


@contextmanager
def stored():
    """Store files here, and only then open the transaction that writes their rows: a slow storage holds no lock.

    What is refused takes its files with it. Any other error leaves them: nobody knows whether the rows were committed,
    and a file that no row names goes with the nightly sweep (marketplace.orphans). Raises RuntimeError inside a
    transaction.
    """
    insist_on_no_transaction()
    files = Stored()
    try:
        yield files
    except (Refused, PermissionDenied):
        files.forget()
        raise


def insist_on_no_transaction() -> None:
    """Raise RuntimeError inside a transaction, but for the one that a test runs in; as `atomic(durable=True)` does."""
    if any(not block._from_testcase for block in connection.atomic_blocks):
        raise RuntimeError("Files are stored before the transaction, so that it does not wait for the storage.")
