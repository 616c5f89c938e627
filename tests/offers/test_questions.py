"""What an offer asks before the work begins: signed, shown, kept by who writes the next version, asked in the order."""

from dataclasses import replace

import pytest
from django.urls import reverse

from marketplace.offers import actions as offering
from marketplace.offers import contracts
from marketplace.offers.actions.ordering import terms_of
from marketplace.offers.models import Side
from marketplace.offers.terms import Terms
from milestones.questions import Question
from tests.gigs.workshop import published
from tests.gigs.workshop import terms as gig_terms
from tests.offers import conftest as do
from tests.workshop import nth, sheet

pytestmark = pytest.mark.django_db

QUESTIONS = [
    Question("what", "What do you do, and for whom?"),
    Question("where", "Where will it be seen?", "choice", ["On screens", "On paper"], required=False),
]


@pytest.fixture
def sent(ada, grace):
    """Grace's offer to Ada under fair, which asks two questions."""
    offer = do.write(grace, ada, "fair", role=Side.FREELANCER, terms=do.terms("fair", questions=QUESTIONS))
    return do.send(offer, by=grace)


def test_terms_are_read_as_they_were_written():
    terms = Terms(title="Website", questions=QUESTIONS)

    assert Terms.from_data(terms.as_data()) == terms
    assert "questions" not in Terms(title="Website").as_data()
    assert Terms.from_data(Terms(title="Website").as_data()).questions == []


def test_they_are_signed(sent):
    terms, text = sent.version.terms, sent.version.contract_text

    assert terms.questions == QUESTIONS
    assert contracts.digest(sent, 1, terms, text) == sent.version.digest
    assert contracts.digest(sent, 1, replace(terms, questions=QUESTIONS[:1]), text) != sent.version.digest


def test_a_rulebook_without_questions_takes_none():
    assert do.terms("open", questions=QUESTIONS).questions == []
    assert do.terms("fair", questions=QUESTIONS).questions == QUESTIONS


@pytest.mark.parametrize(
    ("who", "title"), [("ada", "What you will be asked"), ("grace", "What the client will be asked")]
)
def test_the_page_shows_them(sent, client, request, who, title):
    client.force_login(request.getfixturevalue(who))

    page = client.get(sent.get_absolute_url()).content.decode()

    assert title in page
    assert QUESTIONS[0].text in page
    assert "Choose one: On screens · On paper" in page


def test_who_writes_the_next_version_keeps_them(sent, client, ada):
    offering.save_draft(sent, by=ada, terms=do.terms("fair", 500, 500))  # as from elsewhere: without
    offering.save_draft(sent, by=ada, terms=replace(sent.version.terms, title="Shop"))
    client.force_login(ada)
    page = client.get(reverse("offers:step", args=[sent.pk, "milestones"]))

    assert page.context["editor"].saved.questions == QUESTIONS


def test_they_are_asked_in_the_order(sent, ada, visa):
    offer = do.accept(sent, by=ada, source=visa)

    order = do.again(offer).order
    assert [(one.text, one.kind, one.options, one.required) for one in order.questions.all()] == [
        (one.text, one.kind, one.options, one.required) for one in QUESTIONS
    ]
    assert order.awaits_brief
    assert (nth(order, 1).state, nth(order, 1).due_at) == ("funded", None)
    assert sheet() == {"gateway": -103_000, "escrow": 100_000, "fees": 3_000}


def test_a_gig_brings_its_own(grace):
    version = published(grace, gig_terms()).version

    assert terms_of(version, "basic", "UTC").questions == version.said.questions != []
