"""The verbs of the order page, through HTTP: what they move, who may, twice is once, and bad input."""

import pytest

from milestones.models import State
from tests.milestones.pages.conftest import words
from tests.workshop import accept, again, attempt_all, hand_in, pay, sheet, states, step


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


VERBS = ["approve", "approve_and_stop", "request_revision", "extend_review"]


@pytest.mark.parametrize(("who", "status"), [("grace", 403), ("mallory", 404), ("sam", 403)])
@pytest.mark.parametrize("verb", VERBS)
def test_only_the_client_judges_a_delivery(as_, order, request, verb, who, status):
    placed = order("fair")
    milestone = hand_in(placed, 1)
    before = sheet()

    response = as_(request.getfixturevalue(who)).do(verb, milestone, reason="Mine now.")

    assert response.status_code == status
    assert (sheet(), states(placed)) == (before, ["delivered", "pending", "pending", "active"])


def test_only_the_freelancer_delivers(as_, ada, mallory, order):
    placed = order("fair")

    assert as_(ada).do("deliver", step(placed, 1), message="Done.").status_code == 403
    assert as_(mallory).do("deliver", step(placed, 1), message="Done.").status_code == 404
    assert states(placed)[0] == State.FUNDED


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


def test_signing_in_on_the_way_leads_back_to_the_step(as_, ada, client, order):
    milestone = hand_in(order("fair"), 1)
    url = f"/milestones/{milestone.pk}/approve/"

    assert client.post(url).url == f"/accounts/login/?next={url}"
    answer = client.post(url, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (401, "#refusal")
    assert "/accounts/login/?next=" in answer.content.decode()
    assert as_(ada).get(url).url == milestone.get_absolute_url()
    assert states(milestone.order)[0] == State.DELIVERED


def test_htmx_gets_the_middle_of_the_page(as_, ada, order):
    milestone = hand_in(order("fair"), 1)

    response = as_(ada).post(f"/milestones/{milestone.pk}/approve/", headers={"HX-Request": "true"})

    html = response.content.decode()
    assert response.status_code == 200
    assert html.lstrip().startswith('<div class="page" id="order"')
    assert "You approved step 1; Grace received $950.00." in html
    assert "<html" not in html


def test_htmx_gets_a_refusal_with_the_page_as_it_is(as_, ada, order):
    milestone = step(order("fair"), 1)

    response = as_(ada).post(f"/milestones/{milestone.pk}/approve/", headers={"HX-Request": "true"})

    assert response.status_code == 409
    assert 'role="alert"' in response.content.decode()


def test_approve_and_stop_ends_the_order(as_, ada, order):
    placed = order("fair", 500, 500)

    as_(ada).do("approve_and_stop", hand_in(placed, 1))

    assert states(placed) == ["paid", "skipped", "completed"]
    assert sheet() == {"gateway": -51_500, "grace:wallet": 47_500, "fees": 4_000}


def test_a_revision_needs_a_reason_next_to_its_field(as_, ada, order):
    placed = order("fair")
    response = as_(ada).do("request_revision", hand_in(placed, 1), reason=" ")

    html = response.content.decode()
    assert response.status_code == 422
    assert "Say what should change." in html
    assert 'aria-invalid="true"' in html
    assert states(placed)[0] == State.DELIVERED


def test_a_third_revision_is_refused(as_, ada, order):
    placed = order("fair", 500, 500, revisions=1)
    visitor = as_(ada)
    visitor.do("request_revision", hand_in(placed, 1), reason="Bigger.")

    response = visitor.do("request_revision", hand_in(placed, 1), reason="Bigger still.")

    assert response.status_code == 409
    assert "All revisions of this step are used." in response.content.decode()
    assert "Request a revision" not in response.content.decode()


def test_the_review_can_be_extended_once(as_, ada, order):
    placed = order("fair")
    visitor = as_(ada)
    milestone = hand_in(placed, 1)

    visitor.do("extend_review", milestone)

    assert "14 d 23 h" in visitor.see("order", placed.pk)
    assert visitor.do("extend_review", milestone).status_code == 409


@pytest.mark.parametrize("part", ["0", "-5", "1000", "1000.01", "ten", "1,5", "NaN", ""])
def test_a_part_is_more_than_nothing_and_less_than_all(as_, ada, order, visa, part):
    placed = order("open")
    milestone = pay(placed, 1, visa)
    before = sheet()

    response = as_(ada).do("release_part", milestone, part=part)

    assert response.status_code == 422
    assert "errorlist" in response.content.decode()
    assert sheet() == before


def test_a_part_is_released_and_the_rest_stays(as_, ada, order, visa):
    placed = order("open", 1500)
    milestone = pay(placed, 1, visa)

    before = sheet()

    asked = as_(ada).do("release_part", milestone, part="1,000.50")

    said = words(asked)
    assert "Grace receives $900.45 ($1,000.50 less a fee of $100.05)." in said
    assert "The rest, $499.50, stays held for this step." in said
    assert 'name="seen" value="100050"' in asked.content.decode()
    assert sheet() == before

    as_(ada).do("release_part", milestone, part="1,000.50", seen=100_050)

    assert step(placed, 1).held == 49_950
    assert sheet()["grace:wallet"] == 90_045
    page = as_(ada).see("order", placed.pk)
    assert "You released $1,000.50 of step 1; Grace received $900.45" in page


def test_another_amount_than_the_one_seen_moves_nothing(as_, ada, order, visa):
    milestone = pay(order("open", 1500), 1, visa)
    before = sheet()

    asked = as_(ada).do("release_part", milestone, part="200", seen=10_000)

    assert "Release $200.00 of step 1?" in words(asked)
    assert sheet() == before


def test_a_part_that_closes_its_step_says_where_the_rest_goes(as_, ada, order):
    placed = order("contract14")

    asked = words(as_(ada).do("release_part", step(placed, 1), part="600"))

    assert "Grace receives $540.00 ($600.00 less a fee of $60.00), free to spend in 5 days." in asked
    assert "The step is closed with it: the rest, $400.00, moves into step 2." in asked
    as_(ada).do("release_part", step(placed, 1), part="600", seen=60_000)
    once = "You released $600.00 of step 1, and the rest, $400.00, moved into step 2; Grace received $540.00"
    assert once in as_(ada).see("order", placed.pk)


def test_nobody_else_sees_the_sums_of_a_part(as_, grace, mallory, order, visa):
    milestone = pay(order("open", 1500), 1, visa)

    assert as_(grace).do("release_part", milestone, part="200").status_code == 403
    assert as_(mallory).do("release_part", milestone, part="200").status_code == 404


def test_releasing_before_delivery_where_the_rulebook_has_it(as_, ada, order, visa):
    placed = order("open", 1000)
    milestone = pay(placed, 1, visa)

    as_(ada).do("release", milestone)

    assert states(placed) == ["paid", "completed"]
    assert as_(ada).do("release", step(order("steps8"), 1)).status_code == 409


def test_stopping_skips_what_has_not_begun(as_, ada, order):
    placed = order("steps8")
    hand_in(placed, 1)
    accept(placed, 1)

    response = as_(ada).do("stop", placed)

    assert response.url == placed.get_absolute_url()
    assert states(placed) == ["paid", "skipped", "skipped", "completed"]


def test_the_freelancer_gives_back(as_, grace, order):
    placed = order("fair", 500, 500)

    as_(grace).do("give_back", step(placed, 1))

    assert states(placed) == ["cancelled", "skipped", "cancelled"]
    assert sheet() == {"gateway": -51_500, "ada:wallet": 51_500}


def test_a_refund_is_sent_on_to_the_card(as_, ada, grace, order):
    placed = order("fair", 500, 500)
    as_(grace).do("give_back", step(placed, 1))
    visitor = as_(ada)
    assert "Send $515.00 on to your card" in visitor.see("order", placed.pk)

    visitor.do("send_back", step(placed, 1))
    attempt_all(placed)

    assert sheet() == {}
    assert "You sent $515.00 on to the card that paid it" in visitor.see("order", placed.pk)
    assert "on to" not in as_(grace).see("order", placed.pk)
    assert visitor.do("send_back", step(placed, 1)).status_code == 409
    assert as_(grace).do("send_back", step(placed, 1)).status_code == 403


def test_substeps_are_ticked_by_the_freelancer_alone(as_, ada, grace, order):
    placed = order("fair")
    milestone = step(placed, 1)
    milestone.substeps = [{"name": "Draft", "done_at": None}]
    milestone.save(update_fields=["substeps"])

    assert as_(ada).do("tick", milestone, number="0").status_code == 403
    as_(grace).do("tick", milestone, number="0")
    assert step(placed, 1).substeps[0]["done_at"]
    as_(grace).do("tick", milestone, number="0")
    assert step(placed, 1).substeps[0]["done_at"] is None
    for wrong in ("5", "-1", "x", ""):
        assert as_(grace).do("tick", milestone, number=wrong).status_code == 409


def test_buttons_are_those_that_work(as_, ada, grace, order):
    placed = order("studio", 2000)
    page = as_(ada).see("order", placed.pk)

    assert "Pay step 1, $2,029.00" in page
    assert "Stop the order" not in page
    assert "Deliver" not in as_(grace).see("order", placed.pk).partition("Plan")[2]
    assert again(placed).is_active
