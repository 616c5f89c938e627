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
        *[(f"x.{ending}", b"harmless") for ending in "command desktop chm settingcontent-ms rdp website url".split()],
        *[(f"x.{ending}", b"harmless") for ending in "library-ms search-ms SearchConnector-ms msix webloc iqy".split()],
        ("a.scr::$DATA", b"harmless"),
        ("a.txt.exe. .", b"harmless"),
        ("link.txt", b"L\x00\x00\x00\x01\x14\x02\x00" + b"\0" * 60),
    ],
)
def test_programs_are_refused_by_content_and_by_name(name, content):
    with pytest.raises(ValidationError, match="is a program"):
        check(name, content)


@pytest.mark.parametrize("name", ["letter.docm", "Sums.XLSM", "talk.pptm", "letter.docm:x"])
def test_a_document_with_macros_goes_into_a_zip_file(name):
    with pytest.raises(ValidationError, match="can run macros"):
        check(name, zipped())


LATIN = "Müller;Köln\nGröße;1,5 €\n"
TRIANGLE = b"any words".ljust(80) + (1).to_bytes(4, "little") + b"\x80\x90" * 25


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("latin1.csv", LATIN.encode("cp1252")),
        ("unicode.txt", LATIN.encode("utf-16")),
        ("bom.csv", LATIN.encode("utf-8-sig")),
        ("polish.csv", "Łódź;ąęść".encode("cp1250")),
        ("russian.txt", "Привет, мир".encode("cp1251")),
        ("russian.srt", "Привет, мир".encode("koi8-r")),
        ("japanese.csv", "東京,日本".encode("shift-jis")),
        ("chinese.txt", "上海,中国".encode("gb18030")),
        ("model.glb", b"glTF\x02\0\0\0" + b"\xff" * 30),
        ("part.stl", TRIANGLE),
        ("part.STL", b"solid part\nfacet normal 0 0 1\n"),
        ("shape.3ds", b"MM\x20\0\0\0" + b"\x90" * 26),
        ("layout.fig", b"fig-kiwi\x0f\0\0\0\x81"),
        ("raw.cr2", b"II*\0\x10\0\0\0CR\x02\0\xff"),
        ("raw.cr3", b"\0\0\0\x18ftypcrx \0\0\0\x01crx isom"),
        ("raw.nef", b"MM\0*\0\0\0\x08\xff"),
        ("raw.orf", b"IIRO\x08\0\0\0\xff"),
        ("cut.prproj", b"\x1f\x8b\x08\0" + b"\0" * 30),
        ("song.als", b"\x1f\x8b\x08\0" + b"\0" * 30),
        ("motion.aep", b"RIFX\0\0\0\x10Egg!\xff"),
        ("book.indd", bytes.fromhex("0606edf5d81d46e5bd31efe7fe74b71d") + b"\xff"),
        ("logo.afdesign", b"\0\xffKA" + b"\xff" * 9),
        ("big.psb", b"8BPS\0\x02" + b"\0" * 40),
        ("house.fbx", b"Kaydara FBX Binary  \0\x1a\0"),
        ("house.skp", b"\xff\xfe\xff\x0eS\0k\0"),
        ("house.3dm", b"3D Geometry File Format        7\0\xff"),
        ("scene.c4d", b"QC4DC4D6\0\xff"),
        ("scene.mb", b"FOR4\0\0\0\x10Maya"),
        ("clip.mxf", b"\x06\x0e\x2b\x34\x02\x05\xff"),
        ("clip.mkv", b"\x1aE\xdf\xa3" + b"\xff" * 9),
        ("voice.m4a", b"\0\0\0\x18ftypM4A \0\0\0\0M4A mp42"),
        ("letters.otf", b"OTTO\0\x0c\0\xff"),
        ("letters.woff", b"wOFF\0\x01\0\0\xff"),
        ("table.parquet", b"PAR1\x15\x04\xff"),
        ("weights.npy", b"\x93NUMPY\x01\0"),
        ("old.mdb", b"\0\x01\0\0Standard Jet DB\0"),
        ("words.mo", b"\xde\x12\x04\x95\0\0\xff"),
    ],
)
def test_the_files_of_this_trade_are_taken(name, content):
    assert check(name, content).content_type


def test_a_name_opens_no_file_of_the_server(monkeypatch, tmp_path):
    (tmp_path / "plan.py").write_text("import os")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("builtins.open", lambda *_: pytest.fail("opened a file of the server"))

    for content in (
        b"import os",
        b"{}",
        b"\x89HDF\r\n\x1a\n",
        zipped(),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99,
    ):
        uploads.kind_of("plan.py", content, len(content))


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
        (".gitignore", ".gitignore"),
        ("..env.example", ".env.example"),
        ("/home/grace/.htaccess ", ".htaccess"),
        ("", "file"),
        ("über straße.pdf", "über straße.pdf"),
        ("x" * 300 + ".png", "x" * 146 + ".png"),
        ("y" * 300, "y" * 150),
    ],
)
def test_names_are_cleaned(given, kept):
    assert uploads.clean_name(given) == kept
