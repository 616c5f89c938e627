"""Files of deliveries: how many there is room for, a full disk, and what is kept when a form comes back."""

import errno
import io
import re
import threading

import pytest
from django.core.files import uploadhandler
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client

from marketplace import clock, orphans
from milestones import filing
from milestones.models import Delivery, DeliveryFile, WaitingFile
from tests.inputs.test_pictures import picture
from tests.workshop import nth, place, states

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
PROGRAM = b"MZ\x90\0" + b"\0" * 60
PROFILE = {"display_name": "Grace", "headline": "", "about": "Long story.", "country": "", "time_zone": "UTC"}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path / "deliveries"


def names(folder) -> list:
    return list(folder.glob("*")) if folder.exists() else []


def upload(name="notes.txt", content=b"Some notes."):
    return SimpleUploadedFile(name, content)


def hand_in(visitor, placed, **data):
    return visitor.do("deliver", nth(placed, 1), **{"message": "Here it is.", **data})


def waiting(response) -> list[str]:
    return re.findall(r'name="waiting" value="([0-9a-f]{32})"', response.content.decode())


# What was chosen survives a refusal


def test_the_good_files_are_kept_and_only_the_bad_one_is_chosen_again(as_, grace, order, folder):
    placed, visitor = order("fair"), as_(grace)

    first = hand_in(
        visitor, placed, **{"files-0": [upload("a.png", PNG), upload("setup.exe", PROGRAM), upload("b.txt")]}
    )
    page = first.content.decode()
    second = hand_in(visitor, placed, **{"waiting": waiting(first), "files-1": upload("setup.txt")})

    assert first.status_code == 422
    assert "setup.exe” is a program" in page
    assert "a.png" in page
    assert second.status_code == 302
    assert [(one.name, one.deliverable) for one in DeliveryFile.objects.order_by("name")] == [
        ("a.png", "Files"),
        ("b.txt", "Files"),
        ("setup.txt", ""),
    ]
    assert len(names(folder)) == 3
    assert not WaitingFile.objects.exists()
    assert visitor.get(DeliveryFile.objects.get(name="a.png").get_absolute_url()).getvalue() == PNG


def test_they_survive_any_other_mistake(as_, grace, order):
    placed, visitor = order("fair"), as_(grace)

    first = hand_in(visitor, placed, **{"files-0": upload(), "links-0": "nonsense"})
    second = hand_in(visitor, placed, **{"waiting": waiting(first), "links-0": "nonsense"})
    third = hand_in(visitor, placed, **{"waiting": waiting(second)})

    assert (first.status_code, second.status_code, third.status_code) == (422, 422, 302)
    assert DeliveryFile.objects.get().name == "notes.txt"


def test_a_browser_that_keeps_its_choice_hands_each_in_once(as_, grace, order):
    placed, visitor = order("fair"), as_(grace)
    first = hand_in(visitor, placed, **{"files-0": [upload(), upload("setup.exe", PROGRAM)]})

    second = hand_in(visitor, placed, **{"waiting": waiting(first), "files-0": [upload(), upload("b.txt")]})

    assert second.status_code == 302
    assert sorted(DeliveryFile.objects.values_list("name", flat=True)) == ["b.txt", "notes.txt"]
    assert not WaitingFile.objects.exists()


def test_what_is_not_ticked_is_not_handed_in(as_, grace, order):
    placed, visitor = order("fair"), as_(grace)
    hand_in(visitor, placed, **{"files-0": upload(), "links-0": "nonsense"})

    hand_in(visitor, placed)

    assert not DeliveryFile.objects.exists()


def test_they_count_as_files(as_, grace, order):
    placed, visitor = order("fair"), as_(grace)
    first = hand_in(visitor, placed, **{"files-0": [upload(f"{n}.txt") for n in range(6)], "links-0": "nonsense"})

    second = hand_in(visitor, placed, **{"waiting": waiting(first), "files-0": [upload() for _ in range(5)]})

    assert "At most 10 files at once; these are 11." in second.content.decode()
    assert not Delivery.objects.exists()


@pytest.mark.parametrize("who", ["ada", "mallory"])
def test_nobody_else_hands_them_in_or_makes_any(as_, grace, order, request, who):
    placed = order("fair")
    keys = waiting(hand_in(as_(grace), placed, **{"files-0": upload(), "links-0": "nonsense"}))
    other = as_(request.getfixturevalue(who))

    response = hand_in(other, placed, **{"waiting": keys, "files-0": upload("x.exe", PROGRAM), "files-1": upload()})

    assert response.status_code in (403, 404, 422)
    assert not Delivery.objects.exists()
    assert WaitingFile.objects.get().by == grace


def test_they_belong_to_their_milestone(as_, grace, order):
    placed, second = order("fair"), order("fair")
    keys = waiting(hand_in(as_(grace), placed, **{"files-0": upload(), "links-0": "nonsense"}))

    hand_in(as_(grace), second, waiting=keys)

    assert not DeliveryFile.objects.exists()


def test_few_wait_at_a_time_and_not_for_long(
    as_, grace, order, folder, move, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(filing, "MOST_WAITING", 3)
    placed = order("fair")
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):
            hand_in(as_(grace), placed, **{"files-0": [upload(), upload()], "links-0": "nonsense"})
    assert WaitingFile.objects.count() == len(names(folder)) == 3

    move(days=2)
    with django_capture_on_commit_callbacks(execute=True):
        orphans.remove()

    assert WaitingFile.objects.count() == len(names(folder)) == 0


