"""The contract that goes with an offer, where the rulebook has one."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction

from marketplace.errors import Refused
from marketplace.offers import contracts
from marketplace.offers.models import ContractUpload, Draft, Version
from tests.offers import conftest as do
from tests.offers.test_editor import NEW
from tests.workshop import rulebook

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def pdf(content=PDF, name="contract.pdf"):
    return SimpleUploadedFile(name, content, "application/pdf")


@pytest.fixture
def own(ada, grace, visa):
    """An offer of Ada's in the studio with a contract of her own."""
    upload = contracts.keep(pdf(), by=ada)
    terms = do.terms("studio", contract="upload", upload=upload.pk)
    return do.send(do.write(ada, grace, "studio", role="client", terms=terms), by=ada, source=visa)


@pytest.mark.parametrize("key", ["studio", "contract14"])
def test_the_template_is_filled_from_the_offer(proposed, key):
    text = proposed(key).version.contract_text

    for words in ("Ada (the client)", "Grace (the freelancer)", "Website", "Step 1: Part 1", "All of it.", "Total: $"):
        assert words in text
    assert "{" not in text
    assert ("Signatures" in text) == (key == "studio")


@pytest.mark.parametrize("key", ["fair", "open", "steps8", "steps5"])
def test_some_rulebooks_have_none(client, ada, proposed, key):
    offer = proposed(key)
    client.force_login(ada)

    assert offer.version.contract == "none"
    assert client.get(f"/offers/{offer.pk}/contract/1/").status_code == 404


def test_names_are_text_and_nothing_else(ada, grace, visa):
    terms = do.terms("studio", title="<b>{{ 7|add:1 }}</b> & Söhne")
    offer = do.send(do.write(ada, grace, "studio", role="client", terms=terms), by=ada, source=visa)

    assert "<b>{{ 7|add:1 }}</b> & Söhne" in offer.version.contract_text


def test_a_contract_that_the_storage_lost_is_not_there(client, ada, own, caplog):
    file = own.version.upload.file
    file.storage.delete(file.name)
    client.force_login(ada)

    assert client.get(own.version.get_contract_url()).status_code == 404
    assert f"the storage has lost {file.name}" in caplog.text


@pytest.mark.parametrize(("who", "status"), [("ada", 200), ("grace", 200), ("mallory", 404), ("sam", 200)])
def test_the_two_and_support_can_open_it(client, own, who, status, request):
    client.force_login(request.getfixturevalue(who))

    response = client.get(own.version.get_contract_url())

    assert response.status_code == status
    if status == 200:
        assert response.headers["Content-Disposition"] == 'attachment; filename="contract.pdf"'
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert b"".join(response.streaming_content) == PDF


def test_the_text_is_a_file_to_keep(client, grace, proposed):
    offer = proposed("contract14")
    client.force_login(grace)

    response = client.get(offer.version.get_contract_url())

    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.content.decode() == offer.version.contract_text


@pytest.mark.parametrize("content", [b"<html><script>alert(1)</script>", b"", b"MZ\0\0", b"x" * 100])
def test_only_a_pdf_is_taken(ada, content):
    with pytest.raises(Refused) as refused:
        contracts.keep(pdf(content), by=ada)

    assert refused.value.field == "upload"
    assert not ContractUpload.objects.exists()


def test_not_more_than_five_megabytes(ada):
    with pytest.raises(Refused, match="larger than 5 MB"):
        contracts.keep(pdf(PDF + b"\0" * 5 * 1024 * 1024), by=ada)


def test_it_is_stored_under_a_name_that_says_nothing(own):
    upload = ContractUpload.objects.get()

    assert upload.name == "contract.pdf"
    assert upload.file.name.startswith("contracts/")
    assert "contract.pdf" not in upload.file.name


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("contract.html", "contract.html.pdf"),
        ("Contract.PDF", "Contract.PDF"),
        ("contract", "contract.pdf"),
        ("n" * 300, "n" * 146 + ".pdf"),
    ],
)
def test_its_name_ends_as_one_of_a_pdf(ada, name, kept):
    """A PDF is one whatever it is called. It may read as a web page, too: who downloads it opens it by its name."""
    made = contracts.keep(pdf(PDF + b"<script>alert(1)</script>", name), by=ada)

    assert made.name == kept
    assert contracts.keep(pdf(PDF + b"<script>alert(1)</script>", name), by=ada) == made


def data(ada, grace, **changes):
    return {
        "role": "client",
        "to": grace.pk,
        "title": "Brand",
        "currency": "USD",
        "policy": rulebook("studio").pk,
        "valid_days": "14",
        "starts_on": do.workshop.clock.now().date().isoformat(),
        "contract": "upload",
        "milestones-TOTAL_FORMS": "1",
        "milestones-INITIAL_FORMS": "1",
        "milestones-0-name": "All",
        "milestones-0-amount": "2000",
        "milestones-0-due_on": do.workshop.clock.now().date().isoformat(),
        "milestones-0-deliverables": "Logo",
        **changes,
    }


