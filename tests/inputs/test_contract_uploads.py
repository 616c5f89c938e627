"""A contract that somebody uploads belongs to one offer: nobody reads it by naming it in another one."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from marketplace import clock, orphans
from marketplace.offers import actions, contracts
from marketplace.offers.models import ContractUpload, Draft, Offer
from tests.offers import conftest as do
from tests.offers.test_contract import PDF, data, pdf
from tests.offers.test_editor import NEW
from tests.workshop import rulebook


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path / "contracts"


def names(folder) -> list:
    return list(folder.glob("*")) if folder.exists() else []


def new(client, person, other, **typed):
    client.force_login(person)
    return client.post(NEW, data(person, other, **typed))


@pytest.fixture
def draft(client, ada, grace):
    """A draft of Ada's to Grace, not sent, with her contract."""
    new(client, ada, grace, op="save", file=pdf())
    return Offer.objects.get()


def test_the_contract_of_another_offer_can_t_be_read_by_naming_it(client, ada, mallory, draft):
    upload = draft.uploads.get()

    response = new(client, mallory, ada, role="freelancer", op="review", upload=upload.pk)

    assert response.status_code == 422
    assert "contract.pdf" not in response.content.decode()
    theirs = Offer.objects.get(author=mallory)
    client.post(f"/offers/{theirs.pk}/send/", {"signature": "Mallory", "agree": "on"})
    assert client.get(f"/offers/{theirs.pk}/contract/1/").status_code == 404


def test_the_other_side_s_unsent_contract_can_t_be_named_in_the_same_offer(client, ada, grace, offered):
    offer = offered("studio")
    client.force_login(ada)
    client.post(f"/offers/{offer.pk}/counter/", data(ada, grace, op="save", file=pdf()))
    secret = offer.uploads.get()
    client.force_login(grace)

    page = client.post(f"/offers/{offer.pk}/counter/", data(grace, ada, op="review", upload=secret.pk))

    assert page.status_code == 422
    assert "contract.pdf" not in page.content.decode()


def test_a_contract_that_was_sent_goes_into_the_answer(ada, grace, draft):
    offer = do.send(draft, by=ada, source=do.card(ada))
    actions.save_draft(offer, by=grace, terms=do.replace(offer.version.terms, title="Mine"))

    offer = actions.counter(offer, by=grace, signature="Grace Hopper").offer

    assert offer.version.upload == draft.uploads.get()


def test_one_upload_goes_into_one_draft(client, ada, grace, draft):
    upload = draft.uploads.get()

    response = new(client, ada, grace, op="review", upload=upload.pk)

    assert response.status_code == 422
    assert "Upload the contract as a PDF" in response.content.decode()


def test_a_version_of_another_offer_does_not_hand_it_out(client, ada, grace, draft):
    """As somebody may have made one before uploads belonged to offers."""
    sent = do.send(draft, by=ada, source=do.card(ada))
    other = do.write(ada, grace, "studio", role="client")
    ContractUpload.objects.update(offer=other)
    client.force_login(grace)

    assert client.get(sent.version.get_contract_url()).status_code == 404


# The disk can't be filled


def test_a_form_that_is_not_saved_keeps_only_the_newest_few(client, ada, grace, folder):
    for number in range(contracts.MOST_WAITING + 3):
        response = new(client, ada, grace, op="save", file=pdf(PDF + b"%d" % number), **{"milestones-0-amount": "abc"})
        assert response.status_code == 422

    assert ContractUpload.objects.count() == contracts.MOST_WAITING
    assert not Offer.objects.exists()


def test_what_was_replaced_leaves_the_disk(client, ada, grace, folder, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        new(client, ada, grace, op="save", file=pdf())
        offer = Offer.objects.get()
        client.post(f"/offers/{offer.pk}/edit/", data(ada, grace, op="save", file=pdf(PDF + b"2", "second.pdf")))

    assert [one.name for one in offer.uploads.all()] == ["second.pdf"]
    assert len(names(folder)) == 1


def test_the_same_file_is_kept_once(client, ada, grace):
    for op in ("add", "refresh", "refresh", "save"):
        new(client, ada, grace, op=op, file=pdf())

    assert ContractUpload.objects.count() == 1
    assert Draft.objects.get().terms["upload"] == ContractUpload.objects.get().pk


def test_a_rulebook_without_contracts_keeps_no_file(client, ada, grace):
    fair = rulebook("fair")

    new(client, ada, grace, op="refresh", file=pdf(), policy=fair.pk)

    assert not ContractUpload.objects.exists()


def test_so_many_contracts_a_day(client, ada, grace, monkeypatch):
    monkeypatch.setattr(contracts, "MOST_A_DAY", 1)
    new(client, ada, grace, op="save", file=pdf())

    response = new(client, ada, grace, op="save", file=pdf(PDF + b"2"))

    assert response.status_code == 422
    assert "You uploaded 1 contracts today" in response.content.decode()


# What nothing came of is swept


def age(folder, monkeypatch, days=2):
    """Files are as old as the real clock says."""
    real = clock.real
    monkeypatch.setattr(clock, "real", lambda: real() + timedelta(days=days))


def test_orphans_are_removed_and_nothing_else(
    client, ada, grace, draft, folder, move, monkeypatch, django_capture_on_commit_callbacks
):
    new(client, ada, grace, op="refresh", file=pdf(PDF + b"waits"))
    (folder / "left-behind").write_bytes(b"half")
    young = orphans.remove()
    age(folder, monkeypatch)
    move(days=2)
    with django_capture_on_commit_callbacks(execute=True):
        rows, files = orphans.remove()

    assert young == (0, [])
    assert rows == 1
    assert "contracts/left-behind" in files
    assert [f"contracts/{file.name}" for file in names(folder)] == [draft.uploads.get().file.name]


def test_a_thrown_away_draft_takes_its_contract_along(
    client, ada, draft, folder, move, django_capture_on_commit_callbacks
):
    client.force_login(ada)
    client.post(f"/offers/{draft.pk}/withdraw/")
    move(days=2)

    with django_capture_on_commit_callbacks(execute=True):
        orphans.remove()

    assert not ContractUpload.objects.exists()
    assert names(folder) == []


def test_by_hand_it_can_be_looked_at_first(draft, folder, monkeypatch):
    (folder / "left-behind").write_bytes(b"half")
    age(folder, monkeypatch)
    said = StringIO()

    call_command("remove_orphans", "--dry-run", stdout=said)

    assert said.getvalue() == "contracts/left-behind\n1 file would go.\n"
    assert (folder / "left-behind").exists()


def test_the_night_does_it():
    from marketplace.celery import TIMETABLE

    assert "marketplace.tasks.remove_orphans" in TIMETABLE
