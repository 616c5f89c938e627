"""Pictures of gigs: uploaded privately, made in fixed sizes by a task, kept as long as anything names them."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from PIL import Image

from marketplace import clock, orphans
from marketplace.errors import Refused
from marketplace.gigs import actions
from marketplace.gigs.actions import picturing
from marketplace.gigs.gallery import checking, forgetting, making
from marketplace.gigs.models import Picture
from marketplace.gigs.models.picture import FILES
from marketplace.gigs.tasks import make_pictures
from tests.gigs.workshop import draft, published, said_by

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path / "gigs"


def drawn(kind="PNG", size=(1500, 1000), left="red", right="blue", **options) -> bytes:
    """A picture whose left and right half differ."""
    image = Image.new(options.pop("mode", "RGB"), size, right)
    image.paste(left, (0, 0, size[0] // 2, size[1]))
    written = BytesIO()
    image.save(written, kind, **options)
    return written.getvalue()


def file(content: bytes | None = None, name="mark.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, drawn() if content is None else content)


def upload(gig, *contents: bytes) -> list[Picture]:
    """What the owner uploaded, not made yet."""
    files = [checking.check(file(one)) for one in contents or [drawn()]]
    return actions.upload(gig, files, by=gig.owner)


def run() -> int:
    """What a worker does, and what follows its commits."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        return make_pictures()


def made(gig, content: bytes | None = None) -> Picture:
    [picture] = upload(gig, *([] if content is None else [content]))
    assert run() == 1
    return again(picture)


def again(picture: Picture) -> Picture:
    return Picture.objects.get(pk=picture.pk)


def image_of(picture: Picture, size=320) -> Image.Image:
    with picture.file_of(size).open("rb") as opened:
        return Image.open(BytesIO(opened.read())).convert("RGB")


def stored(folder) -> set[str]:
    return {f"gigs/{one.name}" for one in folder.iterdir()} if folder.exists() else set()


def named(*pictures: Picture) -> set[str]:
    return {one.name for picture in pictures for one in picture.files}


# Uploading


def test_an_upload_is_put_at_the_end_of_the_gallery_and_waits(grace, folder):
    gig = draft(grace)
    first = gig.pictures.get()

    [picture] = upload(gig)

    assert [one.picture for one in said_by(gig).pictures] == [first.pk, picture.pk]
    assert stored(folder) == {picture.original.name}
    assert (picture.is_ready, picture.is_being_made, picture.by) == (False, True, grace)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "PNG, JPEG or WebP"),
        (b"<!doctype html><p>hello", "PNG, JPEG or WebP"),
        (drawn("GIF"), "PNG, JPEG or WebP"),
        (drawn()[:40], "PNG, JPEG or WebP"),
        (b"", "empty"),
        (b"\x89PNG" + b"x" * checking.MOST_BYTES, "larger than 10"),
        (drawn(size=(600, 400)), "640 × 427"),
        (drawn(size=(3000, 900)), "too narrow"),
        (drawn(size=(3100, 3000)), "too many pixels"),
    ],
    ids=["svg", "html", "gif", "torn", "empty", "large", "small", "narrow", "pixels"],
)
def test_what_is_no_picture_for_a_gallery_is_refused_at_once(content, words):
    with pytest.raises(ValidationError, match=words):
        checking.check(file(content))


def test_the_same_file_stands_there_once(grace, folder):
    gig = draft(grace, pictured=False)

    upload(gig)
    upload(gig)
    upload(gig, drawn(left="green"), drawn(left="green"))

    assert len(said_by(gig).pictures) == gig.pictures.count() == 2
    assert stored(folder) == named(*gig.pictures.all())


def test_a_sixth_picture_is_refused_and_nothing_of_it_is_kept(grace, folder):
    gig = draft(grace, pictured=False)
    upload(gig, *(drawn(left=(shade, 0, 0)) for shade in range(4)))

    with pytest.raises(Refused, match="room for 1 more"):
        upload(gig, drawn(left="green"), drawn(left="yellow"))

    assert gig.pictures.count() == len(stored(folder)) == 4


@pytest.mark.parametrize(("limit", "words"), [("MOST_KEPT", "as many as we keep"), ("MOST_WAITING", "in a minute")])
def test_a_person_has_only_so_many(grace, monkeypatch, limit, words):
    gig = draft(grace, pictured=False)
    upload(gig)
    monkeypatch.setattr(picturing, limit, 1)

    with pytest.raises(Refused, match=words):
        upload(draft(grace, pictured=False), drawn(left="green"))


def test_nobody_else_adds_or_cuts_a_picture(grace, mallory, folder):
    gig = draft(grace)
    picture = gig.pictures.get()

    with pytest.raises(PermissionDenied):
        actions.upload(gig, [checking.check(file())], by=mallory)
    with pytest.raises(PermissionDenied):
        actions.refocus(gig, picture, by=mallory, x=0, y=0)

    assert gig.pictures.count() == 1
    assert stored(folder) == set()


