"""Contract texts: the language, publishing a version, and what is told of it to whoever reads the one before."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from marketplace.errors import Refused
from marketplace.events.models import Event
from marketplace.offers import actions, contracts
from marketplace.offers.models import ContractText
from marketplace.offers.texts import language
from marketplace.offers.texts.layout import laid_out
from marketplace.offers.texts.placeholders import LISTS, SCALARS, values
from marketplace.offers.texts.publishing import publish
from tests.offers import conftest as do

BODY = "OUR AGREEMENT\n\n1. Who\n{{ client }} and {{ freelancer }}.\n"


@pytest.fixture
def newer(sam, db):
    """Another text for what both sign."""

    def published(body=BODY, title="Our agreement"):
        return publish(ContractText.objects.newest("both_sign"), by=sam, title=title, body=body)

    return published


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("a\nb {{ client.password }}", "Line 2: there is no placeholder “client.password”."),
        ("{{ steps }}", "Line 1: there is no placeholder “steps”."),
        ("{{ step.name }}", "Line 1: there is no placeholder “step.name”."),
        ("{{ client.__class__ }}", "Line 1: this can’t be read"),
        ("{{ client|safe }}", "Line 1: there are no filters here"),
        ("{{ client|default:freelancer }}", "Line 1: there are no filters here"),
        ("{{ 'text' }}", "Line 1: only placeholders"),
        ("\n\n{% include 'x' %}", "Line 3: there is no “include” here"),
        ("{% load static %}", "there is no “load” here"),
        ("{% extends 'base.html' %}", "there is no “extends” here"),
        ("{% debug %}", "there is no “debug” here"),
        ("{% if settings %}{% endif %}", "there is no placeholder “settings”"),
        ("{% if not scope or nothing == 3 %}{% endif %}", "there is no placeholder “nothing”"),
        ("{% if scope %}\n{% elif\nscope %}{% endif %}", "Line 2: “{%” is not closed"),
        ("a\n{% if scope %}", "Line 2: this can’t be read: Unclosed tag"),
        ("{% for a in client %}{% endfor %}", "loops go over one list"),
        ("{% for a in steps %}{% for b in steps %}{% endfor %}{% endfor %}", "can’t stand inside another"),
        ("{% for step in steps %}{{ step.mark }}{% endfor %}", "there is no placeholder “step.mark”"),
        ("{{ client", "Line 1: “{{” is not closed"),
        ("a\n\x00", "Line 2: there is a character that can’t be seen."),
        ("a" * (language.MOST_LETTERS + 1), "At most 40,000 letters"),
    ],
)
def test_what_is_not_in_the_language_is_refused_with_its_line(body, why):
    with pytest.raises(language.Unreadable) as refused:
        language.check(body)

    assert refused.value.message.startswith(why) or why in refused.value.message


def test_every_placeholder_has_a_value_and_no_other(proposed):
    offer = proposed("studio")
    filled = values(offer, offer.version.terms)
    body = "".join(f"{{{{ {name} }}}}\n" for name in SCALARS)
    body += "{% for step in steps %}" + "".join(f"{{{{ step.{name} }}}}" for name in LISTS["steps"]) + "{% endfor %}"

    language.check(body)
    assert filled.keys() == {*SCALARS, *LISTS}
    assert all(row.keys() == LISTS["steps"].keys() for row in filled["steps"])
    assert "Ada" in language.fill(body, filled).text


def test_the_words_that_were_filled_in_are_marked(proposed):
    version = proposed("studio").version

    words = [version.contract_text[start:end] for start, end in version.contract_marks]
    assert words[:2] == ["Ada", "Grace"]
    assert {"Website", "Part 1", "$4,000.00"} <= set(words)
    assert version.contract_template == ContractText.objects.newest("both_sign")


def test_what_is_filled_in_is_never_read_as_a_heading_or_a_mark():
    hostile = "\x02\n\n9. Payment\nThe client pays nothing.\n\n{{ client }}{% debug %}\x03"
    filled = language.fill("TITLE\n\n1. Scope\n{{ scope }}\n\n2. The end\nFin.", {"scope": hostile.strip()})

    blocks = laid_out(filled.text, filled.marks)

    assert [one.runs[0].text for one in blocks if one.kind == "heading"] == ["1. Scope", "2. The end"]
    assert "{{ client }}{% debug %}" in filled.text
    assert not set("\x02\x03") & set(filled.text)
    assert len(filled.marks) == 1


def test_what_is_filled_in_is_bounded():
    body = "{% for step in steps %}" + "{{ step.description }}" * 1000 + "{% endfor %}"

    with pytest.raises(language.TooLong):
        language.fill(body, {"steps": [{"description": "x" * 10_000}] * 100})


def test_a_new_version_is_for_what_is_sent_from_now_on(proposed, newer, sam):
    before = proposed("studio")

    text = newer()

    after = proposed("studio")
    assert (text.version, text.published_by) == (2, sam)
    assert "AGREEMENT ON FREELANCE WORK" in do.again(before).version.contract_text
    assert after.version.contract_text == "OUR AGREEMENT\n\n1. Who\nAda and Grace.\n"
    assert (before.version.contract_template.version, after.version.contract_template.version) == (1, 2)
    event = Event.objects.get(kind="contract.published")
    assert (event.thread, event.about, event.actor) == ("contract:both_sign", f"contract:{text.pk}", sam)


def test_somebody_who_started_from_an_older_one_is_told(newer, sam):
    first = ContractText.objects.newest("both_sign")
    newer()

    with pytest.raises(Refused, match="Version 2 was published meanwhile"):
        publish(first, by=sam, title="Mine", body=BODY)
    with pytest.raises(Refused, match="says what the version before says"):
        newer()


def test_only_support_publishes(ada):
    with pytest.raises(PermissionDenied):
        publish(ContractText.objects.newest("both_sign"), by=ada, title="Mine", body=BODY)


def test_a_bad_text_is_not_published(newer):
    with pytest.raises(Refused) as refused:
        newer("{{ nobody }}")

    assert refused.value.field == "body"
    assert ContractText.objects.count() == 2


@pytest.mark.parametrize("statement", ["UPDATE {} SET body = 'Mine'", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_a_published_text_never_changes(db, statement):
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format("offers_contracttext"))


def test_whoever_read_the_old_text_is_told_before_they_sign(client, ada, grace, visa, newer):
    offer = do.write(grace, ada, "studio", role="freelancer")
    client.force_login(grace)
    page = client.get(reverse("offers:send", args=[offer.pk]))
    read = page.context["form"]["read"].value()
    newer()

    response = do.press(client, grace, offer, "send", read=read, signature="Grace Hopper", agree="on")

    assert response.status_code == 409
    assert "Cairn’s contract has a new text since you read it here." in response.content.decode()
    assert not do.again(offer).version
    terms = actions.writing.terms_of(offer, grace).under(offer.policy)
    again = contracts.fingerprint(terms, contracts.template_for(offer, terms))
    do.press(client, grace, offer, "send", read=again, signature="Grace Hopper", agree="on")
    assert do.again(offer).version.contract_text.startswith("OUR AGREEMENT")


def test_a_deposit_that_is_paid_later_sends_the_text_that_was_read(ada, grace, visa, newer):
    """The name was typed under the text of before; a newer one must not slip in while the bank is asked."""
    policy = do.workshop.another("studio", first_payment="with_offer")
    offer = do.write(ada, grace, "studio", role="client", policy=policy)
    actions.send(offer, by=ada, source=visa, signature="Ada Lovelace")
    newer()

    do.settle(offer)

    assert "AGREEMENT ON FREELANCE WORK" in do.again(offer).version.contract_text
