"""How an offer came to be: stored when it is written, fixed once it is sent, and what its limits go by."""

from dataclasses import replace

import pytest
from django.db import DatabaseError, connection, transaction

from marketplace.errors import Refused
from marketplace.offers import limits
from marketplace.offers.origins import origin_under
from marketplace.policies.models import Origin
from tests.offers import conftest as do
from tests.workshop import rulebook

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("key", "origin"),
    [("open", "direct"), ("studio", "proposal"), ("contract14", "direct"), ("steps8", "custom_offer")],
)
def test_from_the_editor_it_is_what_the_rulebook_calls_it(ada, grace, key, origin):
    assert do.write(grace, ada, key, role="freelancer").origin == origin


def test_a_rulebook_for_gigs_alone_has_no_word_for_it(ada, grace, preset):
    policy = preset("steps8")
    policy.origins = ["gig"]

    assert origin_under(policy) == Origin.DIRECT
    assert origin_under(policy) not in policy.origins


def test_a_draft_that_gets_another_rulebook_comes_from_elsewhere(client, ada, grace):
    offer = do.write(grace, ada, "fair", role="freelancer")
    client.force_login(grace)
    page = client.get(f"/offers/{offer.pk}/edit/project/").context["editor"]
    steps8 = rulebook("steps8")
    client.post(f"/offers/{offer.pk}/edit/project/", {**_fields(page), "policy": steps8.pk, "op": "save"})

    assert (do.again(offer).policy, do.again(offer).origin) == (steps8, "custom_offer")


def _fields(editor) -> dict:
    """What the page of the editor would send."""
    forms = [editor.heading, editor.terms, *editor.milestones]
    return {one.html_name: one.value() or "" for form in forms for one in form} | {"mark": editor.mark_to_send}


def test_the_order_keeps_it(ada, grace, proposed, visa):
    order = do.accept(proposed("steps8"), by=ada, source=visa).order

    assert order.origin == "custom_offer"


def test_a_rulebook_that_does_not_list_it_refuses(ada, grace):
    offer = do.write(grace, ada, "contract14", role="freelancer", origin="proposal")

    with pytest.raises(Refused, match="can't be used for a proposal"):
        do.send(offer, by=grace)


@pytest.mark.parametrize(("origin", "problems"), [("gig", []), ("custom_offer", ["days", "days"])])
def test_limits_go_by_it(ada, grace, origin, problems):
    """A step of a gig may take longer than thirty days."""
    plan = [replace(one, days=40) for one in do.terms("steps8", 60, 60).milestones]
    offer = do.write(grace, ada, "steps8", role="freelancer")
    offer.origin = origin  # of a gig it could not be saved: it names none

    found = limits.terms_problems(offer, do.terms("steps8", milestones=plan))

    assert [one.field for one in found] == problems


def sql(statement: str, *values) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


CHANGE = "UPDATE offers_offer SET origin = 'proposal' WHERE id = %s"


def test_what_was_sent_keeps_it_whoever_asks(proposed):
    with pytest.raises(DatabaseError, match="origin of offers_offer never changes"):
        sql(CHANGE, proposed().pk)


def test_only_the_trigger_stands_in_the_way(proposed):
    """The proof of the proof: without it the update goes through."""
    offer = proposed()
    with transaction.atomic():
        sql("SET CONSTRAINTS ALL IMMEDIATE")
        sql("ALTER TABLE offers_offer DISABLE TRIGGER offers_offer_origin_never_changes")
        sql(CHANGE, offer.pk)
        transaction.set_rollback(True)