def test_whose_account_is_closed_meanwhile_leaves_no_file(grace, folder):
    gig = draft(grace, pictured=False)
    type(grace).objects.filter(pk=grace.pk).update(is_active=False)

    with pytest.raises(PermissionDenied):
        upload(gig)

    assert stored(folder) == set()


# Making


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_the_sizes_are_webp_of_three_to_two_and_the_upload_is_gone(grace, folder, kind):
    picture = made(draft(grace, pictured=False), drawn(kind))

    assert [image_of(picture, size).size for size in FILES] == [(320, 213), (640, 427), (1280, 853)]
    assert Image.open(picture.large.open("rb")).format == "WEBP"
    assert (picture.is_ready, picture.is_being_made, picture.original.name) == (True, False, "")
    assert stored(folder) == named(picture)
    assert run() == 0


def test_nothing_but_pixels_is_kept(grace):
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "A camera that tells", 6
    picture = made(draft(grace, pictured=False), drawn("JPEG", size=(1500, 1100), exif=exif))

    assert (picture.width, picture.height) == (1100, 1500)  # upright
    for one in picture.files:
        with one.open("rb") as opened:
            content = opened.read()
        assert b"A camera" not in content
        assert not Image.open(BytesIO(content)).getexif()


def test_a_large_picture_is_kept_no_larger_than_its_sizes_need(grace):
    picture = made(draft(grace, pictured=False), drawn("JPEG", size=(6000, 4500)))

    assert (picture.width, picture.height) == (1280, 960)


def test_what_is_transparent_stands_on_white(grace):
    clear = drawn(mode="RGBA", left=(0, 0, 0, 0), right=(0, 0, 0, 255))

    picture = made(draft(grace, pictured=False), clear)

    assert [image_of(picture).getpixel((x, 100)) for x in (10, 310)] == [(255, 255, 255), (0, 0, 0)]


def test_what_turns_out_to_be_unreadable_says_so_to_its_owner(grace, folder):
    [picture] = upload(draft(grace, pictured=False), drawn("JPEG"))
    FileSystemStorage().delete(picture.original.name)
    FileSystemStorage().save(picture.original.name, SimpleUploadedFile("x", b"\xff\xd8\xff\xe0 torn"))

    run()

    picture = again(picture)
    assert picture.problem.startswith("This is not a picture that we can read.")
    assert (picture.is_ready, picture.is_being_made) == (False, False)


def test_the_upload_of_what_can_not_be_read_goes(grace, folder):
    [picture] = upload(draft(grace, pictured=False))
    (folder.parent / picture.original.name).write_bytes(b"torn")

    run()

    assert stored(folder) == set()


def test_a_file_that_was_lost_is_said_to_be(grace, folder):
    [picture] = upload(draft(grace, pictured=False))
    (folder.parent / picture.original.name).unlink()

    run()

    assert again(picture).problem == making.LOST


# Trying again


def later(picture: Picture) -> None:
    """As if the time had passed after which a silent try is taken for dead."""
    Picture.objects.filter(pk=picture.pk, due_at__isnull=False).update(due_at=clock.real() - timedelta(seconds=1))


@pytest.mark.parametrize("at", range(1, 5))
def test_a_task_that_is_killed_while_it_stores_is_repeated(grace, folder, monkeypatch, at):
    """Whatever it had stored by then, the row names what the second try made, and the sweep takes the rest."""
    [picture] = upload(draft(grace, pictured=False))
    count, save = [], FileSystemStorage._save

    def killed(self, name, content):
        count.append(name)
        if len(count) == at:
            raise SystemExit
        return save(self, name, content)

    monkeypatch.setattr(FileSystemStorage, "_save", killed)
    with pytest.raises(SystemExit):
        run()
    assert run() == 0, "somebody may be at it still"
    later(picture)

    assert run() == 1
    assert again(picture).is_ready
    assert named(again(picture)) <= stored(folder)


def test_what_a_killed_task_left_goes_with_the_nightly_sweep(grace, folder, monkeypatch):
    [picture] = upload(draft(grace, pictured=False))
    monkeypatch.setattr(making, "_write_down", lambda *_: (_ for _ in ()).throw(SystemExit))
    with pytest.raises(SystemExit):
        run()
    monkeypatch.undo()
    later(picture)
    run()
    monkeypatch.setattr(orphans, "GRACE", timedelta(seconds=-60))

    orphans.remove()

    assert stored(folder) == named(again(picture))


def test_what_kills_every_task_is_given_up(grace, monkeypatch):
    [picture] = upload(draft(grace, pictured=False))
    monkeypatch.setattr(making, "cut", lambda *_, **__: (_ for _ in ()).throw(SystemExit))
    for _ in range(making.MOST_TRIES):
        with pytest.raises(SystemExit):
            run()
        later(picture)

    run()

    assert again(picture).problem == making.GAVE_UP


def test_a_storage_that_is_full_is_waited_for(grace, monkeypatch):
    [picture] = upload(draft(grace, pictured=False))
    for _ in range(making.MOST_TRIES + 1):
        with monkeypatch.context() as patch:
            patch.setattr(FileSystemStorage, "_save", lambda *_: (_ for _ in ()).throw(OSError(28, "full")))
            assert run() == 0
        later(picture)

    assert run() == 1