# There is an end to it


def test_an_order_has_so_much_room(as_, grace, order, settings, folder):
    settings.UPLOAD_ORDER_MAX_BYTES = 25
    placed, visitor = order("contract14"), as_(grace)
    hand_in(visitor, placed, **{"files-0": [upload(), upload("b.txt")]})

    response = hand_in(visitor, placed, **{"files-0": upload("c.txt")})

    page = response.content.decode()
    assert response.status_code == 422
    assert "All files of an order may have 25\xa0bytes together; 3\xa0bytes are left." in page
    assert "Here it is." in page
    assert Delivery.objects.count() == 1
    assert hand_in(visitor, placed, message="Without files.").status_code == 302


def test_a_person_has_so_much_room_a_day(as_, grace, order, settings, move):
    settings.UPLOAD_DAY_MAX_BYTES = 25
    first, second = order("contract14"), order("contract14")
    hand_in(as_(grace), first, **{"files-0": [upload(), upload("b.txt")]})

    assert "What you hand in within a day" in hand_in(as_(grace), second, **{"files-0": upload()}).content.decode()
    move(days=1, minutes=1)
    assert hand_in(as_(grace), second, **{"files-0": upload("c.txt")}).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_the_room_of_a_day_is_counted_under_a_lock(ada, grace, visa, settings):
    """Without the lock several of these would find the same room."""
    settings.UPLOAD_DAY_MAX_BYTES = 15
    orders = [place(ada, grace, "contract14", source=visa) for _ in range(4)]
    ready = threading.Barrier(len(orders))

    def post(placed):
        browser = Client()
        browser.force_login(grace)
        ready.wait()
        try:
            browser.post(f"/milestones/{nth(placed, 1).pk}/deliver/", {"files-0": upload()})
        finally:
            connections.close_all()

    threads = [threading.Thread(target=post, args=[one]) for one in orders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert DeliveryFile.objects.count() == 1


# A full disk


@pytest.fixture
def full(monkeypatch):
    """The disk is full from the second file on."""
    written = []

    def save(self, name, content):
        path = self.path(name)
        written.append(path)
        if len(written) > full.after:
            with open(path, "wb") as file:
                file.write(b"half")
            raise OSError(errno.ENOSPC, "No space left on device")
        return original(self, name, content)

    def full(after=0):
        full.after = after

    original = FileSystemStorage._save
    full.after = 10**6
    monkeypatch.setattr(FileSystemStorage, "_save", save)
    return full


def test_a_delivery_says_that_the_disk_is_full_and_keeps_the_text(as_, grace, order, folder, full, caplog):
    placed = order("fair")
    folder.mkdir()
    full(after=1)

    response = hand_in(as_(grace), placed, **{"files-0": upload(), "files-1": upload("b.txt")})

    page = response.content.decode()
    assert response.status_code == 422
    assert "This site has no room for files at the moment." in page
    assert f'id="deliver-{nth(placed, 1).pk}-files-1_error"' in page
    assert "Here it is." in page
    assert states(placed)[0] == "funded"
    assert names(folder) == []
    assert not Delivery.objects.exists()
    assert "could not be kept" in caplog.text


def test_a_profile_says_so_too(client, grace, full, tmp_path):
    (tmp_path / "avatars").mkdir()
    full()
    client.force_login(grace)

    response = client.post("/settings/", PROFILE | {"avatar": upload("me.png", picture("PNG", 300))})

    page = response.content.decode()
    assert response.status_code == 422
    assert "This site has no room for files at the moment." in page
    assert "Long story." in page
    assert list((tmp_path / "avatars").iterdir()) == []


def test_a_large_file_that_found_no_room_while_it_came_in(as_, grace, order, monkeypatch):
    placed = order("fair")

    def write(self, raw_data, start):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(uploadhandler.TemporaryFileUploadHandler, "receive_data_chunk", write)

    response = hand_in(as_(grace), placed, **{"files-0": upload("large.txt", b"x" * 3_000_000)})

    assert response.status_code == 422
    assert "This site has no room for files at the moment." in response.content.decode()
    assert "Here it is." in response.content.decode()


def test_no_room_for_even_the_name_of_a_large_file(as_, grace, order, monkeypatch):
    placed = order("fair")

    def nowhere(*args, **kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(uploadhandler, "TemporaryUploadedFile", nowhere)

    response = hand_in(as_(grace), placed, **{"files-0": upload("large.txt", b"x" * 3_000_000)})

    assert "This site has no room for files at the moment." in response.content.decode()


def test_a_large_file_is_kept_whole(as_, grace, order, folder):
    content = io.BytesIO(b"word " * 700_000).getvalue()

    hand_in(as_(grace), order("fair"), **{"files-0": upload("large.txt", content)})

    assert DeliveryFile.objects.get().file.read() == content
    assert folder.stat().st_mode & 0o777 == 0o750
    assert next(folder.iterdir()).stat().st_mode & 0o777 == 0o640


def test_the_clock_of_the_demo_does_not_age_files(db, folder, move):
    folder.mkdir()
    (folder / "young").write_bytes(b"")
    move(days=30)

    assert orphans.remove() == (0, [])
    assert clock.real() < clock.now()
