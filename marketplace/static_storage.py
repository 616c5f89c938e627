"""Where collectstatic puts styles and pictures: for every browser, so also for every user of this machine.

Uploads are private (FILE_UPLOAD_PERMISSIONS), and Django would take the same permissions for these; whoever collects
them, with whatever umask, is seldom the user that serves them.
"""

import os
from pathlib import Path

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

from marketplace import stylesheets


class PublicFiles(CompressedManifestStaticFilesStorage):
    def __init__(self, *args, **kwargs):
        modes = {"file_permissions_mode": 0o644, "directory_permissions_mode": 0o755}
        super().__init__(*args, **modes | kwargs)
        self._urls: dict[str, str] = {}

    def url(self, name, force=False):
        """Where a file is served, looked up once: while a process runs, what was collected stays."""
        if name not in self._urls:
            self._urls[name] = super().url(name, force)
        return self._urls[name]

    def post_process(self, paths, dry_run=False, **options):
        """Join our style sheets first, because the others are read for their names and compressed as they are then."""
        if not dry_run:
            paths |= {name: self._join(name, *paths[name]) for name in paths if stylesheets.is_linked(name)}
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def _join(self, name, source, path):
        """Write a joined sheet over the collected one, which may be a link to its source. Returns where it is."""
        text = stylesheets.joined(Path(source.path(path)))
        self.delete(name)
        return self, self.save(name, ContentFile(text.encode()))

    def compress_files(self, paths):
        """Whitenoise writes the compressed ones past the storage."""
        for name, compressed_name in super().compress_files(paths):
            os.chmod(self.path(compressed_name), self.file_permissions_mode)
            yield name, compressed_name