def test_a_picture_that_was_removed_while_it_was_made_leaves_nothing(grace, folder, monkeypatch):
    [picture] = upload(draft(grace, pictured=False))
    cut = making.cut

    def removed(*args, **options):
        done = cut(*args, **options)
        Picture.objects.filter(pk=picture.pk).delete()
        return done

    monkeypatch.setattr(making, "cut", removed)

    assert run() == 0
    assert stored(folder) == {picture.original.name}  # which the nightly sweep takes


# The focal point


@pytest.mark.parametrize(("x", "left"), [(0, True), (100, False)])
def test_a_new_focal_point_cuts_it_anew_under_a_new_address(grace, folder, x, left):
    gig = draft(grace, pictured=False)
    before = made(gig, drawn(size=(2000, 1000)))

    actions.refocus(gig, before, by=grace, x=x, y=50)

    assert again(before).is_ready, "what there is stays until the new sizes are there"
    assert run() == 1
    after = again(before)
    assert (image_of(after).getpixel((160, 100))[0] > 128) is left
    assert after.key != before.key
    assert after.source.name == before.source.name


def test_a_focal_point_that_changes_while_it_is_cut_is_cut_again(grace, monkeypatch):
    gig = draft(grace, pictured=False)
    picture, cut = made(gig), making.cut
    actions.refocus(gig, picture, by=grace, x=0, y=0)

    def meanwhile(*args, **options):
        Picture.objects.filter(pk=picture.pk).update(focus_x=100)
        return cut(*args, **options)

    with monkeypatch.context() as patch:
        patch.setattr(making, "cut", meanwhile)
        run()

    assert again(picture).is_being_made
    assert run() == 1
    assert not again(picture).is_being_made


def test_the_same_focal_point_makes_nothing(grace):
    gig = draft(grace, pictured=False)
    picture = made(gig)

    actions.refocus(gig, picture, by=grace, x=50, y=50)

    assert run() == 0


# Forgetting


def say(gig, pictures) -> None:
    actions.save(gig, by=gig.owner, step="gallery", values={"pictures": pictures})


def test_what_neither_draft_nor_version_names_goes_with_its_files(grace, folder, django_capture_on_commit_callbacks):
    gig = draft(grace, pictured=False)
    gone, stays = made(gig), made(gig, drawn(left="green"))
    say(gig, [one for one in said_by(gig).pictures if one.picture != gone.pk])
    assert forgetting.forget_unnamed(clock.now() - timedelta(days=1)) == 0, "it may be put back for a day"

    with django_capture_on_commit_callbacks(execute=True):
        assert forgetting.forget_unnamed(clock.now() + timedelta(days=1)) == 1

    assert list(gig.pictures.all()) == [stays]
    assert not named(gone) & stored(folder)
    assert named(stays) <= stored(folder)


def test_what_any_version_names_stays(grace):
    gig = published(grace)
    old = gig.pictures.get()
    [new] = upload(gig)
    run()
    say(gig, [replace(one, alt="Seen") for one in said_by(gig).pictures if one.picture == new.pk])
    actions.publish(gig, by=grace)

    assert forgetting.forget_unnamed(clock.now() + timedelta(days=1)) == 0
    assert set(gig.pictures.all()) == {old, new}


# Serving


def test_what_is_published_is_kept_for_ever_and_a_draft_by_nobody(client, grace):
    gig = draft(grace, pictured=False)
    picture = made(gig)
    say(gig, [replace(one, alt="Seen") for one in said_by(gig).pictures])
    url = f"/pictures/{picture.key}/640/"
    client.force_login(grace)

    private = client.get(url)
    actions.publish(gig, by=grace)
    client.logout()
    public, head = client.get(url), client.head(url)

    assert private["Cache-Control"] == "private, no-cache"
    assert set(public["Cache-Control"].split(", ")) == {"public", "max-age=31536000", "s-maxage=3600", "immutable"}
    assert public["Content-Type"] == head["Content-Type"] == "image/webp"
    assert public["X-Content-Type-Options"] == "nosniff"
    assert int(head["Content-Length"]) == picture.medium.size == len(b"".join(public.streaming_content))
    assert not public.cookies


def test_what_waits_or_is_lost_is_not_there(client, grace, folder):
    gig = draft(grace, pictured=False)
    [waits] = upload(gig)
    client.force_login(grace)
    assert client.get(f"/pictures/{waits.key}/640/").status_code == 404
    run()
    lost = again(waits)
    (folder.parent / lost.medium.name).unlink()

    assert client.get(f"/pictures/{lost.key}/640/").status_code == 404
    assert client.get(f"/pictures/{lost.key}/320/").status_code == 200
    assert client.get(f"/pictures/{lost.key}/100/").status_code == 404
    assert client.post(f"/pictures/{lost.key}/320/").status_code == 405


def test_it_takes_few_queries(client, grace):
    gig = published(grace)
    picture = gig.pictures.get()
    with CaptureQueriesContext(connection) as few:
        client.get(f"/pictures/{picture.key}/640/")

    assert len(few) <= 2
