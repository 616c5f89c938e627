"""Pictures that people upload, made harmless: opened, cut square, and written anew without what else they carried."""

import secrets
import warnings
from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image, ImageOps

SIDE = 256  # pixels
MAX_BYTES = 2 * 1024 * 1024
MAX_PIXELS = 40_000_000  # what a phone's camera makes; more is a bomb
FORMATS = ("PNG", "JPEG", "WEBP")


def portrait(upload) -> ContentFile:
    """The upload as a square WebP of 256 pixels, without metadata, under a random name.

    Raises ValidationError, in words for the person, when it is too big or not a picture of a kind we take. The kind is
    read from the content; name and declared type count for nothing.
    """
    if upload.size > MAX_BYTES:
        raise ValidationError("The picture is larger than 2 MB. Choose a smaller one.")
    image = ImageOps.fit(_open(upload), (SIDE, SIDE), Image.Resampling.LANCZOS)
    written = BytesIO()
    image.save(written, "WEBP", quality=85, exif=b"", icc_profile=None)
    return ContentFile(written.getvalue(), name=f"{secrets.token_urlsafe(12)}.webp")


def _open(upload) -> Image.Image:
    """The decoded picture, upright, in RGBA."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(upload, formats=FORMATS)
            if image.width * image.height > MAX_PIXELS:
                raise ValidationError("The picture has too many pixels. Choose a smaller one.")
            return ImageOps.exif_transpose(image).convert("RGBA")
    except ValidationError:
        raise
    except Exception as error:  # Pillow's decoders raise nearly anything on a damaged file
        raise ValidationError("This is not a picture that we can read. Choose a PNG, JPEG or WebP file.") from error
