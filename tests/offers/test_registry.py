"""Every action about offers is a verb of the registry, but for those of the editor, of the invitation and of gigs."""

import pytest
from django.urls import resolve, reverse

from marketplace.offers.verbs import ANSWERS, VERBS
from marketplace.offers.views.answering import PAGES
from tests.permissions import walk

WRITING = {"marketplace.offers.actions.writing.write", "marketplace.offers.actions.writing.save_draft"}
TAKING_UP = {"marketplace.offers.actions.inviting.take_up"}
OF_A_GIG = {"marketplace.offers.actions.ordering.order"}  # asked of the gig, whose page has the button
AT_THE_DESK = {"marketplace.offers.texts.publishing.publish"}  # of texts of contracts
ASKS_THE_BANK = {"marketplace.offers.actions.ending.withdraw"}  # after its transaction

# Verbs of a subscription, which has a page of its own.
OF_MONTHS = {
    "marketplace.offers.actions.renewing.cancel_subscription",
    "marketplace.offers.actions.renewing.end_subscription",
}


def test_every_action_is_told_in_the_registry():
    actions = {one for one in walk.verbs() if one.startswith("marketplace.offers.")}
    told = {f"{one.act.__module__}.{one.act.__name__}" for one in VERBS.values()}

    assert len(told) == len(VERBS)
    assert actions | ASKS_THE_BANK == told | WRITING | TAKING_UP | OF_A_GIG | OF_MONTHS | AT_THE_DESK


@pytest.mark.parametrize("verb", VERBS.values(), ids=lambda verb: verb.name)
def test_its_address_and_its_gate_have_its_name(verb):
    address = reverse(f"offers:{verb.name}", args=[7])

    assert address == f"/offers/7/{verb.name.replace('_', '-')}/"
    assert resolve(address).url_name == verb.name
    assert verb.asked(verb.about())


def test_a_button_says_what_it_does_or_leads_to_a_page_that_does():
    assert all(one.explains and one.done for one in ANSWERS)
    assert {one.name for one in VERBS.values()} - {one.name for one in ANSWERS} == PAGES.keys()
