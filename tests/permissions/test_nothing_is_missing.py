"""A new address, verb or transition fails here until the table says who may."""

import pytest

from tests.permissions import walk
from tests.permissions.asking import ask, words
from tests.permissions.conftest import undone
from tests.permissions.table import PLACES, TRANSITIONS, VERBS


def test_every_address_has_a_line():
    named = {place.url for place in PLACES}

    assert walk.addresses() - named == set(), "add a line to PLACES in tests/permissions/table.py"
    assert named - walk.addresses() == set(), "this address is gone"


def test_every_verb_has_a_line():
    named = {f"{one.action.__module__}.{one.action.__name__}" for one in VERBS}

    assert walk.verbs() - named == set(), "add a line to VERBS in tests/permissions/table.py"


def test_every_transition_has_a_line():
    assert walk.transitions().keys() == TRANSITIONS.keys(), "see TRANSITIONS in tests/permissions/table.py"


METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]


@pytest.mark.django_db
@pytest.mark.parametrize("method", METHODS)
def test_what_has_no_line_changes_nothing(world, method):
    """Asked by somebody who may do something there, an address changes nothing by a method without a line."""
    wrong, named = [], {(one.url, one.method) for one in PLACES}
    for place in {one.url: one for one in PLACES if (one.url, method) not in named}.values():
        person = next((name for name, word in words(place).items() if word == "yes"), "superuser")
        with undone():
            response, changed = ask(world, place, place.things[0], person, method=method)
        if changed or response.status_code >= 500:
            wrong.append(f"{method} {place.url} as {person}: {response.status_code}, changed {sorted(changed)}")
    assert not wrong, "\n".join(wrong)
