"""The table, read without HTTP: what each action answers to each actor, and which transition lets whom through."""

from copy import copy
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.actors import CLOCK, GATEWAY, Support
from marketplace.errors import Refused
from tests.permissions.conftest import undone
from tests.permissions.table import BEGINNING, SIDES, TRANSITIONS, VERBS
from tests.permissions.walk import transitions
from tests.permissions.who import PEOPLE, named
from tests.permissions.world import World

pytestmark = pytest.mark.django_db

NO_PEOPLE = {"clock", "gateway"}
FOR_PEOPLE = {"anybody", "buyer", "guest", "house", "owner"}  # verbs that take no other actor: the type of `by` says so
WHY = "The client agreed by phone."


def actors(world: World) -> dict[str, object]:
    """Everybody who could stand behind `by=`."""
    people = {name: one for name, one in world.people.items() if one}
    for name in ("support", "staff", "superuser"):
        people[f"{name} for the house"] = Support(people[name], WHY)
    own = copy(world.client)
    own.is_staff = own.is_superuser = True  # support, and a side of this very order
    return people | {"support of their own": Support(own, WHY), "clock": CLOCK, "gateway": GATEWAY}


def closed(actor):
    """The same, the account closed; that of clock and gateway can't be."""
    if isinstance(actor, Support):
        return replace(actor, user=closed(actor.user))
    actor = copy(actor)
    actor.is_active = False
    return actor


def attempt(world, verb, on, by) -> str:
    """yes, 403 for a PermissionDenied, no for a refusal; with the tables that were changed by anything but a yes."""
    thing = world.things[on]
    terms = {name: value(world, thing) if callable(value) else value for name, value in verb.terms.items()}
    with undone():
        before = world.writes()
        try:
            verb.call(world, thing, by) if verb.call else verb.action(thing, by=by, **terms)
        except PermissionDenied:
            got = "403"
        except Refused:
            got = "no"
        else:
            return "yes"
        return f"{got}, but changed something" if world.changed(before) else got


@pytest.mark.parametrize("verb", VERBS, ids=str)
def test_who_may(world, verb):
    wrong = []
    for on in verb.things:
        may = named(verb.who, world.things[on])
        for name, by in actors(world).items():
            if verb.who in FOR_PEOPLE and name not in PEOPLE:
                continue
            got, right = attempt(world, verb, on, by), "yes" if name in may else verb.no
            if got != right:
                wrong.append(f"{name} on {on}: {got} and not {right}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("verb", VERBS, ids=str)
def test_nobody_whose_account_is_closed(world, verb):
    wrong = []
    for on in verb.things:
        for name in named(verb.who, world.things[on]) - NO_PEOPLE:
            got = attempt(world, verb, on, closed(actors(world)[name]))
            if got != "403":
                wrong.append(f"{name} on {on}: {got}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("verb", VERBS, ids=str)
def test_nobody_whose_account_is_closed_since_the_request_began(world, verb):
    """`by` was read when the person was active still: every verb reads them again under its lock."""
    wrong = []
    for on in verb.things:
        for name in named(verb.who, world.things[on]) - NO_PEOPLE:
            by = actors(world)[name]
            with undone():
                User.objects.filter(pk=by.pk).update(is_active=False)
                got = attempt(world, verb, on, by)
            if got != "403":
                wrong.append(f"{name} on {on}: {got}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("verb", VERBS, ids=str)
def test_who_is_suspended_begins_nothing_new(world, verb):
    """Since the request began, too: each verb asks it of the rows that it reads under its lock."""
    wrong = []
    for on in verb.things:
        for name in named(verb.who, world.things[on]) & SIDES:
            by = actors(world)[name]
            with undone():
                why = {"suspended_by": world.people["support"], "suspended_reason": "Why."}
                User.objects.filter(pk=by.pk).update(suspended_at=clock.now(), **why)
                got = attempt(world, verb, on, by)
            wanted = "no" if name in BEGINNING.get(verb.action, ()) else "yes"
            if got != wanted:
                wrong.append(f"{name} on {on}: {got} and not {wanted}")
    assert not wrong, "\n".join(wrong)


EXAMPLES = {
    "Order": ["order"],
    "Milestone": ["funded"],
    "Case": ["asked_by_client", "asked_by_freelancer"],
    "Offer": ["draft", "proposed", "offered"],
    "Subscription": ["subscription"],
    "Gig": ["gig"],
    "Post": ["post"],
    "Proposal": ["proposal"],
    "Invitation": ["post_invitation"],
    "StepsBan": ["steps_ban"],
    "Conversation": ["conversation"],
    "Message": ["message_of_freelancer"],
    "Report": ["report"],
    "Review": ["reviewed"],
    "ReviewReport": ["review_report"],
    "User": ["person"],
    "Ticket": ["ticket"],
    "Policy": ["policy"],
    "ContractText": ["contract_text"],
    "Payment": ["payment"],
}


@pytest.mark.parametrize("name", TRANSITIONS)
def test_whom_a_transition_lets_through(world, name):
    everybody = actors(world)
    for on in EXAMPLES[name.partition(".")[0]]:
        thing = world.things[on]
        for source in transitions()[name]:
            through = {who for who, by in everybody.items() if source.has_perm(thing, by)}
            asleep = {who for who in through - NO_PEOPLE if source.has_perm(thing, closed(everybody[who]))}
            if TRANSITIONS[name] == "verb":
                assert through == set(everybody)
            else:
                assert through == named(TRANSITIONS[name], thing), f"{name} of {on} from {source.source}"
                assert asleep == set()
