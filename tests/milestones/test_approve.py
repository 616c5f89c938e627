"""Approving what was delivered."""

import re

import pytest

from milestones import availability
from milestones.actions import deliver
from milestones.forms.work import ReviewForm
from milestones.pages.order import snapshot_of
from milestones.verbs import ON_MILESTONES
from tests.workshop import again, hand_in, nth, pay, sheet, states

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


JUDGING = [verb.name for verb in ON_MILESTONES if verb.form and issubclass(verb.form, ReviewForm)]


@pytest.mark.parametrize("rulebook", ["fair", "steps5", "steps8", "contract14", "open"])
def test_whatever_is_offered_to_who_reviews_names_the_delivery(ada, order, visa, rulebook):
    placed = order(rulebook)
    if states(placed)[0] == "pending":
        pay(placed, 1, visa)
    hand_in(placed, 1)

    assert availability.of_milestone(snapshot_of(again(placed), ada), nth(placed, 1)) <= set(JUDGING)


@pytest.mark.parametrize("verb", JUDGING)
def test_a_newer_delivery_is_not_judged_unseen(as_, ada, order, verb):
    """The page was open while more was handed in: it is shown first, what was typed stays, and then it is meant."""
    placed = order("fair" if verb == "extend_review" else "contract14")
    milestone = hand_in(placed, 1)
    visitor = as_(ada)
    looked_at = shown_in(visitor.get(placed.get_absolute_url()), verb)
    if not placed.policy.redelivery:
        deliver.request_revision(milestone, by=ada, reason="Rounder.")
    hand_in(placed, 1)
    typed = {"reason": "Bluer.", "part": "100", "agreed": 10_000}

    stale = visitor.do(verb, milestone, seen=looked_at, **typed)

    assert (stale.status_code, states(placed)[0]) == (422, "delivered")
    html = stale.content.decode()
    assert "Something newer was handed in" in html
    assert verb != "request_revision" or "Bluer." in html
    assert visitor.do(verb, milestone, seen=shown_in(stale, verb), **typed).status_code == 302
    assert states(placed)[0] != "delivered" or nth(placed, 1).review_extended


def test_the_sums_of_a_part_are_those_of_the_delivery_that_was_seen(as_, ada, order):
    placed = order("contract14")
    milestone = hand_in(placed, 1)
    visitor = as_(ada)
    looked_at = shown_in(visitor.get(placed.get_absolute_url()), "release_part")

    sums = visitor.do("release_part", milestone, seen=looked_at, part="100")
    assert shown_in(sums, "release_part") == looked_at
    hand_in(placed, 1)

    for agreed in ("", 10_000):
        stale = visitor.do("release_part", milestone, seen=looked_at, part="100", agreed=agreed)
        assert "Something newer was handed in" in stale.content.decode()
    assert states(placed)[0] == "delivered"


def shown_in(page, verb: str) -> str:
    """What the form of this verb says of the delivery that stands on the page."""
    field = next(
        one for one in re.findall(r'<input[^>]*name="seen"[^>]*>', page.content.decode()) if f'"{verb}-' in one
    )
    return re.search(r'value="([^"]+)"', field)[1]
