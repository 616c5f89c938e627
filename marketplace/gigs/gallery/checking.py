"""What is taken for a picture of a gig: weighed and measured, while the person waits, and not decoded yet."""

import hashlib
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from PIL import Image

from marketplace import pictures
from marketplace.upload_handlers import insist_on_whole
from milestones.uploads import clean_name

MOST_BYTES = 10 * 1024 * 1024
LEAST = (640, 427)  # pixels: of less, the larger sizes would be a blur
MOST_RATIO = 3  # of the longer side to the shorter one: of more, no part would say what the whole is


@dataclass(frozen=True)
class Upload:
    """A file that may be a picture: it has the first bytes of one, and says a size that we can decode."""

    file: UploadedFile
    name: str
    sha256: str

    @property
    def size(self) -> int:
        return self.file.size or 0


def check(file: UploadedFile) -> Upload:
    """The file as it may be kept. Raises ValidationError, in words for the person who sent it."""
    insist_on_whole(file)
    if not file.size:
        raise ValidationError("The file is empty.")
    if file.size > MOST_BYTES:
        raise ValidationError(f"The picture is larger than {filesizeformat(MOST_BYTES)}. Choose a smaller one.")
    file.seek(0)
    content = file.read()
    with pictures.one_at_a_time():
        measure(pictures.opened(content))
    file.seek(0)
    return Upload(file, clean_name(file.name or ""), hashlib.sha256(content).hexdigest())


def measure(image: Image.Image) -> None:
    """Raise ValidationError for what no good picture of 3:2 can be cut from, however the camera was held."""
    short, long = sorted(image.size)
    if short < min(LEAST) or long < max(LEAST):
        least = " × ".join(map(str, LEAST))
        raise ValidationError(f"The picture has too few pixels. It needs {least} at least.")
    if long > MOST_RATIO * short:
        raise ValidationError("The picture is too narrow. Cut out the part that says most, and upload that.")
