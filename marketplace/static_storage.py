"""Where collectstatic puts styles and pictures: for every browser, so also for every user of this machine.

Uploads are private (FILE_UPLOAD_PERMISSIONS), and Django would take the same permissions for these; whoever collects
them, with whatever umask, is seldom the user that serves them.
"""

import os
from pathlib import Path

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

from marketplace import scripts, stylesheets


def as_sent(name: str, file: Path) -> str | None:
    """The text that a browser gets for a static file; None where it gets the file as it is."""
    if stylesheets.is_linked(name):
        return stylesheets.joined(file)
    return scripts.lean(file) if scripts.is_ours(name) else None


class PublicFiles(CompressedManifestStaticFilesStorage):
    support_js_module_import_aggregation = True  # a script that another one imports is the one that pages link

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
        """Join our style sheets and strip our scripts first: then all are read for their names, and compressed."""
        texts = {name: as_sent(name, Path(source.path(path))) for name, (source, path) in paths.items()}
        if not dry_run:
            paths |= {name: self._write(name, text) for name, text in texts.items() if text is not None}
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def _write(self, name, text: str):
        """Write a file over the collected one, which may be a link to its source. Returns where it is."""
        self.delete(name)
        return self, self.save(name, ContentFile(text.encode()))

    def compress_files(self, paths):
        """Whitenoise writes the compressed ones past the storage."""
        for name, compressed_name in super().compress_files(paths):
            os.chmod(self.path(compressed_name), self.file_permissions_mode)
            yield name, compressed_name
