"""The table, read through HTTP: whoever may, does; for everybody else the answer is as written, and nothing changes."""

import pytest
from django.contrib.auth.backends import ModelBackend

from tests.permissions.asking import ask, browser, meanwhile, outcome, words
from tests.permissions.conftest import undone
from tests.permissions.markup import flaws_of
from tests.permissions.table import BEGINS, PLACES, STEPS

pytestmark = pytest.mark.django_db
every_place = pytest.mark.parametrize("place", PLACES, ids=str)
DIFFER = {"client", "freelancer", "stranger", "superuser"}  # what the others see differs from one of these in a name


@every_place
def test_who_may(world, place):
    wrong = []
    for on in place.things:
        for person, word in words(place).items():
            with undone():
                response, changed = ask(world, place, on, person)
                got = outcome(place, response, changed)
            right = got == word or word == "any" or (word == "no" and got != "yes")
            if word != "-" and not (right and (got == "yes" or not changed)):
                wrong.append(f"{person} on {on or 'it'}: {got} and not {word}; changed {sorted(changed)}")
            if person in DIFFER:
                wrong += flaws_of(place, on, person, response)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("place", [one for one in PLACES if one.method == "POST"], ids=str)
def test_a_form_without_anything_in_it_is_answered_by_a_page(world, place):
    """Not by an error, and what says that something is missing is as sound as any other page."""
    on, wrong = place.things[0], []
    for person in may(place)[:1]:
        with undone():
            response = browser(world, person, place.url).post(world.url(place.url, on))
        wrong += flaws_of(place, on, person, response)
        assert response.status_code in (200, 204, 302, 400, 403, 409, 422)
    assert not wrong, "\n".join(wrong)


STATES = [one for one in PLACES if one.changes and set(one.things) <= set(STEPS)]


@pytest.mark.parametrize("place", STATES, ids=str)
def test_in_no_other_state(world, place):
    wrong = []
    for on in [state for state in STEPS if state not in place.things]:
        for person in may(place):
            with undone():
                response, changed = ask(world, place, on, person)
            if changed or response.status_code not in (302, 409, 422):
                wrong.append(f"{person} on {on}: {response.status_code}; changed {sorted(changed)}")
    assert not wrong, "\n".join(wrong)


@every_place
def test_whose_account_was_closed_is_a_stranger(world, place):
    on, stranger, wrong = place.things[0], words(place)["stranger"], []
    for person in may(place)[:2]:
        with undone():
            response, changed = ask(world, place, on, person, closed=True)
            got = outcome(place, response, changed)
        if got != stranger and not (stranger == "yes" and got == "404"):  # their own public page is gone with them
            wrong.append(f"{person}: {got} and not {stranger}")
        if changed and stranger != "yes":
            wrong.append(f"{person} changed {sorted(changed)}")
    assert not wrong, "\n".join(wrong)


@every_place
def test_who_is_suspended_begins_nothing_new(world, place):
    """The ninth kind of person: refused, with the reason, what BEGINS lists; for all else they are who they were."""
    wrong = []
    for on in place.things[:2]:
        for person in [one for one in may(place) if one in ("client", "freelancer", "other")]:
            with undone():
                response, changed = ask(world, place, on, person, suspended=True)
                got = outcome(place, response, changed)
            begins = f"{place.method} {place.url}"
            wanted = BEGINS.get(f"{begins} {person}") or BEGINS.get(begins, "yes")
            if got != wanted or (wanted != "yes" and changed):
                wrong.append(f"{person} on {on or 'it'}: {got} and not {wanted}; changed {sorted(changed)}")
    assert not wrong, "\n".join(wrong)


ASKING = [one for one in PLACES if meanwhile(one) != "-" and (one.changes or one.url.startswith("admin:"))]


@pytest.mark.parametrize("place", ASKING, ids=str)
def test_whose_account_is_closed_while_asking_is_refused_under_the_lock(world, place, monkeypatch):
    """Their session was read a moment before: that they are active is asked again by the verb itself."""
    monkeypatch.setattr(ModelBackend, "user_can_authenticate", lambda backend, user: True)
    wrong = []
    for on in place.things:
        for person in may(place):
            with undone():
                response, changed = ask(world, place, on, person, closed=True)
                got = outcome(place, response, changed)
            if changed or got not in (meanwhile(place), "422" if meanwhile(place) == "no" else ""):
                wrong.append(f"{person} on {on}: {got}; changed {sorted(changed)}")
    assert not wrong, "\n".join(wrong)


def may(place) -> list[str]:
    """Who may, by the table; those who are signed in."""
    return [person for person, word in words(place).items() if word == "yes" and person != "stranger"]
