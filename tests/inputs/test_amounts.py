"""One way to read an amount: the function, and every form and button that asks for one."""

import json

import pytest

from escrow import amounts
from marketplace import clock
from milestones.forms.fields import MinorField
from milestones.forms.plan_ops import minor
from milestones.models import Milestone
from tests.infra.servers import ROOT
from tests.milestones.plan_screen import PlanScreen
from tests.offers import conftest as do
from tests.offers.test_editor import NEW
from tests.workshop import nth, rulebook, states

ROWS = json.loads((ROOT / "tests" / "amounts.json").read_text())
SAYS = "Write decimals with a point"


@pytest.mark.parametrize(("currency", "typed", "meant"), ROWS)
def test_an_amount_is_read_or_refused_with_a_sentence(currency, typed, meant):
    if not isinstance(meant, str):
        assert amounts.read(typed, currency) == meant
        assert MinorField(currency=currency, required=False).clean(typed) == meant
        assert minor(typed, currency) == meant
        return
    with pytest.raises(amounts.NotAnAmount, match=meant):
        amounts.read(typed, currency)
    assert minor(typed, currency) is None


def editor(client, ada, op, **typed):
    client.force_login(ada)
    data = {
        "role": "client",
        "policy": rulebook("fair").pk,
        "currency": "EUR",
        "valid_days": "14",
        "milestones-TOTAL_FORMS": "2",
        "op": op,
    }
    return client.post(NEW, data | typed)


@pytest.mark.parametrize("typed", ["1000,50", "1.000,50"])
def test_a_comma_for_decimals_is_refused_wherever_an_amount_is_typed(client, as_, ada, order, typed):
    placed = order("contract14")
    change = {"name": "x", "amount": typed, "due_on": clock.now().date() + clock.days(9), "deliverables": "x"}

    for response in (
        editor(client, ada, "split-even", split_total=typed),
        editor(client, ada, "save", **{"milestones-0-amount": typed}),
        PlanScreen(as_(ada), placed).add(**change).post("review"),
        PlanScreen(as_(ada), placed).of(2).type(**change).post("review"),
        as_(ada).do("release_part", nth(placed, 1), part=typed),
    ):
        assert SAYS in response.content.decode()
    assert Milestone.objects.filter(order=placed).count() == 3


def test_grouped_thousands_are_taken_wherever_an_amount_is_typed(client, as_, ada, order):
    placed = order("contract14", 3000, 3000)
    days = clock.now().date() + clock.days(30)

    assert 'value="500.25"' in editor(client, ada, "split-even", split_total="1,000.50").content.decode()
    assert "€1,000.50" in editor(client, ada, "refresh", **{"milestones-0-amount": "1,000.50"}).content.decode()
    assert editor(client, ada, "save", title="x", **{"milestones-0-amount": "1,000.50"}).status_code == 302
    PlanScreen(as_(ada), placed).add(name="x", amount="1,000.50", due_on=days, deliverables="x").send()
    as_(ada).do("release_part", nth(placed, 1), part="1,000.50", agreed=100_050)

    assert do.Offer.objects.get().total == 100_050
    assert nth(placed, 3).price == 100_050
    assert nth(placed, 1).released == 100_050


def test_the_running_total_leaves_out_what_saving_refuses(client, ada):
    typed = {"milestones-0-amount": "1000,50", "milestones-1-amount": "20"}
    page = editor(client, ada, "refresh", **typed).content.decode()

    assert "<output data-total>€20.00</output>" in page


# After signing: what an offer may not say, a change of the plan may not say either


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        *[("amount", value, amounts.TOO_LARGE) for value in ("100000000000", "99999999999.99", "1000000000.01")],
        *[("amount", value, amounts.WANTED) for value in ("1E+11", "1e9999999", "9" * 5000)],
        ("due_on", "0001-01-01", "This day has passed."),
        ("due_on", "2001-01-01", "This day has passed."),
        ("due_on", "9999-12-31", "more than ten years away"),
        ("due_on", "1" * 5000, "Enter a valid date."),
    ],
)
@pytest.mark.parametrize("how", ["create", "add", "change"])
def test_a_change_keeps_to_the_limits_of_an_offer(as_, ada, order, how, field, value, says):
    placed = order("open")
    terms = {"name": "x", "amount": "50", "due_on": clock.now().date() + clock.days(9), "deliverables": "x"}
    before = states(placed)
    visitor, terms = as_(ada), {**terms, field: value}
    screen = PlanScreen(visitor, placed)

    response = {
        "create": lambda: visitor.do("add_milestone", placed, **terms),
        "add": lambda: screen.add(**terms).send(),
        "change": lambda: screen.of(2).type(**terms).send(),
    }[how]()

    assert response.status_code == 422
    assert says in response.content.decode()
    assert states(placed) == before
    assert nth(placed, 2).name == "Part 2"


def test_a_proposal_keeps_to_them_too(as_, grace, order):
    placed = order("contract14")
    terms = {"name": "x", "amount": "99999999999", "due_on": "2001-01-01", "deliverables": "x"}

    html = PlanScreen(as_(grace), placed).add(**terms).send("Why.").content.decode()

    assert amounts.TOO_LARGE in html
    assert not placed.cases.exists()


def test_a_running_order_takes_no_more_milestones_than_an_offer(as_, ada, order, settings):
    placed = order("open", *[10] * 100)
    due = clock.now().date() + clock.days(2000)

    response = as_(ada).do("add_milestone", placed, name="x", amount="50", due_on=due, deliverables="x")

    assert "A plan has at most 100 steps." in response.content.decode()
    assert Milestone.objects.filter(order=placed).count() == 100


def test_milestones_that_come_and_go_don_t_grow_the_plan_for_ever(as_, ada, order, monkeypatch):
    monkeypatch.setattr(
        "milestones.actions.parts.planning.MOST_ROWS", 4
    )  # three steps, and the one that comes and goes
    placed, due = order("open"), clock.now().date() + clock.days(90)
    terms = {"name": "x", "amount": "50", "due_on": due, "deliverables": "x"}
    as_(ada).do("add_milestone", placed, **terms)
    PlanScreen(as_(ada), placed).take_out(4).send()

    html = as_(ada).do("add_milestone", placed, **terms).content.decode()

    assert "So many steps came and went" in html
    assert Milestone.objects.filter(order=placed).count() == 4
