"""Changing the plan: at once by the client where the rulebook says so, else as a proposal."""

import pytest

from marketplace import clock
from marketplace.formats import day_text
from milestones.models import Case, Milestone
from tests.workshop import nth, states

LATER = (clock.real() + clock.days(700)).date()
TERMS = {"name": "Better", "amount": "1,250.50", "due_on": LATER.isoformat(), "deliverables": "One\nTwo\n"}


def test_the_client_changes_a_milestone_at_once(as_, ada, order):
    placed = order("contract14")

    response = as_(ada).do("change", nth(placed, 2), **TERMS)

    changed = nth(placed, 2)
    assert response.url == placed.get_absolute_url()
    assert (changed.name, changed.price, changed.deliverables) == ("Better", 125_050, ["One", "Two"])
    assert "You changed step 2: name from Part 2 to Better" in as_(ada).see("order", placed.pk)


def test_the_freelancer_proposes_it(as_, ada, grace, order):
    placed = order("contract14")

    response = as_(grace).do("change", nth(placed, 2), **TERMS, reason="It grew.")

    assert response.url == f"/orders/{placed.pk}/resolution/"
    assert nth(placed, 2).name == "Part 2"
    assert f"“Part 2” becomes “Better”, $1,250.50 instead of $1,000.00, due {day_text(LATER)}" in as_(ada).see(
        "order", placed.pk
    )
    as_(ada).do("accept", Case.objects.get())
    assert nth(placed, 2).price == 125_050


def test_the_form_begins_with_what_is(as_, ada, order):
    html = as_(ada).get(f"/milestones/{nth(order('contract14'), 2).pk}/change/").content.decode()

    assert 'value="Part 2"' in html
    assert 'value="1000.00"' in html


def test_an_older_tab_overwrites_nothing(as_, ada, order):
    changing = nth(order("contract14"), 2)
    visitor = as_(ada)
    opened = visitor.get(f"/milestones/{changing.pk}/change/").context["form"]["seen"].value()
    visitor.do("change", changing, **TERMS, seen=opened)

    stale = visitor.do("change", changing, **TERMS | {"name": "Older"}, seen=opened)

    changing.refresh_from_db(fields=["name"])
    assert (stale.status_code, changing.name) == (422, "Better")
    assert "Nothing was overwritten" in stale.content.decode()
    assert "Saved as “Name of the step”: Better" in stale.content.decode()
    fresh = stale.context["form"]["seen"].value()
    assert visitor.do("change", changing, **TERMS | {"name": "Older"}, seen=fresh).status_code == 302


def test_a_milestone_is_added_and_taken_out(as_, ada, order):
    placed = order("contract14")

    as_(ada).do("add_milestone", placed, **TERMS)
    as_(ada).do("remove", nth(placed, 2))

    assert states(placed) == ["funded", "skipped", "pending", "pending", "active"]
    assert "You took “Part 2” out of the plan" in as_(ada).see("order", placed.pk)


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("amount", "4.99", "A step must be at least $5.00 under this rulebook."),
        ("amount", "12.345", "USD has 2 decimals at most."),
        ("amount", "1,23", "Write decimals with a point, such as 1000.50"),
        ("amount", "-5", "The amount must be more than zero."),
        ("name", "", "This field is required."),
        ("due_on", "", "This field is required."),
        ("due_on", "soon", "Enter a valid date."),
        ("due_on", "2999-01-01", "more than ten years away"),
        ("deliverables", "\n".join(["line"] * 30), "At most 20 lines; these are 30."),
    ],
)
def test_what_is_wrong_is_said_next_to_its_field(as_, ada, order, field, value, says):
    placed = order("contract14")

    response = as_(ada).do("change", nth(placed, 2), **{**TERMS, field: value})

    html = response.content.decode()
    assert response.status_code == 422
    assert says in html
    assert 'aria-invalid="true"' in html
    assert nth(placed, 2).name == "Part 2"


def test_a_limit_of_the_rulebook_is_kept(as_, ada, order):
    placed = order("steps8", *[1000] * 6)
    terms = {"name": "Seventh", "amount": "1000", "days": "5", "revisions": "1", "reason": "More."}

    response = as_(ada).do("add_milestone", placed, **terms)

    assert response.status_code == 422
    assert "This rulebook allows at most 6 steps." in response.content.decode()
    assert Milestone.objects.filter(order=placed).count() == 6


@pytest.mark.parametrize(("who", "status"), [("mallory", 404), ("sam", 403)])
def test_nobody_else_touches_it(as_, order, request, who, status):
    placed = order("contract14")
    visitor = as_(request.getfixturevalue(who))

    for name, thing in (
        ("add_milestone", placed),
        ("change", nth(placed, 2)),
        ("remove", nth(placed, 2)),
    ):
        assert visitor.do(name, thing, **TERMS).status_code == status


def test_what_has_begun_stays(as_, ada, order):
    placed = order("contract14")

    assert as_(ada).get(f"/milestones/{nth(placed, 1).pk}/change/").status_code == 409
    assert as_(ada).do("remove", nth(placed, 1)).status_code == 409


def test_a_signed_plan_stays_where_the_rulebook_says_so(as_, ada, order):
    placed = order("steps5")

    response = as_(ada).get(f"/orders/{placed.pk}/add-milestone/")

    assert response.status_code == 409
    assert "the plan can’t be changed after signing" in response.content.decode()
