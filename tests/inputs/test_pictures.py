"""A picture costs a tenth of a second and 64 MB at most, however few bytes stand for however many pixels."""

import subprocess
import sys
import threading
import zlib
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from marketplace import pictures
from marketplace.accounts import avatars
from tests.infra.servers import ROOT

MOST = 64 * 1024  # KB
# In a process of its own, because the peak of memory is the process's: prints the KB that a picture took, the CPU time
# as a ratio to a photograph's, and what was said. Both are taken in turns, since a busy machine slows down both.
MEASURE = """
import re, sys, time
from django.conf import settings
settings.configure()
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from marketplace.accounts import avatars
Image.init()
def take(content):
    begun = time.process_time()
    try:
        avatars.portrait(SimpleUploadedFile("me", content))
        said = "taken"
    except ValidationError as error:
        said = error.messages[0]
    return time.process_time() - begun, said
def peak():
    return int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1])
hostile, small, photograph = (open(path, "rb").read() for path in sys.argv[1:])
take(small)
memory = peak()  # and not ru_maxrss, which begins with that of whoever started this process
first, said = take(hostile)
memory = peak() - memory
turns = [(take(hostile)[0], take(photograph)[0]) for turn in range(3)]
print(memory, min(first, *(one for one, _ in turns)) / min(other for _, other in turns), said)
"""
MOST_PHOTOGRAPHS = 3  # the CPU time that any picture may take, in photographs of a phone: 40 ms each on a quiet machine


def picture(kind, width, height=None, mode="RGB", **options) -> bytes:
    written = BytesIO()
    Image.new(mode, (width, height or width), "#2a6").save(written, kind, **options)
    return written.getvalue()


def chunk(name: bytes, data: bytes = b"") -> bytes:
    return len(data).to_bytes(4) + name + data + zlib.crc32(name + data).to_bytes(4)


def with_chunks(*chunks: bytes) -> bytes:
    """A small PNG with more chunks after its header."""
    whole = picture("PNG", 300)
    return whole[:33] + b"".join(chunks) + whole[33:]


def with_scans(number: int) -> bytes:
    """A progressive JPEG whose last scan comes again and again, each over the whole picture."""
    whole = picture("JPEG", 2800, progressive=True)
    last = whole.rindex(b"\xff\xda")
    return whole[:-2] + whole[last:-2] * number + whole[-2:]


def with_segments(number: int) -> bytes:
    whole = picture("JPEG", 300)
    return whole[:2] + b"\xff\xfe\x00\x02" * number + whole[2:]


def with_exif(tags: int) -> bytes:
    entries = b"".join((tag % 65_000 + 300).to_bytes(2) + b"\0\x03\0\0\0\x01\0\0\0\0" for tag in range(tags))
    return picture("WEBP", 300, exif=b"Exif\0\0MM\0*\0\0\0\x08" + tags.to_bytes(2) + entries + b"\0\0\0\0")


TEXT = b"a\0\0" + zlib.compress(b"x" * 1_000_000)
LARGE = {
    "a WebP of one colour": lambda: picture("WEBP", 6300, lossless=True),
    "the largest WebP": lambda: picture("WEBP", 1730, mode="RGBA", lossless=True),
    "the largest PNG": lambda: picture("PNG", 3000, mode="RGBA"),
    "a larger PNG": lambda: picture("PNG", 6300),
    "the largest JPEG": lambda: picture("JPEG", 8000, 5000),
    "a progressive JPEG": lambda: picture("JPEG", 2800, progressive=True, subsampling=0),
    "a larger progressive JPEG": lambda: picture("JPEG", 6300, progressive=True),
    "a JPEG of many scans": lambda: with_scans(2000),
    "a JPEG of many segments": lambda: with_segments(400_000),
    "a PNG of many chunks": lambda: with_chunks(*[chunk(b"teXt")] * 150_000),
    "a PNG of many texts": lambda: with_chunks(*[chunk(b"zTXt", TEXT)] * 60),
    "many tags": lambda: with_exif(60_000),
}


@pytest.mark.parametrize("which", LARGE)
def test_what_a_picture_costs(which, tmp_path):
    (tmp_path / "hostile").write_bytes(LARGE[which]()[: avatars.MAX_BYTES])
    (tmp_path / "small").write_bytes(picture("PNG", 300))
    (tmp_path / "photograph").write_bytes(picture("JPEG", 4000, 3000))

    done = subprocess.run(
        [sys.executable, "-c", MEASURE, *(tmp_path / name for name in ("hostile", "small", "photograph"))],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    memory, photographs, said = done.stdout.split(maxsplit=2)
    assert int(memory) < MOST, said
    assert float(photographs) < MOST_PHOTOGRAPHS, said


def test_the_photographs_of_phones_are_taken_whole_and_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # held upright
    whole = Image.new("RGB", (4000, 3000), "blue")
    whole.paste("red", (0, 0, 2000, 3000))
    written = BytesIO()
    whole.save(written, "JPEG", exif=exif)

    kept = Image.open(avatars.portrait(SimpleUploadedFile("me.jpg", written.getvalue()))).convert("RGB")

    assert kept.size == (256, 256)
    assert kept.getpixel((128, 20))[0] > 200
    assert kept.getpixel((128, 236))[2] > 200


def test_one_at_a_time(monkeypatch):
    inside, most = [], []
    original = avatars._portrait

    def watched(content):
        inside.append(content)
        most.append(len(inside))
        try:
            return original(content)
        finally:
            inside.pop()

    monkeypatch.setattr(avatars, "_portrait", watched)
    content = picture("PNG", 2000)
    threads = [
        threading.Thread(target=lambda: avatars.portrait(SimpleUploadedFile("me.png", content))) for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert most == [1] * 6


def test_whoever_waits_too_long_is_asked_to_try_again(monkeypatch):
    monkeypatch.setattr(pictures, "PATIENCE", 0.01)
    with pictures.ONE_AT_A_TIME, pytest.raises(ValidationError, match="Try again in a minute"):
        avatars.portrait(SimpleUploadedFile("me.png", picture("PNG", 30)))
