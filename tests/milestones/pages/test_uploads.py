"""What may be handed in, told by its content."""

import hashlib
import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from milestones import uploads


def check(name, content):
    return uploads.check(SimpleUploadedFile(name, content), "Logo")


def zipped():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("readme.txt", "hello")
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("logo.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "image/png"),
        ("photo.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF\0" + b"\0" * 64, "image/jpeg"),
        ("brief.pdf", b"%PDF-1.7\n" + b"x" * 64, "application/pdf"),
        ("site.zip", zipped(), "application/zip"),
        ("site.backup", zipped(), "application/zip"),
        ("page.html", b"<!doctype html><script>alert(1)</script>", "text/html"),
        ("drawing.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "image/svg+xml"),
        ("build.sh", b"#!/bin/sh\nmake\n", "text/plain"),
        ("notes", "plain words, with ü and €".encode(), "text/plain"),
        ("list.csv", b"a,b\n1,2\n", "text/plain"),
        ("archive.tar.gz", b"\x1f\x8b\x08\0" + b"\0" * 30, "application/x-gzip"),
        ("clip.mp4", b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + b"\0" * 50, "video/mp4"),
    ],
)
def test_work_of_all_kinds_is_taken(name, content, kind):
    assert check(name, content).content_type == kind


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("setup.exe", b"harmless"),
        ("invoice.pdf.exe", b"harmless"),
        ("Invoice.PDF.ScR", b"harmless"),
        ("logo.png", b"MZ\x90\0" + b"\0" * 60),
        ("tool", b"\x7fELF\x02\x01\x01" + b"\0" * 60),
        ("mac", b"\xcf\xfa\xed\xfe" + b"\0" * 60),
        ("app.class", b"\xca\xfe\xba\xbe" + b"\0" * 60),
        ("run.bat", b"del *"),
        ("link.txt", b"L\x00\x00\x00\x01\x14\x02\x00" + b"\0" * 60),
    ],
)
def test_programs_are_refused_by_content_and_by_name(name, content):
    with pytest.raises(ValidationError, match="is a program"):
        check(name, content)


def test_what_nobody_can_name_is_refused_with_a_way_out():
    with pytest.raises(ValidationError, match="Put it into a ZIP file"):
        check("mystery.bin", bytes(range(128, 256)) * 4)


def test_an_empty_file_is_refused():
    with pytest.raises(ValidationError, match="is empty"):
        check("nothing.txt", b"")


def test_one_byte_too_many_is_refused(settings):
    settings.UPLOAD_MAX_BYTES = 10

    assert check("ten.txt", b"x" * 10).size == 10
    with pytest.raises(ValidationError, match="larger than 10"):
        check("eleven.txt", b"x" * 11)


def test_it_is_measured_and_can_still_be_read():
    content = b"word " * 100_000
    kept = check("long.txt", content)

    assert (kept.size, kept.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert kept.file.read() == content
    assert kept.deliverable == "Logo"


def test_a_letter_that_is_cut_in_two_is_still_text():
    content = b"a" * (uploads.HEAD - 1) + "é".encode() * 10

    assert check("long.txt", content).content_type == "text/plain"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\grace\\logo.final.png", "logo.final.png"),
        ("re\u202egnp.exe.txt", "regnp.exe.txt"),
        ("two\r\nlines\t.txt", "twolines.txt"),
        ("  spaced   out .txt  ", "spaced out .txt"),
        ("...", "file"),
        ("", "file"),
        ("über straße.pdf", "über straße.pdf"),
        ("x" * 300 + ".png", "x" * 146 + ".png"),
        ("y" * 300, "y" * 150),
    ],
)
def test_names_are_cleaned(given, kept):
    assert uploads.clean_name(given) == kept