def test_a_file_outlives_the_buttons_of_the_editor(client, ada, grace):
    client.force_login(ada)
    page = client.post(NEW, data(ada, grace, op="add", file=pdf())).content.decode()
    upload = ContractUpload.objects.get()
    assert f'name="upload" value="{upload.pk}"' in page

    client.post(NEW, data(ada, grace, op="review", upload=upload.pk))

    assert Draft.objects.get().terms["upload"] == upload.pk


def test_a_file_that_is_none_is_refused_beside_its_field(client, ada, grace):
    client.force_login(ada)

    response = client.post(NEW, data(ada, grace, op="review", file=pdf(b"Hello")))

    assert response.status_code == 422
    assert "This is not a PDF file." in response.content.decode()


def test_a_missing_file_is_asked_for(client, ada, grace):
    client.force_login(ada)

    response = client.post(NEW, data(ada, grace, op="review"))

    assert "Upload the contract as a PDF" in response.content.decode()


def test_the_upload_of_a_stranger_can_t_be_named(client, ada, grace, mallory):
    theirs = contracts.keep(pdf(), by=mallory)
    client.force_login(ada)

    response = client.post(NEW, data(ada, grace, op="review", upload=theirs.pk))

    assert response.status_code == 422
    assert not Version.objects.exists()
    offer = do.write(ada, grace, "studio", role="client", terms=do.terms("studio", contract="upload", upload=theirs.pk))
    with pytest.raises(Refused) as refused:
        do.send(offer, by=ada, source=do.card(ada))
    assert refused.value.field == "upload"


def test_the_digest_covers_the_file(ada, own):
    terms, text = own.version.terms, own.version.contract_text
    other = contracts.keep(pdf(PDF + b"\n"), by=ada)

    assert contracts.digest(own, 1, terms, text) == own.version.digest
    assert contracts.digest(own, 1, do.replace(terms, upload=other.pk), text) != own.version.digest


# Who agreed, and from where


def kept(rows) -> list[tuple]:
    return [(one.by.display_name, one.digest == one.version.digest, one.address) for one in rows]


def test_a_signature_keeps_where_the_request_came_from(client, ada, grace, visa):
    offer = do.write(grace, ada, "studio", role="freelancer")
    client.force_login(grace)
    client.post(f"/offers/{offer.pk}/send/", {"signature": "Grace Hopper", "agree": "on"}, REMOTE_ADDR="203.0.113.9")
    client.force_login(ada)
    answer = {"signature": "Ada Lovelace", "agree": "on", "version": 1, "source": visa.pk}
    client.post(f"/offers/{offer.pk}/accept/", answer, REMOTE_ADDR="2001:db8::7")

    version = do.again(offer).version
    assert kept(version.signatures.all()) == [("Grace", True, "203.0.113.9"), ("Ada", True, "2001:db8::7")]
    assert not version.acceptances.exists()
    page = client.get(offer.get_absolute_url()).content.decode()
    assert "203.0.113.9" not in page


def test_an_acceptance_keeps_the_same(client, ada, proposed, visa):
    offer = proposed("contract14")
    client.force_login(ada)

    for _ in range(2):
        client.post(f"/offers/{offer.pk}/accept/", {"version": 1, "source": visa.pk}, REMOTE_ADDR="203.0.113.9")

    assert kept(offer.version.acceptances.all()) == [("Ada", True, "203.0.113.9")]


def test_the_deposit_takes_the_address_along(client, ada, grace, visa):
    policy = do.workshop.another("studio", first_payment="with_offer")
    offer = do.write(ada, grace, "studio", role="client", policy=policy)
    client.force_login(ada)

    signed = {"signature": "Ada Lovelace", "agree": "on", "source": visa.pk, "deposit": "first"}
    client.post(f"/offers/{offer.pk}/send/", signed, REMOTE_ADDR="203.0.113.9")
    do.settle(offer)

    assert kept(do.again(offer).version.signatures.all()) == [("Ada", True, "203.0.113.9")]


@pytest.mark.parametrize("change", ["UPDATE {} SET digest = 'x'", "UPDATE {} SET address = NULL", "DELETE FROM {}"])
@pytest.mark.parametrize("table", ["offers_signature", "offers_acceptance"])
def test_what_was_agreed_never_changes(db, ada, proposed, table, change):
    do.accept(proposed("studio"), by=ada, source=do.card(ada))
    do.accept(proposed("contract14"), by=ada, source=do.card(ada))

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change.format(table))
