from datetime import UTC, datetime
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from marketplace import clock
from marketplace.accounts import avatars
from marketplace.accounts.models import User

pytestmark = pytest.mark.django_db

PROFILE = {
    "display_name": "Grace Okafor",
    "headline": "Developer",
    "about": "Twelve years.",
    "country": "NG",
    "time_zone": "Africa/Lagos",
    "skills": "Django,  PostgreSQL , django,",
}


@pytest.fixture(autouse=True)
def scratch(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def picture(kind="PNG", size=(300, 500), name="me.png", **options):
    written = BytesIO()
    Image.new("RGB", size, "#2a6").save(written, kind, **options)
    return SimpleUploadedFile(name, written.getvalue(), "image/png")


def save(client, user, **changes):
    client.force_login(user)
    return client.post("/settings/", PROFILE | changes)


def test_it_is_saved_and_shown(client, grace):
    assert save(client, grace).url == "/settings/"

    grace.refresh_from_db()
    assert grace.skills == ["Django", "PostgreSQL"]
    page = client.get(f"/people/{grace.pk}/").content.decode()
    for words in ("Grace Okafor", "Developer", "Twelve years.", "Nigeria", "PostgreSQL"):
        assert words in page


def test_a_profile_is_public_but_the_address_is_not(client, grace):
    page = client.get(f"/people/{grace.pk}/")

    assert page.status_code == 200
    assert grace.email not in page.content.decode()


def test_the_local_time_is_that_persons(client, ada, grace, monkeypatch):
    save(client, grace)
    client.force_login(ada)
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 21, 9, 30, tzinfo=UTC))

    assert "Sat 10:30" in client.get(f"/people/{grace.pk}/").content.decode()


def test_somebody_whose_account_is_closed_is_not_shown(client, grace):
    User.objects.filter(pk=grace.pk).update(is_active=False)

    assert client.get(f"/people/{grace.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("display_name", "", "This field is required."),
        ("time_zone", "Mars/Olympus", "Select a valid choice."),
        ("country", "XX", "Select a valid choice."),
        ("skills", ",".join(f"skill {n}" for n in range(16)), "Name at most 15 skills; these are 16."),
        ("skills", "x" * 41, "longer than 40 letters"),
        ("headline", "x" * 121, "at most 120 characters"),
    ],
)
def test_a_mistake_is_told_next_to_its_field_and_the_rest_is_kept(client, grace, field, value, words):
    response = save(client, grace, **{field: value})

    html = response.content.decode()
    assert response.status_code == 422
    assert words in html
    assert f'id="id_{field}_error"' in html
    assert "Twelve years." in html
    assert User.objects.get(pk=grace.pk).about == ""


def test_only_ones_own_profile_can_be_changed(client, grace, mallory):
    save(client, mallory, pk=grace.pk, id=grace.pk, email="mallory@evil.example", is_staff="on", is_superuser="on")

    grace.refresh_from_db()
    mallory.refresh_from_db()
    assert grace.headline == ""
    assert (mallory.email, mallory.is_staff, mallory.is_superuser) == ("mallory@example.org", False, False)


def test_a_stranger_signs_in_first(client):
    assert client.post("/settings/", PROFILE).url == "/accounts/login/?next=/settings/"


def test_a_picture_that_the_storage_lost_is_not_there_and_operators_read_of_it(client, grace, caplog):
    save(client, grace, avatar=picture())
    grace.refresh_from_db()
    grace.avatar.storage.delete(grace.avatar.name)

    assert client.get(grace.avatar_url).status_code == 404
    assert [one.getMessage() for one in caplog.records if one.levelname == "ERROR"] == [
        f"the storage has lost {grace.avatar.name}"
    ]


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("JPEG", "CMYK"), ("WEBP", "RGB")])
def test_a_picture_becomes_a_square(client, grace, kind, mode):
    written = BytesIO()
    Image.new(mode, (700, 300)).save(written, kind)
    save(client, grace, avatar=SimpleUploadedFile("me", written.getvalue()))

    grace.refresh_from_db()
    response = client.get(grace.avatar_url)
    image = Image.open(BytesIO(b"".join(response.streaming_content)))
    assert (image.format, image.size) == ("WEBP", (256, 256))
    assert response.headers["Content-Type"] == "image/webp"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in response.headers["Cache-Control"]


def test_where_it_was_taken_is_removed(client, grace):
    exif = Image.Exif()
    exif[0x010E] = "at home, 12 Secret Street"
    save(client, grace, avatar=picture("JPEG", exif=exif))

    grace.refresh_from_db()
    assert b"Secret" not in grace.avatar.read()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"


@pytest.mark.parametrize(
    ("upload", "words"),
    [
        (lambda: SimpleUploadedFile("me.png", SVG, "image/png"), "not a picture that we can read"),
        (lambda: SimpleUploadedFile("me.png", HTML, "image/png"), "not a picture that we can read"),
        (lambda: SimpleUploadedFile("me.png", picture().read()[:200], "image/png"), "not a picture that we can read"),
        (lambda: picture("GIF", name="me.gif"), "not a picture that we can read"),
        (lambda: SimpleUploadedFile("me.png", b"x" * (avatars.MAX_BYTES + 1)), "larger than 2 MB"),
        (lambda: picture(size=(8000, 8000)), "too many pixels"),
    ],
    ids=["svg", "html", "torn", "gif", "heavy", "bomb"],
)
def test_what_is_no_picture_is_refused(client, grace, upload, words):
    response = save(client, grace, avatar=upload())

    assert response.status_code == 422
    assert words in response.content.decode()
    assert not User.objects.get(pk=grace.pk).avatar


def test_a_new_picture_has_a_new_address_and_the_old_one_is_gone(client, grace, tmp_path):
    save(client, grace, avatar=picture())
    first = User.objects.get(pk=grace.pk).avatar_url
    save(client, grace, avatar=picture())
    second = User.objects.get(pk=grace.pk).avatar_url

    assert first != second
    assert client.get(first).status_code == 404
    assert len(list(tmp_path.glob("avatars/*"))) == 1


def test_a_picture_can_be_removed(client, grace, tmp_path):
    save(client, grace, avatar=picture())
    save(client, grace, **{"avatar-clear": "on"})

    assert not User.objects.get(pk=grace.pk).avatar
    assert list(tmp_path.glob("avatars/*")) == []


def test_saving_the_rest_keeps_the_picture(client, grace):
    save(client, grace, avatar=picture())
    save(client, grace, headline="Still me")

    assert client.get(User.objects.get(pk=grace.pk).avatar_url).status_code == 200


def test_a_good_picture_is_kept_although_something_else_is_wrong(client, grace):
    response = save(client, grace, avatar=picture(), display_name="")

    assert response.status_code == 422
    assert "Your new picture is saved; the rest is not yet." in response.content.decode()
    assert User.objects.get(pk=grace.pk).avatar
    assert User.objects.get(pk=grace.pk).headline == ""
