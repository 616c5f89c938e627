"""Queue and cache of a site without Redis: folders in DATA_DIR, made by the first process that writes into them.

Not before: what a mere `manage.py check` by root made would be root's, and the site could not write it.
"""

import os
import uuid
from pathlib import Path
from time import monotonic

from django.core.cache.backends.filebased import FileBasedCache
from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.utils.encoding import str_to_bytes
from kombu.utils.json import dumps

from marketplace.environment import make_folder


class Cache(FileBasedCache):
    ready = False

    def __init__(self, *args):
        super().__init__(*args)
        self.ready = True

    def _createdir(self):
        """Django asks for this at the start, too."""
        if self.ready:
            super()._createdir()


class Channel(filesystem.Channel):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        make_folder(self.control_folder.parent)
        make_folder(self.control_folder)

    def _put(self, queue, payload, **kwargs):
        """Put a message into the folder as a whole.

        kombu writes it where the worker looks already: one that looks in between reads half of it, and ends.
        """
        folder = Path(self.data_folder_out)
        name = f"{round(monotonic() * 1000)}_{uuid.uuid4()}.{queue}.msg"
        half = folder / f"{name}.half"
        try:
            half.write_bytes(str_to_bytes(dumps(payload)))
            os.replace(half, folder / name)
        except OSError as error:
            raise ChannelError(f"Cannot add {name} to the queue") from error


class Transport(filesystem.Transport):
    Channel = Channel
