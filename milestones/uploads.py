"""Files that people hand in: weighed, measured, and told apart by their content before anything is kept.

A file is only ever served as an attachment (milestones.views.files), so a web page or a script may be handed in as
work; what a computer would run when it is opened may not.
"""

import hashlib
import re
import unicodedata

import puremagic
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from puremagic import PureError

from milestones.actions.deliver import Upload

HEAD = 65_536  # bytes that tell one kind of file from another
NAME_LENGTH = 150
UNNAMED = "file"
PLAIN_TEXT = "text/plain"
ZIP_HEAD = b"PK\x03\x04"
SURE = 0.8  # of 1, on puremagic's own scale

# What opens as a program somewhere, by its first bytes and by what a double click does with its name.
PROGRAM_HEADS = (
    b"\x7fELF",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"L\x00\x00\x00\x01\x14\x02\x00",
    b"dex\n",
)
PROGRAM_ENDINGS = frozenset(
    "app appimage application bat cmd com cpl dll elf exe gadget hta inf jar jnlp jse lnk msc msi msp mst ocx pif ps1 "
    "reg scf scr sys url vb vbe vbs wsf wsh xll".split()
)

FAMILIES = ("image/", "audio/", "video/", "font/", "text/")
TYPES = frozenset(
    """
    application/pdf application/postscript application/rtf application/json application/xml application/javascript
    application/sql application/epub+zip application/vnd.adobe.indesign application/illustrator
    application/zip application/x-7z-compressed application/vnd.rar application/x-rar-compressed application/x-tar
    application/gzip application/x-gzip application/x-bzip2 application/x-xz application/zstd
    application/msword application/vnd.ms-excel application/vnd.ms-powerpoint application/vnd.visio
    application/vnd.openxmlformats-officedocument.wordprocessingml.document
    application/vnd.openxmlformats-officedocument.spreadsheetml.sheet
    application/vnd.openxmlformats-officedocument.presentationml.presentation
    application/vnd.oasis.opendocument.text application/vnd.oasis.opendocument.spreadsheet
    application/vnd.oasis.opendocument.presentation application/vnd.oasis.opendocument.graphics
    application/vnd.sketchup.skp application/x-sqlite3 application/x-blender
    """.split()
)


def check(file: UploadedFile, deliverable: str = "") -> Upload:
    """The file as it may be kept. Raises ValidationError, in words for the person who sent it."""
    name = clean_name(file.name)
    if not file.size:
        raise ValidationError(f"“{name}” is empty.")
    if file.size > settings.UPLOAD_MAX_BYTES:
        most = filesizeformat(settings.UPLOAD_MAX_BYTES)
        raise ValidationError(f"“{name}” is larger than {most}. Make it smaller, or hand in a link to it.")
    head, digest = _read(file)
    _refuse_programs(name, head)
    return Upload(
        file=file, name=name, size=file.size, content_type=kind_of(name, head), sha256=digest, deliverable=deliverable
    )


def clean_name(name: str) -> str:
    """What people called the file, without folders, control and direction marks, and not longer than we keep."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    name = "".join(letter for letter in name if unicodedata.category(letter)[0] != "C")
    name = re.sub(r"\s+", " ", name).strip(" .") or UNNAMED
    stem, dot, ending = name.rpartition(".")
    if len(name) <= NAME_LENGTH or not dot or len(ending) > 20:
        return name[:NAME_LENGTH]
    return f"{stem[: NAME_LENGTH - len(ending) - 1]}.{ending}"


def _read(file: UploadedFile) -> tuple[bytes, str]:
    """The first bytes and the SHA-256 of a file, read once and in chunks."""
    digest, head = hashlib.sha256(), b""
    for chunk in file.chunks():
        digest.update(chunk)
        if len(head) < HEAD:
            head += chunk[: HEAD - len(head)]
    file.seek(0)
    return head, digest.hexdigest()


def _refuse_programs(name: str, head: bytes) -> None:
    windows = head.startswith(b"MZ") and b"\0" in head
    if windows or head.startswith(PROGRAM_HEADS) or name.rpartition(".")[2].lower() in PROGRAM_ENDINGS:
        raise ValidationError(f"“{name}” is a program. Hand in its sources, or a link to where it can be had.")


def kind_of(name: str, head: bytes) -> str:
    """The content type, by the content. Raises ValidationError where nothing of it is known."""
    for guess in _guesses(name, head):
        if guess.startswith(FAMILIES) or guess in TYPES:
            return guess
    if head.startswith(ZIP_HEAD):
        return "application/zip"
    if _is_text(head):
        return PLAIN_TEXT
    raise ValidationError(f"We can’t tell what kind of file “{name}” is. Put it into a ZIP file and hand in that.")


def _guesses(name: str, head: bytes) -> list[str]:
    """What puremagic is sure of; the name only decides between kinds that begin alike."""
    try:
        found = puremagic.magic_string(head, name)
        return [one.mime_type for one in found if one.byte_match and one.confidence >= SURE]
    except PureError:
        return []


def _is_text(head: bytes) -> bool:
    """Whether it reads as UTF-8; a letter may be cut in two at the end of what was read."""
    try:
        text = head.decode()
    except UnicodeDecodeError as error:
        if len(head) < HEAD or error.start < len(head) - 4:
            return False
        text = head[: error.start].decode()
    return "\0" not in text
