"""Every action about orders is a verb of the registry or of the desk, and each verb is whole."""

import pytest
from django.urls import resolve, reverse

from marketplace.transitions import Bound
from milestones.admin import verbs as desk
from milestones.verbs import IN_PLAN, ON_ORDER_PAGE, VERBS
from milestones.verbs.resolution_center import _change_plan, _create, _more_time
from tests.permissions import walk

DESK = [one for one in vars(desk).values() if isinstance(one, desk.DeskVerb)]
# And open their transaction after that.
STORE_FIRST = {
    "milestones.actions.deliver.deliver",
    "milestones.actions.brief.answer",
    "milestones.actions.brief.hand_in_answers",
}
# What changes the plan is one of the two, as the rulebook has it for whoever asks.
OF_THE_PLAN = {"milestones.actions.cases.change_plan", "milestones.actions.cases.ask_to_change"}


def test_every_action_is_told_in_a_registry():
    actions = {one for one in walk.verbs() if one.startswith("milestones.")} | STORE_FIRST
    verbs = [one for one in VERBS.values() if one not in IN_PLAN]
    told = [f"{one.act.__module__}.{one.act.__name__}" for one in [*verbs, *DESK]]
    extending = f"{desk.__name__}._extend"  # which notes what was seen, and calls the action

    assert len(set(told)) == len(told)
    assert actions - set(told) - OF_THE_PLAN == {"milestones.actions.support.extend_deadline"}
    one_of_two = f"{_more_time.__module__}.{_more_time.__name__}"
    assert set(told) - actions == {extending, one_of_two}
    assert {one.act for one in IN_PLAN} == {_change_plan, _create}


@pytest.mark.parametrize("verb", VERBS.values(), ids=lambda verb: verb.name)
def test_an_address_is_made_of_what_it_is_about_and_of_its_name(verb):
    address = reverse(f"milestones:{verb.name}", args=[7])

    assert address == f"/{verb.about.__name__.lower()}s/7/{verb.name.replace('_', '-')}/"
    assert resolve(address).url_name == verb.name


@pytest.mark.parametrize("verb", VERBS.values(), ids=lambda verb: verb.name)
def test_who_may_is_said_by_the_model(verb):
    asked = verb.asked(verb.about())

    assert isinstance(asked, Bound) or asked._django_fsm


@pytest.mark.parametrize("verb", [one for one in [*ON_ORDER_PAGE, *IN_PLAN] if one.label], ids=lambda verb: verb.name)
def test_a_button_explains_itself_or_leads_to_a_page_that_does(verb):
    from milestones.views.verbs import PAGES

    assert verb.explains or verb.name in PAGES
