"""Handing files out."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from milestones import uploads
from milestones.actions import deliver
from milestones.models import DeliveryFile
from tests.workshop import nth


@pytest.fixture
def handed(grace, order):
    """A delivered file: `handed("logo.png", content)`."""

    def hand(name, content):
        files = [uploads.check(SimpleUploadedFile(name, content))]
        deliver.deliver(nth(order("fair"), 1), by=grace, files=files)
        return DeliveryFile.objects.get()

    return hand


@pytest.mark.parametrize(("who", "status"), [("ada", 200), ("grace", 200), ("sam", 200), ("mallory", 404)])
def test_only_the_parties_and_support_get_it(as_, handed, request, who, status):
    file = handed("notes.txt", b"Some notes.")

    assert as_(request.getfixturevalue(who)).get(file.get_absolute_url()).status_code == status


def test_a_stranger_signs_in_first(client, handed):
    assert client.get(handed("notes.txt", b"Some notes.").get_absolute_url()).status_code == 302


def test_it_is_an_attachment_that_nothing_runs(as_, ada, handed):
    file = handed("page „one“.html", b"<!doctype html><script>alert(1)</script>")

    response = as_(ada).get(file.get_absolute_url())

    assert b"".join(response.streaming_content) == b"<!doctype html><script>alert(1)</script>"
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''page%20%E2%80%9Eone")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response.headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("logo.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "image/png"),
        ("drawing.svg", b'<svg xmlns="http://www.w3.org/2000/svg"></svg>', "application/octet-stream"),
    ],
)
def test_only_harmless_kinds_are_named(as_, ada, handed, name, content, kind):
    response = as_(ada).get(handed(name, content).get_absolute_url())

    assert response.headers["Content-Type"] == kind
    assert response.headers["Content-Disposition"] == f'attachment; filename="{name}"'


def test_no_address_leads_to_the_folder_itself(as_, ada, handed):
    file = handed("notes.txt", b"Some notes.")

    assert file.file.name.startswith("deliveries/")
    assert "notes" not in file.file.name
    for url in (f"/{file.file.name}", f"/media/{file.file.name}", f"/static/{file.file.name}"):
        assert as_(ada).get(url).status_code == 404


def test_a_file_that_the_storage_lost_is_not_there(as_, ada, handed):
    file = handed("notes.txt", b"Some notes.")
    file.file.storage.delete(file.file.name)

    assert as_(ada).get(file.get_absolute_url()).status_code == 404
