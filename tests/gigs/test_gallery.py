"""The gallery of the editor over HTTP, without a line of JavaScript: upload, see what becomes of it, say what stays in
view.
"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from marketplace.gigs.models import Picture
from tests.gigs.browsers import Writer, form_of
from tests.gigs.test_pictures import drawn, file, folder, run, upload
from tests.gigs.workshop import draft, said_by

__all__ = ["folder"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def gig(grace):
    return draft(grace)


@pytest.fixture
def write(client, grace, gig):
    client.force_login(grace)
    return Writer(client, gig)


def alt_of(gig) -> str:
    return f"picture-{gig.pictures.order_by('pk').first().pk}-alt"


def test_an_upload_keeps_what_was_typed_and_comes_back(write, gig):
    answer = write.send("gallery", "upload", **{alt_of(gig): "Just typed", "file": [file(), file(drawn(left="green"))]})

    assert answer.status_code == 302
    assert [one.alt for one in said_by(gig).pictures] == ["Just typed", "", ""]
    page = write.look("gallery").content.decode()
    assert page.count("being prepared …") == 2
    assert 'data-hx-trigger="every 3s"' in page


def test_what_is_in_the_making_is_nothing_to_mend_and_keeps_nobody_on_the_step(write, gig):
    [picture] = upload(gig)
    going = {f"picture-{one.pk}-alt": "A mark of three strokes" for one in gig.pictures.all()}

    answer = write.send("gallery", "next", **going)

    assert (answer.status_code, answer.url.rpartition("/edit/")[2]) == (302, "publish/")
    assert [text for _, _, text in write.look("gallery").context["page"].errors] == []
    assert "This picture is still being prepared." in write.look("publish").content.decode()
    assert not picture.is_ready


def test_once_they_are_made_they_are_seen(write, gig):
    [picture] = upload(gig)
    run()
    picture.refresh_from_db()

    page = write.look("gallery").content.decode()

    assert f"/pictures/{picture.key}/320/" in page
    assert "being prepared …" not in page


@pytest.mark.parametrize("op", ["save", "next", "upload"])
def test_whichever_button_sends_it(write, gig, op):
    answer = write.send("gallery", op, file=file())

    assert answer.status_code == 302
    assert answer.url.endswith("/gallery/")
    assert gig.pictures.count() == 2


def test_what_is_wrong_with_a_file_is_said_next_to_it(write, gig):
    good, bad = file(), SimpleUploadedFile("page.svg", b"<svg/>")

    answer = write.send("gallery", "upload", **{alt_of(gig): "Just typed", "file": [good, bad]})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert answer.context["page"].errors == [
        ("file", "", "“page.svg”: This is not a picture that we can read. Choose a PNG, JPEG or WebP file.")
    ]
    assert 'aria-describedby="file-help file-error"' in page
    assert [one.alt for one in said_by(gig).pictures] == ["Just typed"]
    assert gig.pictures.count() == 1


def test_upload_without_a_file(write):
    answer = write.send("gallery", "upload")

    assert answer.context["page"].errors == [("file", "", "Choose a picture first.")]


@pytest.mark.parametrize(("op", "status"), [("picture.up.1", 200), ("upload", 422)])
def test_a_file_that_is_not_kept_is_asked_for_again(write, gig, op, status):
    answer = write.send("gallery", op, **{alt_of(gig): "x" * 200, "file": file()})

    assert answer.status_code == status
    assert "this time they were not kept" in answer.content.decode()
    assert "x" * 200 in answer.content.decode()
    assert gig.pictures.count() == 1


def test_an_older_tab_is_told_and_adds_nothing(write, gig):
    page = write.look("gallery")
    upload(gig)

    answer = write.take(page, file=file(drawn(left="green"))).press("upload")

    assert answer.status_code == 422
    assert answer.context["page"].stale
    assert gig.pictures.count() == 2


def test_what_stays_in_view_is_chosen_and_it_is_cut_anew(write, gig):
    [picture] = upload(gig)
    run()

    write.send("gallery", "save", **{f"picture-{picture.pk}-focus": "0-100", f"picture-{picture.pk}-alt": "Seen"})

    picture = Picture.objects.get(pk=picture.pk)
    assert (picture.focus_x, picture.focus_y, picture.is_being_made) == (0, 100, True)
    page = write.look("gallery")
    assert form_of(page)[f"picture-{picture.pk}-focus"] == "0-100"
    assert "being cut anew …" in page.content.decode()
    assert run() == 1


def test_saving_the_rest_cuts_nothing(write, gig):
    picture = gig.pictures.get()
    Picture.objects.filter(pk=picture.pk).update(focus_x=40, focus_y=60)

    write.send("gallery", "save", **{alt_of(gig): "Other words"})

    picture.refresh_from_db()
    assert (picture.focus_x, picture.focus_y, picture.due_at) == (40, 60, None)


def test_a_picture_that_could_not_be_made_says_why(write, gig):
    Picture.objects.filter(gig=gig).update(problem="This is not a picture.", made_at=None)

    answer = write.look("gallery")

    assert "This is not a picture." in answer.content.decode()
    assert "What stays in view" not in answer.content.decode()


def test_nobody_else_uploads(client, mallory, gig):
    client.force_login(mallory)

    answer = client.post(f"/gigs/{gig.pk}/edit/gallery/", {"op": "upload", "file": file()})

    assert answer.status_code == 404
    assert gig.pictures.count() == 1
