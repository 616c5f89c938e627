"""Files on their way in."""

import logging
from contextlib import suppress

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import StopFutureHandlers, TemporaryFileUploadHandler

from marketplace.storage import why_not

log = logging.getLogger(__name__)


class LostFile(InMemoryUploadedFile):
    """A file for which there was no room while it came in. Its form says so, and keeps what else was typed."""

    def __init__(self, like, error: Exception, size: int):
        super().__init__(like.file, like.field_name, like.file_name, like.content_type, max(size, 1), like.charset)
        self.error = error


class RoomyUploadHandler(TemporaryFileUploadHandler):
    """Django's handler of large files, but a full disk is an answer next to the field and not an error page."""

    def new_file(self, *args, **kwargs):
        self.error, self.size = None, 0
        with self._noticing():
            return super().new_file(*args, **kwargs)
        raise StopFutureHandlers

    def receive_data_chunk(self, raw_data, start):
        self.size += len(raw_data)
        if self.error is None:
            with self._noticing():
                super().receive_data_chunk(raw_data, start)

    def file_complete(self, file_size):
        if self.error is None:
            with self._noticing():
                self.file.flush()
                return super().file_complete(file_size)
        self.file = getattr(self, "file", None)
        return LostFile(self, self.error, self.size)

    def _noticing(self):
        return _Noticing(self)


class _Noticing(suppress):
    """Remember an OSError of the handler instead of raising it."""

    def __init__(self, handler):
        super().__init__(OSError)
        self.handler = handler

    def __exit__(self, kind, error, trace):
        suppressed = super().__exit__(kind, error, trace)
        if suppressed:
            self.handler.error = error
            log.error("an upload could not be written: %s", error)
        return suppressed


def insist_on_whole(file) -> None:
    """Raise ValidationError, in words for the person, for a file that was lost on its way in."""
    if isinstance(file, LostFile):
        raise ValidationError(why_not(file.error))
