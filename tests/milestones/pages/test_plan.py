"""The screen of a plan: the rest is changed at once, by the client where the rulebook says so, else by a request."""

import pytest
from django.core import mail
from django.http import QueryDict

from marketplace import clock
from marketplace.formats import day_text
from marketplace.notifications.tasks import dispatch
from milestones.models import Case, Milestone
from milestones.pages import plan as plan_page
from tests.milestones.conftest import words
from tests.milestones.plan_screen import PlanScreen
from tests.workshop import again, nth, pay, sheet, states

LATER = (clock.real() + clock.days(700)).date()
TERMS = {"name": "Better", "amount": "1,250.50", "due_on": LATER.isoformat(), "deliverables": "One\nTwo\n"}


def plan(placed) -> list[tuple[str, int, str]]:
    return [(one.name, one.price, one.state) for one in again(placed).plan]


def test_the_client_changes_all_of_it_at_once_with_a_message(as_, ada, grace, order):
    placed = order("contract14", *[1000] * 4)
    before = sheet()
    screen = PlanScreen(as_(ada), placed).take_out(3).add(name="Ads", amount="400", due_on=LATER.isoformat())
    screen.press("up-3").of(2).type(**TERMS)

    read = words(screen.post("review", reason="As we said."))
    assert "Total of the plan, $4,000.00 until now $3,650.50" in read
    assert "As we said." in read
    assert states(placed) == ["funded", "pending", "pending", "pending", "active"]
    response = screen.send("As we said.")

    assert response.url == f"{placed.get_absolute_url()}#plan"
    assert plan(placed) == [
        ("Part 1", 100_000, "funded"),
        ("Better", 125_050, "pending"),
        ("Part 3", 100_000, "skipped"),
        ("Ads", 40_000, "pending"),
        ("Part 4", 100_000, "pending"),
    ]
    assert sheet() == before
    page = as_(grace).see("order", placed.pk)
    assert "Ada changed step 2: name from Part 2 to Better, amount from $1,000.00 to $1,250.50" in page
    assert "took “Part 3” out of the plan" in page
    assert "As we said." in page
    dispatch()
    letter = next(one for one in mail.outbox if "changed" in one.subject)
    assert "– Took “Part 3” out of the plan" in letter.body
    assert "As we said." in letter.body


def test_the_freelancer_sends_one_request_with_all_changes(as_, ada, grace, order):
    placed = order("contract14")
    screen = PlanScreen(as_(grace), placed).take_out(3).of(2).type(**TERMS)
    assert "Give the reason" in words(screen.post("review"))

    response = screen.send("It grew.")

    case = Case.objects.get()
    assert response.url == case.get_absolute_url()
    assert nth(placed, 2).name == "Part 2"
    read = as_(ada).see("order", placed.pk)
    assert f"“Part 2” becomes “Better”, $1,250.50 instead of $1,000.00, due {day_text(LATER)}" in read
    assert "“Part 3”, $1,000.00, leaves the plan." in read
    side_by_side = as_(ada).get(response.url).content.decode()
    assert "<del>$1,000.00</del>" in side_by_side
    assert "<ins>$1,250.50</ins>" in side_by_side
    as_(ada).do("accept", case)
    assert plan(placed)[1:] == [("Better", 125_050, "pending"), ("Part 3", 100_000, "skipped")]


def test_it_is_answered_by_another_one(as_, ada, grace, order):
    placed = order("fair")
    PlanScreen(as_(grace), placed).of(2).type(amount="1500").send("It grew.")
    asked = Case.objects.get()

    counter = PlanScreen(as_(ada), placed, f"?from={asked.pk}")
    assert counter.typed[f"milestones-{counter.numbers[0]}-amount"] == "1500.00"
    counter.of(2).type(amount="1200").send("Rather that.")

    assert [one.state for one in Case.objects.order_by("pk")] == ["declined", "open"]
    as_(grace).do("accept", Case.objects.latest("pk"))
    assert nth(placed, 2).price == 120_000


def test_what_has_begun_is_locked_with_its_reason(as_, ada, order):
    read = as_(ada).see("plan", order("contract14").pk)

    assert "Part 1" in read
    assert "Only steps that have not begun can be changed." in read


def test_an_older_tab_overwrites_nothing(as_, ada, order):
    placed = order("contract14")
    older = PlanScreen(as_(ada), placed).of(2).type(name="Older")
    PlanScreen(as_(ada), placed).of(2).type(**TERMS).send()

    stale = older.send()

    assert (stale.status_code, nth(placed, 2).name) == (422, "Better")
    assert "Nothing was overwritten" in words(stale)
    assert "Saved as “Name of the step”: Better" in words(stale)
    assert older.take(stale).of(2).type(name="Older").send().status_code == 302
    assert nth(placed, 2).name == "Older"


