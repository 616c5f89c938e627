"""Approving what was delivered."""

import re

import pytest

from tests.workshop import hand_in, sheet, states

VERBS = ["approve", "approve_and_stop", "request_revision", "extend_review"]


def test_approving_pays_the_freelancer_less_the_fee(as_, ada, order):
    placed = order("steps8")
    milestone = hand_in(placed, 1)

    response = as_(ada).do("approve", milestone)

    assert response.url == milestone.get_absolute_url()
    assert states(placed) == ["paid", "pending", "pending", "active"]
    assert sheet() == {"gateway": -105_500, "grace:clearing": 80_000, "fees": 25_500}


def test_it_says_what_happened(as_, ada, order):
    placed = order("steps8")
    visitor = as_(ada)
    visitor.do("approve", hand_in(placed, 1))

    assert "You approved step 1; Grace received $800.00." in visitor.see("order", placed.pk)


@pytest.mark.parametrize(("who", "status"), [("grace", 403), ("mallory", 404), ("sam", 403)])
@pytest.mark.parametrize("verb", VERBS)
def test_only_the_client_judges_a_delivery(as_, order, request, verb, who, status):
    placed = order("fair")
    milestone = hand_in(placed, 1)
    before = sheet()

    response = as_(request.getfixturevalue(who)).do(verb, milestone, reason="Mine now.")

    assert response.status_code == status
    assert (sheet(), states(placed)) == (before, ["delivered", "pending", "pending", "active"])


def test_a_double_click_shows_how_it_is_now(as_, ada, order):
    placed = order("steps8")
    milestone = hand_in(placed, 1)
    visitor = as_(ada)
    visitor.do("approve", milestone)
    before = sheet()

    response = visitor.do("approve", milestone)

    assert response.status_code == 409
    assert "You approved step 1; Grace received $800.00" in response.content.decode()
    assert sheet() == before


@pytest.mark.parametrize("verb", ["approve", "approve_and_stop", "request_revision"])
def test_a_newer_delivery_is_not_judged_unseen(as_, ada, order, verb):
    """The page was open while more was handed in: it is shown first, what was typed stays, and then it is meant."""
    placed = order("contract14")
    milestone = hand_in(placed, 1)
    visitor = as_(ada)
    looked_at = shown_in(visitor.get(placed.get_absolute_url()), verb)
    hand_in(placed, 1)

    stale = visitor.do(verb, milestone, seen=looked_at, reason="Bluer.")

    assert (stale.status_code, states(placed)[0]) == (422, "delivered")
    html = stale.content.decode()
    assert "Something newer was handed in" in html
    assert verb != "request_revision" or "Bluer." in html
    assert visitor.do(verb, milestone, seen=shown_in(stale, verb), reason="Bluer.").status_code == 302
    assert states(placed)[0] != "delivered"


def shown_in(page, verb: str) -> str:
    """What the form of this verb says of the delivery that stands on the page."""
    field = next(
        one for one in re.findall(r'<input[^>]*name="seen"[^>]*>', page.content.decode()) if f'"{verb}-' in one
    )
    return re.search(r'value="([^"]+)"', field)[1]
