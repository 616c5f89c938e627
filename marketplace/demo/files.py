"""Small real files for deliveries, made on the spot: a PDF of a few lines, a drawing, an archive, a text."""

import hashlib
import io
import random
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

PAPER, INK, SOFT = "#fbfaf7", "#2b2a27", "#d9d6ce"
ACCENTS = ("#1f6b45", "#8a5a13", "#2a5d8f", "#9c3b2e", "#5b4b8a")


def text(name: str, content: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.strip().encode() + b"\n", "text/plain")


def archive(name: str, files: dict[str, str]) -> SimpleUploadedFile:
    """A ZIP of text files, by their paths."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as bundle:
        for path, content in files.items():
            bundle.writestr(path, content.strip() + "\n")
    return SimpleUploadedFile(name, written.getvalue(), "application/zip")


def pdf(name: str, title: str, *lines: str) -> SimpleUploadedFile:
    """One page of A4 in Helvetica: a title and lines below it."""
    shown = [b"BT /F1 22 Tf 60 760 Td (%s) Tj ET" % _pdf_text(title)]
    for number, line in enumerate(lines):
        shown.append(b"BT /F1 11 Tf 60 %d Td (%s) Tj ET" % (724 - 18 * number, _pdf_text(line)))
    stream = b"\n".join(shown)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica "
        b"/Encoding /WinAnsiEncoding >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    return SimpleUploadedFile(name, _pdf_file(objects), "application/pdf")


def _pdf_text(words: str) -> bytes:
    return words.encode("cp1252", "replace").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _pdf_file(objects: list[bytes]) -> bytes:
    """The objects with the table of where each begins."""
    written, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, start=1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    written += b"".join(b"%010d 00000 n \n" % place for place in places)
    written += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(written)


def drawing(name: str, kind: str) -> SimpleUploadedFile:
    """A PNG: a "wireframe", "logo", "storyboard" or "chart"; its name decides the details, always the same."""
    chance = random.Random(hashlib.sha256(name.encode()).digest())  # noqa: S311 - a drawing, not a secret
    image = Image.new("RGB", (640, 420), PAPER)
    DRAW[kind](ImageDraw.Draw(image), chance)
    written = io.BytesIO()
    image.quantize(32).save(written, "PNG", optimize=True)
    return SimpleUploadedFile(name, written.getvalue(), "image/png")


def _wireframe(draw: ImageDraw.ImageDraw, chance: random.Random) -> None:
    draw.rectangle((20, 20, 620, 60), outline=INK, width=2)
    for column in range(3):
        left = 20 + column * 205
        draw.rectangle((left, 80, left + 190, 220), fill=SOFT)
        for line in range(4):
            draw.rectangle((left, 240 + line * 26, left + chance.randint(90, 190), 250 + line * 26), fill=SOFT)
    draw.rectangle((20, 360, 200, 396), fill=chance.choice(ACCENTS))


def _logo(draw: ImageDraw.ImageDraw, chance: random.Random) -> None:
    colour = chance.choice(ACCENTS)
    for ring in range(4):
        inset = 40 + ring * 38
        draw.arc((110 + inset, inset, 530 - inset, 420 - inset), chance.randint(0, 90), 360, fill=colour, width=16)
    draw.ellipse((300, 190, 340, 230), fill=INK)


def _storyboard(draw: ImageDraw.ImageDraw, chance: random.Random) -> None:
    for cell in range(6):
        left, top = 20 + cell % 3 * 205, 20 + cell // 3 * 200
        draw.rectangle((left, top, left + 190, top + 140), outline=INK, width=2)
        x, y = left + chance.randint(30, 130), top + chance.randint(50, 90)
        draw.ellipse((x, y - 30, x + 28, y - 2), outline=INK, width=3)
        draw.line((x + 14, y - 2, x + 14, y + 40), fill=INK, width=3)
        draw.line((left, top + 155, left + chance.randint(80, 190), top + 155), fill=SOFT, width=6)


def _chart(draw: ImageDraw.ImageDraw, chance: random.Random) -> None:
    colour = chance.choice(ACCENTS)
    draw.line((40, 20, 40, 390, 620, 390), fill=INK, width=2)
    for bar in range(12):
        height = 60 + bar * 14 + chance.randint(-30, 60)
        draw.rectangle((60 + bar * 46, 388 - height, 90 + bar * 46, 388), fill=colour if bar == 11 else SOFT)


DRAW = {"wireframe": _wireframe, "logo": _logo, "storyboard": _storyboard, "chart": _chart}


def portrait(key: str) -> SimpleUploadedFile:
    """A picture for a person of the demo: three stones on each other, in colours and places of their own."""
    chance = random.Random(hashlib.sha256(key.encode()).digest())  # noqa: S311 - a drawing, not a secret
    hue = chance.randint(0, 359)
    image = Image.new("RGB", (512, 512), f"hsl({hue}, 32%, 84%)")
    draw = ImageDraw.Draw(image)
    draw.ellipse((-80, 400, 592, 760), fill=f"hsl({hue}, 26%, 70%)")
    middle, bottom = 256, 430
    for width, height in ((300, 112), (214, 96), (132, 80)):
        x = middle + chance.randint(-22, 22)
        light = chance.randint(24, 46)
        draw.ellipse((x - width // 2, bottom - height, x + width // 2, bottom), fill=f"hsl({hue}, 30%, {light}%)")
        bottom -= height - 10
    written = io.BytesIO()
    image.save(written, "PNG")
    return SimpleUploadedFile(f"{key}.png", written.getvalue(), "image/png")
