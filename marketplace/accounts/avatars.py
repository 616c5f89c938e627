"""The pictures of people: cut square, and written anew without what else the upload carried."""

import secrets

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image, ImageOps

from marketplace import pictures
from marketplace.pictures import UNREADABLE as UNREADABLE
from marketplace.upload_handlers import insist_on_whole

SIDE = 256  # pixels
MAX_BYTES = 2 * 1024 * 1024
ENOUGH = (4 * SIDE, 4 * SIDE)  # pixels from which a good small picture can be made


def portrait(upload) -> ContentFile:
    """The upload as a square WebP of 256 pixels, without metadata, under a random name.

    Raises ValidationError, in words for the person, when it is too big or not a picture of a kind we take.
    """
    if upload.size > MAX_BYTES:
        raise ValidationError("The picture is larger than 2 MB. Choose a smaller one.")
    insist_on_whole(upload)
    upload.seek(0)
    content = upload.read()
    with pictures.one_at_a_time():
        return _portrait(content)


def _portrait(content: bytes) -> ContentFile:
    whole = pictures.decoded(pictures.opened(content), ENOUGH)
    image = ImageOps.fit(whole, (SIDE, SIDE), Image.Resampling.LANCZOS)
    return ContentFile(pictures.as_webp(image), name=f"{secrets.token_urlsafe(12)}.webp")
