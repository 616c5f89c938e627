"""Queue and cache of a site without Redis: folders in DATA_DIR, made by the first process that writes into them.

Not before: what a mere `manage.py check` by root made would be root's, and the site could not write it.
"""

from django.core.cache.backends.filebased import FileBasedCache
from kombu.transport import filesystem

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


class Transport(filesystem.Transport):
    Channel = Channel
