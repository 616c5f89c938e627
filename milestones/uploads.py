"""Files that people hand in: weighed, measured, and told apart by their content before anything is kept.

A file is only ever served as an attachment (milestones.views.files), so a web page or a script may be handed in as
work; what a computer would run when it is opened may not.
"""

import hashlib
import os
import re
import unicodedata
from dataclasses import dataclass

# Else puremagic opens, here on the server, a file of the name that the person gave; it must be said before the import.
os.environ["PUREMAGIC_DEEPSCAN"] = "0"

import puremagic
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from puremagic import PureError

from marketplace.upload_handlers import insist_on_whole
from milestones import filetypes

HEAD = 65_536  # bytes that tell one kind of file from another
NAME_LENGTH = 150
LOOKED_AT = 10_000  # letters at each end of a name, however long it is
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
    """
    app appimage application appref-ms appinstaller appx appxbundle bat chm cmd com command cpl deb desktop
    deskthemepack diagcab dll dmg elf exe fileloc flatpak flatpakref gadget hlp hta inetloc inf ins iqy iso isp jar
    jnlp job jse library-ms lnk mobileconfig mpkg msc msi msix msixbundle msp mst msu ocx oqy osx pif pkg ps1 ps1xml
    psc1 psc2 rdp reg rpm rqy run scf scpt scptd scr sct search-ms searchconnector-ms settingcontent-ms shb shs slk
    snap sys terminal theme themepack udl url vb vbe vbs vhd vhdx vxd webloc website workflow wsc wsf wsh xbap xll
    """.split()
)
# Office documents with macros are work, too; in a ZIP file nobody opens them by accident.
MACRO_ENDINGS = frozenset("accde docm dotm mde potm ppam ppsm pptm sldm wll xla xlam xlm xlsm xltm".split())

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


@dataclass(frozen=True)
class Upload:
    """A file that passed `check`, to be kept with a delivery."""

    file: object
    name: str
    size: int
    content_type: str
    sha256: str
    deliverable: str = ""
    field: str = "files"  # of the form, to say there what is the matter
    waiting: str = ""  # the key of the WaitingFile that it is already


def check(file: UploadedFile, deliverable: str = "", field: str = "files") -> Upload:
    """The file as it may be kept. Raises ValidationError, in words for the person who sent it."""
    insist_on_whole(file)
    name = clean_name(file.name)
    if not file.size:
        raise ValidationError(f"“{name}” is empty.")
    if file.size > settings.UPLOAD_MAX_BYTES:
        most = filesizeformat(settings.UPLOAD_MAX_BYTES)
        raise ValidationError(f"“{name}” is larger than {most}. Make it smaller, or hand in a link to it.")
    head = _head(file)
    _refuse_programs(name, head)
    kind = kind_of(name, head, file.size)  # before all of it is read
    return Upload(
        file=file,
        name=name,
        size=file.size,
        content_type=kind,
        sha256=_digest(file),
        deliverable=deliverable,
        field=field,
    )


def clean_name(name: str) -> str:
    """What people called the file, without folders, control and direction marks, and not longer than we keep."""
    if len(name) > 2 * LOOKED_AT:  # its beginning and its ending are all that could be kept
        name = name[:LOOKED_AT] + name[-LOOKED_AT:]
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    name = "".join(letter for letter in name if unicodedata.category(letter)[0] != "C")
    name = re.sub(r"\s+", " ", name).lstrip(" ").rstrip(" .")
    name = "." + name.lstrip(" .") if name.startswith(".") else name or UNNAMED  # .gitignore keeps its dot
    stem, dot, ending = name.rpartition(".")
    if len(name) <= NAME_LENGTH or not dot or len(ending) > 20:
        return name[:NAME_LENGTH]
    return f"{stem[: NAME_LENGTH - len(ending) - 1]}.{ending}"


def _head(file: UploadedFile) -> bytes:
    """The bytes that tell one kind of file from another."""
    file.seek(0)
    return file.read(HEAD)


def _digest(file: UploadedFile) -> str:
    """The SHA-256 of a file, read once and in chunks."""
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def _refuse_programs(name: str, head: bytes) -> None:
    windows = head.startswith(b"MZ") and b"\0" in head
    endings = {part.rstrip(" .").rpartition(".")[2].lower() for part in (name, name.partition(":")[0])}
    if windows or head.startswith(PROGRAM_HEADS) or endings & PROGRAM_ENDINGS:
        raise ValidationError(f"“{name}” is a program. Hand in its sources, or a link to where it can be had.")
    if endings & MACRO_ENDINGS:
        raise ValidationError(f"“{name}” can run macros when it is opened. Put it into a ZIP file and hand in that.")


def kind_of(name: str, head: bytes, size: int) -> str:
    """The content type, by the content. Raises ValidationError where nothing of it is known."""
    for guess in _guesses(name, head):
        if guess.startswith(FAMILIES) or guess in TYPES:
            return guess
    if kind := filetypes.known(name, head, size):
        return kind
    if head.startswith(ZIP_HEAD):
        return "application/zip"
    if filetypes.is_text(name, head, whole=size <= len(head)):
        return PLAIN_TEXT
    raise ValidationError(f"We can’t tell what kind of file “{name}” is. Put it into a ZIP file and hand in that.")


def _guesses(name: str, head: bytes) -> list[str]:
    """What puremagic is sure of; the name only decides between kinds that begin alike."""
    try:
        found = puremagic.magic_string(head, name)
        return [one.mime_type for one in found if one.byte_match and one.confidence >= SURE]
    except (PureError, ValueError):
        return []
