"""Where collectstatic puts styles and pictures: for every browser, so also for every user of this machine.

Uploads are private (FILE_UPLOAD_PERMISSIONS), and Django would take the same permissions for these; whoever collects
them, with whatever umask, is seldom the user that serves them.
"""

import os

from whitenoise.storage import CompressedManifestStaticFilesStorage


class PublicFiles(CompressedManifestStaticFilesStorage):
    def __init__(self, *args, **kwargs):
        modes = {"file_permissions_mode": 0o644, "directory_permissions_mode": 0o755}
        super().__init__(*args, **modes | kwargs)

    def compress_files(self, paths):
        """Whitenoise writes the compressed ones past the storage."""
        for name, compressed_name in super().compress_files(paths):
            os.chmod(self.path(compressed_name), self.file_permissions_mode)
            yield name, compressed_name