def test_what_is_paid_meanwhile_is_said_at_its_row_and_nothing_is_lost(as_, ada, order, visa):
    placed = order("open")
    screen = PlanScreen(as_(ada), placed).add(name="Ads", amount="400").of(2).type(name="Better")
    pay(placed, 2, visa)
    before = sheet()

    refused = screen.send()

    html = refused.content.decode()
    assert (refused.status_code, sheet(), len(again(placed).plan)) == (422, before, 3)
    assert "Step 2 is locked: it is funded" in words(refused)
    assert 'value="Better"' in html
    assert 'value="Ads"' in html


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("amount", "4.99", "A step must be at least $5.00 under this rulebook."),
        ("amount", "12.345", "USD has 2 decimals at most."),
        ("amount", "1,23", "Write decimals with a point, such as 1000.50"),
        ("amount", "-5", "The amount must be more than zero."),
        ("name", "", "Give the step a name."),
        ("due_on", "", "Say when this step is due."),
        ("due_on", "soon", "Enter a valid date."),
        ("due_on", "2999-01-01", "more than ten years away"),
        ("deliverables", "\n".join(["line"] * 31), "At most 30 lines; these are 31."),
    ],
)
def test_what_is_wrong_is_said_next_to_its_field(as_, ada, order, field, value, says):
    placed = order("contract14")

    response = PlanScreen(as_(ada), placed).of(2).type(**{**TERMS, field: value}).post("review")

    html = response.content.decode()
    assert response.status_code == 422
    assert says in html
    assert 'aria-invalid="true"' in html
    assert "Step 2, " in html  # of the plan, whose first step is locked
    assert nth(placed, 2).name == "Part 2"


def test_a_limit_of_the_rulebook_is_kept(as_, ada, order):
    placed = order("steps8", *[1000] * 6)

    response = PlanScreen(as_(ada), placed).add(name="Seventh", amount="1000", days="5", revisions="1").send("More.")

    assert response.status_code == 422
    assert "This rulebook allows at most 6 steps." in response.content.decode()
    assert Milestone.objects.filter(order=placed).count() == 6


PRESETS = {
    "studio": ("no", "no"),
    "open": ("changes", "asks"),
    "steps8": ("asks", "asks"),
    "contract14": ("changes", "asks"),
    "steps5": ("no", "no"),
    "fair": ("asks", "asks"),
}


@pytest.mark.parametrize("preset", PRESETS)
def test_who_edits_what_has_not_begun(as_, ada, grace, order, preset):
    placed = order(preset, 3000, 3000)
    may = []
    for person in (ada, grace):
        screen = PlanScreen(as_(person), placed)
        if screen.response.status_code == 409:
            assert "the plan can’t be changed after signing" in words(screen.response)
            may.append("no")
            continue
        assert screen.of(2).type(amount="3500").send("More.").status_code == 302
        may.append("changes" if nth(placed, 2).price == 350_000 else "asks")
        Case.objects.all().delete()
        Milestone.objects.filter(pk=nth(placed, 2).pk).update(amount=3000)

    assert tuple(may) == PRESETS[preset]


@pytest.mark.parametrize(("who", "status"), [("mallory", 404), ("sam", 403)])
def test_nobody_else_touches_it(as_, order, request, who, status):
    placed = order("contract14")
    visitor = as_(request.getfixturevalue(who))

    assert visitor.do("plan", placed, op="send", **{"row": 1, "milestones-1-name": "x"}).status_code == status
    assert visitor.do("add_milestone", placed, **TERMS).status_code == status
    assert len(again(placed).plan) == 3


def test_single_steps_are_changed_on_the_same_screen(as_, ada, order):
    placed = order("contract14")

    assert as_(ada).get(f"/orders/{placed.pk}/add-milestone/").url == f"/orders/{placed.pk}/plan/"


def test_the_places_of_a_plan_are_read_and_set_nothing(order, ada):
    placed = order("contract14")
    data = QueryDict("op=review&row=1&milestones-1-name=Tests&milestones-1-amount=x&reason=Why")
    screen = plan_page.PlanScreen(again(placed), ada, data=data)
    before = dict(vars(screen.lines[0].form))

    assert [place.number for place in screen.shown] == [1, 2]

    assert vars(screen.lines[0].form) == before
    assert screen.check() is False
    assert [label for _, label, _ in screen.errors] == ["Step 2, Amount"]


def test_creating_a_milestone_leads_to_its_payment_and_leaves_it_unpaid(as_, ada, order):
    placed = order("open")
    visitor = as_(ada)
    form = visitor.get(f"/orders/{placed.pk}/add-milestone/").content.decode()
    assert form.index('name="amount"') < form.index('name="name"') < form.index('<details class="disclosure"')
    before = sheet()

    response = visitor.do("add_milestone", placed, amount="400", name="Ads")

    created = nth(placed, 4)
    assert response.url == f"/milestones/{created.pk}/fund/?created=1"
    paying = words(visitor.get(response.url))
    assert "As long as you don’t pay it, it stays unpaid" in paying
    assert "Pay $412.00" in paying
    assert (created.name, created.state, sheet()) == ("Ads", "pending", before)


def test_the_page_takes_as_many_queries_for_many_steps(as_, ada, order):
    few, many = order("contract14", *[1000] * 3), order("contract14", *[1000] * 20)

    assert as_(ada).count("plan", few.pk) == as_(ada).count("plan", many.pk)
