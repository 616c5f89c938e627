"""A storage may be slow, or far away: nothing is locked, and no transaction open, while a file goes there."""

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from marketplace import storage
from marketplace.offers.models import ContractUpload
from milestones import filing
from milestones.actions import deliver
from milestones.models import DeliveryFile, WaitingFile
from milestones.uploads import Upload
from tests.inputs.test_delivered_files import PROFILE, names
from tests.inputs.test_pictures import picture
from tests.offers.test_contract import data, pdf
from tests.offers.test_editor import NEW
from tests.workshop import nth, place

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path / "deliveries"


@pytest.fixture(autouse=True)
def stored(monkeypatch):
    """The names of what went to the storage; none of it in a transaction."""
    seen, original = [], FileSystemStorage._save

    def save(self, name, content):
        assert not connection.in_atomic_block, f"{name} is stored in a transaction"
        seen.append(name)
        return original(self, name, content)

    monkeypatch.setattr(FileSystemStorage, "_save", save)
    return seen


def browser(person):
    client = Client()
    client.force_login(person)
    return client


def upload(name="notes.txt", content=b"Some notes."):
    return SimpleUploadedFile(name, content)


def hand_in(person, placed, **more):
    return browser(person).post(f"/milestones/{nth(placed, 1).pk}/deliver/", {"message": "Here it is.", **more})


def test_a_delivery(ada, grace, visa, stored):
    placed = place(ada, grace, "fair", source=visa)

    assert hand_in(grace, placed, **{"files-0": [upload(), upload("b.txt")]}).status_code == 302

    assert sorted(stored) == sorted(DeliveryFile.objects.values_list("file", flat=True))


def test_files_that_wait(ada, grace, visa, stored):
    placed = place(ada, grace, "fair", source=visa)

    assert hand_in(grace, placed, **{"files-0": upload(), "links-0": "nonsense"}).status_code == 422

    assert stored == [WaitingFile.objects.get().file.name]


def test_a_contract(ada, grace, stored):
    assert browser(ada).post(NEW, data(ada, grace, op="save", file=pdf())).status_code == 302

    assert stored == [ContractUpload.objects.get().file.name]


def test_a_picture(grace, stored):
    before = browser(grace).post("/settings/", PROFILE | {"avatar": upload("me.png", picture("PNG", 300))})
    grace.refresh_from_db()

    assert before.status_code == 302
    assert stored == [grace.avatar.name]


def test_a_picture_beside_a_mistake(grace, stored):
    page = browser(grace).post(
        "/settings/", PROFILE | {"display_name": "", "avatar": upload("me.png", picture("PNG", 300))}
    )
    grace.refresh_from_db()

    assert page.status_code == 422
    assert stored == [grace.avatar.name]


def test_the_picture_that_was_replaced_goes_when_the_new_one_is_saved(grace, tmp_path):
    for _ in range(2):
        browser(grace).post("/settings/", PROFILE | {"avatar": upload("me.png", picture("PNG", 300))})

    grace.refresh_from_db()
    assert [f"avatars/{one.name}" for one in (tmp_path / "avatars").iterdir()] == [grace.avatar.name]


def test_what_is_refused_takes_its_files_with_it(ada, grace, visa, stored, folder):
    placed = place(ada, grace, "fair", source=visa)
    hand_in(grace, placed)  # handed in already: one delivery, then it is the client's turn

    assert hand_in(grace, placed, **{"files-0": upload()}).status_code == 409

    assert len(stored) == 1
    assert names(folder) == []


def test_who_may_not_deliver_stores_nothing(ada, grace, visa, stored):
    placed = place(ada, grace, "fair", source=visa)

    assert hand_in(ada, placed, **{"files-0": upload()}).status_code == 403

    assert stored == []


def test_what_there_is_no_room_for_is_not_stored(ada, grace, visa, stored, settings):
    settings.UPLOAD_ORDER_MAX_BYTES = 5
    placed = place(ada, grace, "fair", source=visa)

    assert hand_in(grace, placed, **{"files-0": upload()}).status_code == 422

    assert stored == []


def test_an_error_leaves_the_file_for_the_sweep(ada, grace, visa, folder, monkeypatch):
    """Nobody knows whether it was committed: a file too many is swept, one too few would be lost."""
    placed = place(ada, grace, "fair", source=visa)

    def broken(*args):
        raise ConnectionError

    monkeypatch.setattr("milestones.actions.deliver.keep_files", broken)
    checked = Upload(upload(), "notes.txt", 11, "text/plain", "0" * 64)

    with pytest.raises(ConnectionError):
        deliver.deliver(nth(placed, 1), by=grace, files=[checked])

    assert len(names(folder)) == 1
    assert not DeliveryFile.objects.exists()


def test_storing_in_a_transaction_is_a_mistake(db):
    from django.db import transaction

    with pytest.raises(RuntimeError), transaction.atomic(), storage.stored():
        pass


# What waits counts


def test_what_waits_counts_in_the_room_of_a_day(ada, grace, visa, settings):
    settings.UPLOAD_DAY_MAX_BYTES = 25
    first, second = place(ada, grace, "fair", source=visa), place(ada, grace, "fair", source=visa)
    hand_in(grace, first, **{"files-0": [upload(), upload("b.txt")], "links-0": "nonsense"})

    page = hand_in(grace, second, **{"files-0": upload("c.txt")})

    assert page.status_code == 422
    assert "What you hand in within a day" in page.content.decode()


def test_what_is_handed_in_of_it_counts_once(ada, grace, visa, settings):
    settings.UPLOAD_DAY_MAX_BYTES = 25
    placed = place(ada, grace, "fair", source=visa)
    hand_in(grace, placed, **{"files-0": [upload(), upload("b.txt")], "links-0": "nonsense"})

    keys = list(WaitingFile.objects.values_list("key", flat=True))
    assert hand_in(grace, placed, waiting=keys).status_code == 302


def test_beyond_the_room_of_a_day_nothing_waits(ada, grace, visa, settings, stored):
    settings.UPLOAD_DAY_MAX_BYTES = 10
    placed = place(ada, grace, "fair", source=visa)

    assert hand_in(grace, placed, **{"files-0": upload(), "links-0": "nonsense"}).status_code == 422

    assert not WaitingFile.objects.exists()
    assert stored == []


def test_no_more_bytes_wait_than_one_delivery_may_have(ada, grace, visa, settings, folder):
    settings.UPLOAD_MAX_BYTES, settings.UPLOAD_MAX_FILES = 11, 2
    placed = place(ada, grace, "fair", source=visa)
    for name in ("a.txt", "b.txt", "c.txt"):
        hand_in(grace, placed, **{"files-0": upload(name), "links-0": "nonsense"})

    assert sorted(WaitingFile.objects.values_list("name", flat=True)) == ["b.txt", "c.txt"]
    assert len(names(folder)) == 2
    assert filing.MOST_WAITING > 2
