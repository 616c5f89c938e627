"""Pictures that people upload, made harmless: opened, cut square, and written anew without what else they carried.

A picture of a few hundred bytes can stand for gigabytes. What it would cost is read from its first bytes and from the
list of its parts, before anything is decoded: about a tenth of a second and 64 MB at most, for one picture at a time.
"""

import re
import secrets
import threading
import warnings
from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image, ImageOps

from marketplace.upload_handlers import insist_on_whole

SIDE = 256  # pixels
MAX_BYTES = 2 * 1024 * 1024
# Millions of pixels that fit: a JPEG is decoded small at once, unless its parts have to be kept until the last one is
# read; a PNG takes 4 bytes for each pixel, a WebP 20.
MEGAPIXELS = {"JPEG": 40, "MPO": 40, "progressive": 8, "PNG": 9, "WEBP": 3}
FORMATS = ("PNG", "JPEG", "WEBP")
ENOUGH = 4 * SIDE  # pixels of the shorter side from which a good small picture can be made
MOST_PARTS = 2000  # segments of a JPEG, chunks of a PNG; real ones have some hundred
MOST_SCANS = 20  # of a JPEG: each goes over the whole picture again
MOST_TEXTS = 10  # compressed chunks of a PNG, of up to a megabyte each
MOST_EXIF = 65_535  # bytes; what is longer was not made by a camera
PATIENCE = 10  # seconds until it is this picture's turn

NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
SOS, EOI, ALONE = 0xDA, 0xD9, {0x01, *range(0xD0, 0xD9), 0xFF}
PROGRESSIVE = {0xC2, 0xC6, 0xCA, 0xCE}  # kinds of frames (ITU-T T.81, table B.1)

UNREADABLE = "This is not a picture that we can read. Choose a PNG, JPEG or WebP file."
ONE_AT_A_TIME = threading.Lock()


def portrait(upload) -> ContentFile:
    """The upload as a square WebP of 256 pixels, without metadata, under a random name.

    Raises ValidationError, in words for the person, when it is too big or not a picture of a kind we take. The kind is
    read from the content; name and declared type count for nothing.
    """
    if upload.size > MAX_BYTES:
        raise ValidationError("The picture is larger than 2 MB. Choose a smaller one.")
    insist_on_whole(upload)
    upload.seek(0)
    content = upload.read()
    if not ONE_AT_A_TIME.acquire(timeout=PATIENCE):
        raise ValidationError("Too many pictures came in at once. Try again in a minute.")
    try:
        return _portrait(content)
    except ValidationError:
        raise
    except Exception as error:  # Pillow's decoders raise nearly anything on a damaged file
        raise ValidationError(UNREADABLE) from error
    finally:
        ONE_AT_A_TIME.release()


def _portrait(content: bytes) -> ContentFile:
    image = ImageOps.fit(_upright(_small(content)), (SIDE, SIDE), Image.Resampling.LANCZOS)
    written = BytesIO()
    image.save(written, "WEBP", quality=85, exif=b"", icc_profile=None)
    return ContentFile(written.getvalue(), name=f"{secrets.token_urlsafe(12)}.webp")


def _small(content: bytes) -> Image.Image:
    """The picture, decoded no larger than it is needed."""
    keeps_parts = _look_through(content)
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        image = Image.open(BytesIO(content), formats=FORMATS)
    most = MEGAPIXELS["progressive" if keeps_parts else image.format]
    if image.width * image.height > most * 1_000_000:
        raise ValidationError(f"The picture has too many pixels, more than {most} million. Choose a smaller one.")
    image.draft(None, (ENOUGH, ENOUGH))
    by = min(image.size) // ENOUGH
    if by > 1:  # the nearest pixel, because all other ways begin with a copy of the whole
        return image.resize((image.width // by, image.height // by), Image.Resampling.NEAREST)
    image.load()
    return image


def _upright(image: Image.Image) -> Image.Image:
    """Turned as the camera was held, in RGBA."""
    if len(image.info.get("exif", b"")) > MOST_EXIF:
        del image.info["exif"]
    for name in ("xmp", "XML:com.adobe.xmp", "Raw profile type exif"):
        image.info.pop(name, None)
    return ImageOps.exif_transpose(image).convert("RGBA")


def _look_through(content: bytes) -> bool:
    """Count the parts. Returns whether they have to be kept until the last one is read. Raises ValidationError."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        _look_through_png(content)
    return content.startswith(b"\xff\xd8") and _look_through_jpeg(content)


def _look_through_png(content: bytes) -> None:
    at, parts, texts = 8, 0, 0
    while at + 12 <= len(content):
        parts += 1
        texts += content[at + 4 : at + 8] in (b"zTXt", b"iTXt", b"iCCP")
        if parts > MOST_PARTS or texts > MOST_TEXTS:
            raise ValidationError(UNREADABLE)
        at += 12 + int.from_bytes(content[at : at + 4])


def _look_through_jpeg(content: bytes) -> bool:
    at, parts, scans, progressive = 2, 0, 0, False
    while found := NEXT_MARKER.search(content, at):
        marker, at = content[found.start() + 1], found.start() + 2
        parts += 1
        scans += marker == SOS
        progressive = progressive or marker in PROGRESSIVE
        if parts > MOST_PARTS or scans > MOST_SCANS:
            raise ValidationError(UNREADABLE)
        if marker == EOI:
            break
        if marker not in ALONE:
            at += int.from_bytes(content[at : at + 2])
    return progressive or scans > 1
