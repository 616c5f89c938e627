"""The gate of what is no transition: asked in the words of one, and answered alike."""

from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied

from marketplace.errors import Refused
from marketplace.transitions import authorize, gate, insist, may, permit, refusal, why_not


@refusal("{self} has no tea left.")
def has_tea(pot):
    return pot.tea


@refusal("Not before your turn.")
def is_served(pot, by):
    return by != "late"


class Pot(SimpleNamespace):
    pour = gate(permission=lambda pot, by: by != "stranger", source=["warm"], conditions=[has_tea, is_served])

    def __str__(self):
        return "the pot"

    @property
    def state_words(self):
        return self.state


WARM = Pot(state="warm", tea=True)


@pytest.mark.parametrize(
    ("pot", "by", "why"),
    [
        (WARM, "guest", ""),
        (Pot(state="cold", tea=True), "guest", "The pot is cold: this can’t be done now."),
        (Pot(state="warm", tea=False), "guest", "the pot has no tea left."),
        (WARM, "late", "Not before your turn."),
    ],
)
def test_the_page_and_the_verb_are_told_the_same(pot, by, why):
    assert (may(pot.pour, by), why_not(pot.pour, by)) == (not why, why)
    permit(pot.pour, by)
    if why:
        with pytest.raises(Refused, match=why):
            authorize(pot.pour, by)
    else:
        authorize(pot.pour, by)


@pytest.mark.parametrize("state", ["warm", "cold"])
def test_who_may_not_is_told_nothing_of_the_state(state):
    pot = Pot(state=state, tea=False)

    for ask in (authorize, permit):
        with pytest.raises(PermissionDenied):
            ask(pot.pour, "stranger")
    assert (may(pot.pour, "stranger"), why_not(pot.pour, "stranger")) == (False, "")


def test_a_condition_can_be_insisted_on_by_itself():
    insist(WARM, has_tea)
    with pytest.raises(Refused, match="no tea left"):
        insist(Pot(state="warm", tea=False), has_tea)
