"""Pictures that people upload, read without harm: counted and measured before anything is decoded.

A picture of a few hundred bytes can stand for gigabytes. What it would cost is read from its first bytes and from the
list of its parts: what is refused costs about a tenth of a second and 64 MB at most. The kind is read from the content;
name and declared type count for nothing, and what has no pixels of its own (SVG, HTML) is none.
"""

import re
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from celery.exceptions import SoftTimeLimitExceeded
from django.core.exceptions import ValidationError
from PIL import Image, ImageOps

# Millions of pixels that fit: a JPEG is decoded small at once, unless its parts have to be kept until the last one is
# read; a PNG takes 4 bytes for each pixel, a WebP 20.
MEGAPIXELS = {"JPEG": 40, "MPO": 40, "progressive": 8, "PNG": 9, "WEBP": 3}
FORMATS = ("PNG", "JPEG", "WEBP")
MOST_PARTS = 2000  # segments of a JPEG, chunks of a PNG; real ones have some hundred
MOST_SCANS = 20  # of a JPEG: each goes over the whole picture again
MOST_TEXTS = 10  # compressed chunks of a PNG, of up to a megabyte each
MOST_EXIF = 65_535  # bytes; what is longer was not made by a camera
PATIENCE = 10  # seconds until it is this picture's turn

NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
SOS, EOI, ALONE = 0xDA, 0xD9, {0x01, *range(0xD0, 0xD9), 0xFF}
PROGRESSIVE = {0xC2, 0xC6, 0xCA, 0xCE}  # kinds of frames (ITU-T T.81, table B.1)
ORIENTATION, TURNED = 0x0112, range(5, 9)  # EXIF's, and those that change width and height

UNREADABLE = "This is not a picture that we can read. Choose a PNG, JPEG or WebP file."
ONE_AT_A_TIME = threading.Lock()


class Busy(ValidationError):
    """Other pictures are being read, and this one was not looked at."""


@contextmanager
def one_at_a_time(patience: float | None = None) -> Iterator[None]:
    """Wait until no other picture is read in this process, so that many together cost no more memory than one.

    Raises Busy after `patience` seconds, and ValidationError for whatever a damaged file makes Pillow raise inside,
    both in words for the person.
    """
    if not ONE_AT_A_TIME.acquire(timeout=PATIENCE if patience is None else patience):
        raise Busy("Too many pictures came in at once. Try again in a minute.")
    try:
        yield
    except (ValidationError, SoftTimeLimitExceeded):
        raise
    except Exception as error:  # Pillow's decoders raise nearly anything on a damaged file
        raise ValidationError(UNREADABLE) from error
    finally:
        ONE_AT_A_TIME.release()


def opened(content: bytes) -> Image.Image:
    """The picture, looked through and measured but not decoded. Raises ValidationError."""
    keeps_parts = _look_through(content)
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        image = Image.open(BytesIO(content), formats=FORMATS)
    most = MEGAPIXELS["progressive" if keeps_parts else str(image.format)]
    if image.width * image.height > most * 1_000_000:
        raise ValidationError(f"The picture has too many pixels, more than {most} million. Choose a smaller one.")
    return image


def decoded(image: Image.Image, needed: tuple[int, int]) -> Image.Image:
    """An opened picture upright and in RGBA, decoded no larger than it has to be to cover what is needed."""
    _forget_odd_metadata(image)
    # Of a PNG, Pillow looks for EXIF behind the pixels, too: it would be decoded.
    is_turned = image.format in ("JPEG", "MPO") and image.getexif().get(ORIENTATION) in TURNED
    return _upright(_small(image, needed[::-1] if is_turned else needed))


def as_webp(image: Image.Image, quality: int = 85) -> bytes:
    """A WebP file of this picture, without metadata."""
    written = BytesIO()
    image.save(written, "WEBP", quality=quality, exif=b"", icc_profile=None)
    return written.getvalue()


def _small(image: Image.Image, needed: tuple[int, int]) -> Image.Image:
    image.draft(None, needed)
    by = min(image.width // needed[0], image.height // needed[1])
    if by > 1:  # the nearest pixel, because all other ways begin with a copy of the whole
        return image.resize((image.width // by, image.height // by), Image.Resampling.NEAREST)
    image.load()
    return image


def _upright(image: Image.Image) -> Image.Image:
    """Turned as the camera was held, in RGBA."""
    _forget_odd_metadata(image)
    return ImageOps.exif_transpose(image).convert("RGBA")


def _forget_odd_metadata(image: Image.Image) -> None:
    """What no camera writes is not read, and what is not EXIF is never read as it."""
    if len(image.info.get("exif", b"")) > MOST_EXIF:
        del image.info["exif"]
    for name in ("xmp", "XML:com.adobe.xmp", "Raw profile type exif"):
        image.info.pop(name, None)


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
