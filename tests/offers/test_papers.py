"""The papers of what was agreed: what the PDF says, that it always has the same bytes, and that it can be checked."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfReader

from marketplace import documents
from marketplace.demo.player import Player
from marketplace.offers.models import Offer, Printed
from marketplace.offers.papers import agreement
from marketplace.offers.papers.addenda import addenda_of
from marketplace.policies import explanation
from marketplace.policies.plan import MilestoneTerms
from tests.offers import conftest as do
from tests.offers.test_contract import PDF, own  # noqa: F401 - a fixture
from tests.offers.test_pages import look

VERIFY = "/verify/"
HOSTILE = "#let x = 1 $x^2$ *b* <b>{{ 7|add:1 }}"
SCRIPTS = ["Łukasz Żółć", "山田太郎", "김철수", "محمد علي", "שלום", "नमस्ते", "สวัสดี", "Ελένη", "Ђорђе", "Անի", "გია"]


def words(content: bytes) -> str:
    """The text of a PDF, with plain blanks."""
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    return " ".join(text.replace("\u200b", "").split())


def plain(text: str) -> str:
    return " ".join(str(text).split())


def paper(client, person, offer: Offer, number=1) -> bytes:
    client.force_login(person)
    response = client.get(f"/offers/{offer.pk}/contract/{number}.pdf")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"].startswith("attachment")
    return response.content


def signed(proposed, ada) -> Offer:
    return do.accept(proposed("studio"), by=ada, source=do.card(ada))


def test_it_says_all_that_was_agreed(client, ada, grace, proposed):
    offer = signed(proposed, ada)

    first = paper(client, ada, offer)

    said = words(first)
    rules = [one for section in explanation.sections(offer.policy, offer.currency) for one in section.sentences]
    contract = offer.version.contract_text.split("\n\n")[-1].split("\n")[-1]
    for one in ["Website", "Ada Lovelace", "Grace Hopper", "Part 1", "$4,000.00", contract, *rules]:
        assert plain(one) in said, one
    assert "Version 1, agreed on" in said
    assert offer.version.digest in said.replace(" ", "")
    assert paper(client, grace, offer) == first, "the same paper has the same bytes, for both"
    catalog = PdfReader(BytesIO(first)).trailer["/Root"]
    assert (catalog["/Lang"], catalog["/MarkInfo"]["/Marked"]) == ("en", True)
    assert PdfReader(BytesIO(first)).metadata.title == "Website"
    assert b"pdfaid:part" in first
    assert b"pdfuaid:part" in first


def test_an_acceptance_is_told_where_nobody_signs(client, ada, grace, proposed):
    offer = do.accept(proposed("fair"), by=ada, source=do.card(ada))

    said = words(paper(client, grace, offer))

    assert "Sent by Grace, the freelancer, on" in said
    assert "Accepted by Ada, the client, on" in said
    assert "AGREEMENT ON" not in said


def test_what_was_typed_is_text_in_every_script(client, ada, grace, visa):
    plan = do.terms("studio", 1000, 1000).milestones
    names = [HOSTILE, "N" * 120]
    milestones = [do.replace(one, name=name) for one, name in zip(plan, names, strict=True)]
    scope = "\n".join([*SCRIPTS, "\u202edesrever", "to the moon 🚀"])
    terms = do.terms("studio", milestones=milestones, scope=scope)
    offer = do.send(do.write(grace, ada, "studio", role="freelancer", terms=terms), by=grace)

    content = paper(client, ada, offer)

    said = words(content)
    assert HOSTILE in said
    assert "N" * 120 in said.replace(" ", "")
    assert "to the moon [rocket]" in said
    assert "\u202e" not in said
    for one in ("Łukasz Żółć", "山田太郎", "김철수", "Ελένη", "Ђорђе", "Անի", "გია"):
        assert one in said, one
    fonts = {str(font) for page in PdfReader(BytesIO(content)).pages for font in page["/Resources"]["/Font"].values()}
    assert fonts


def test_the_parties_own_contract_is_in_it(client, ada, own):  # noqa: F811
    content = paper(client, ada, own)

    assert dict(PdfReader(BytesIO(content)).attachments) == {"contract.pdf": [PDF]}
    assert own.version.upload.sha256 in words(content).replace(" ", "")
    own.version.upload.file.storage.delete(own.version.upload.file.name)
    assert "Kept by the site" in words(paper(client, ada, own))


def test_a_paper_that_can_t_be_made_is_said_to_be(client, ada, proposed, monkeypatch):
    offer = proposed("fair")

    def failing(*args, **kwargs):
        raise documents.Unprintable("no")

    monkeypatch.setattr(documents, "pdf", failing)
    client.force_login(ada)
    response = client.get(f"/offers/{offer.pk}/contract/1.pdf")

    assert response.status_code == 409
    assert "The PDF can’t be made at the moment." in response.content.decode()
    assert not Printed.objects.exists()


@pytest.mark.parametrize(("who", "status"), [("ada", 200), ("sam", 200), ("mallory", 404)])
def test_what_was_agreed_is_one_click_from_the_order(client, ada, proposed, who, status, request):
    offer = signed(proposed, ada)
    client.force_login(request.getfixturevalue(who))

    if status == 200:
        order = client.get(offer.order.get_absolute_url()).content.decode()
        assert f'href="/offers/of-order/{offer.order.pk}/"' in order
    response = client.get(f"/offers/of-order/{offer.order.pk}/", follow=True)

    assert response.status_code == status
    if status == 200:
        page = response.content.decode()
        assert "<h1>What was agreed</h1>" in page
        assert "<mark>Grace</mark>" in page
        assert f"/offers/{offer.pk}/contract/1.pdf" in page


# Checking one


def check(client, **data):
    return client.post(VERIFY, data).content.decode()


def test_a_stranger_learns_that_it_is_and_no_names(client, ada, proposed):
    offer = signed(proposed, ada)
    content = paper(client, ada, offer)
    digest = offer.version.digest
    client.logout()

    shown = [client.get(VERIFY, {"fingerprint": digest}).content.decode()]
    shown.append(check(client, fingerprint=f" {digest[:8].upper()} {digest[8:]} "))
    shown.append(check(client, file=SimpleUploadedFile("a.pdf", content)))

    for page in shown:
        assert "An agreement that was made here" in page
        assert "Whose it is, only the two of them see here." in page
        assert not {"Grace", "Ada", "Website"} & set(page.replace("<", " ").replace(",", " ").split())
    assert "byte for byte" in shown[2]
    client.force_login(ada)
    assert "between" in check(client, fingerprint=digest)


def test_what_is_not_known_or_not_agreed_is_told_apart(client, ada, proposed):
    offer = proposed("studio")
    content = paper(client, ada, offer)

    assert "Known, but not agreed on" in check(client, fingerprint=offer.version.digest)
    assert "Not known here" in check(client, fingerprint="0" * 64)
    assert "Not known here" in check(client, fingerprint="a name")
    assert "Not known here" in check(client, file=SimpleUploadedFile("a.pdf", content + b"\n"))
    assert client.post(VERIFY, {}).status_code == 422


def test_it_is_not_asked_without_end(client, db):
    asked = {"fingerprint": "0" * 64}
    statuses = [client.get(VERIFY, asked, REMOTE_ADDR="203.0.113.77").status_code for _ in range(32)]

    assert statuses[0] == 200
    assert statuses[-1] == 429


# Addenda


def change(offer: Offer, number: int, name: str) -> None:
    """Both agree that a step is called otherwise: Grace asks, Ada says yes."""
    player = Player(offer.order)
    terms = do.replace(MilestoneTerms.of(player.milestone(number)), name=name)
    case = player.ask_to_change(number, terms, by=offer.freelancer, reason="It is clearer.")
    player.accept_case(case, by=offer.client)


def test_a_change_of_the_plan_is_an_addendum_chained_to_what_was_before(client, ada, proposed, move):
    offer = do.accept(proposed("fair"), by=ada, source=do.card(ada))
    assert addenda_of(offer) == []

    change(offer, 2, "The roof")
    move(hours=1)
    change(offer, 3, "The tower")

    first, second = addenda_of(offer)
    assert (first.number, first.by, first.before) == (1, ada, offer.version.digest)
    assert (second.number, second.by, second.before) == (2, ada, first.digest)
    assert ["Part 2" in line and "The roof" in line for line in first.lines] == [True]
    client.force_login(ada)
    assert "The tower" in client.get(f"/offers/{offer.pk}/agreed/").content.decode()
    printed = client.get(f"/offers/{offer.pk}/addendum/2.pdf").content
    assert "The tower" in words(printed)
    assert "The roof" not in words(printed)
    assert first.digest in words(printed).replace(" ", "")
    assert printed == client.get(f"/offers/{offer.pk}/addendum/2.pdf").content
    assert client.get(f"/offers/{offer.pk}/addendum/3.pdf").status_code == 404
    assert "An addendum to an agreement" in check(client, file=SimpleUploadedFile("a.pdf", printed))
    assert "An addendum to an agreement" in check(client, fingerprint=second.digest)


def test_the_standing_of_a_version_that_was_replaced(proposed, ada):
    offer = proposed("studio")
    old = offer.version
    offer.version_id = None

    assert "A later version took its place" in agreement.standing(offer, old)


def test_what_was_agreed_is_read_by_as_many_queries_however_long_it_is(client, ada, grace, proposed):
    short, long = (do.accept(proposed("fair", *amounts), by=ada, source=do.card(ada)) for amounts in [(500,), [90] * 9])

    taken = [look(client, ada, f"/offers/{one.pk}/agreed/") for one in (short, long)]

    assert [page.status_code for page, _ in taken] == [200, 200]
    assert len(taken[0][1]) == len(taken[1][1])
    assert len(taken[0][1]) <= 20
