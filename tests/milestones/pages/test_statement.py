"""The statement of an order: both sides add up the same amounts."""

import csv
from io import StringIO

import pytest

from marketplace.deadlines.sweep import sweep
from marketplace.spreadsheets import inert
from milestones.actions import approve, cases
from milestones.models import Case
from milestones.pages.statement import Statement
from tests.workshop import accept, again, attempt_all, hand_in, nth, pay


def rows(visitor, order) -> list[list[str]]:
    text = visitor.get(f"/orders/{order.pk}/statement.csv").content.decode("utf-8-sig")
    return list(csv.reader(StringIO(text)))


def test_every_line_and_the_sum(as_, ada, grace, order):
    placed = order("steps8")
    hand_in(placed, 1)
    accept(placed, 1)

    page = as_(grace).see("statement", placed.pk)

    assert "Step 1 paid into escrow $1,055.00 +$1,000.00 $55.00 $1,000.00" in page
    assert "Step 1 released to you −$1,000.00 $800.00 $200.00 $0.00" in page
    assert "It adds up $1,055.00 charged = $0.00 held + $800.00 to Grace + $255.00 fees + $0.00 returned" in page


def test_where_the_client_pays_from_is_for_the_client(as_, ada, grace, order):
    placed = order("steps8")

    assert "Step 1 paid into escrow: $1,055.00 from Visa ending in 4242" in as_(ada).see("statement", placed.pk)
    assert "Visa" not in as_(grace).see("statement", placed.pk)


def test_both_sides_have_the_same_sums(as_, ada, grace, order, move):
    placed = order("steps8")
    hand_in(placed, 1)
    accept(placed, 1)
    move(days=14)
    sweep()

    client, freelancer = rows(as_(ada), placed), rows(as_(grace), placed)

    assert client[-1] == freelancer[-1] == ["", "Sum", "USD", "1055.00", "0.00", "800.00", "255.00", "0.00", "0.00"]
    assert [row[1] for row in client] == [
        "What",
        "Step 1 paid into escrow: $1,055.00 from Visa ending in 4242",
        "Step 1 released to Grace",
        "Sum",
    ]
    assert freelancer[3][1] == "Earnings from step 1 cleared: free to spend"


@pytest.mark.parametrize("key", ["fair", "studio", "contract14", "steps8", "open", "steps5"])
def test_it_adds_up_under_every_rulebook(as_, ada, grace, order, visa, key):
    placed = order(key, 2000, 700, 300)
    if key in ("open", "studio"):
        pay(placed, 1, visa)
    hand_in(placed, 1)
    accept(placed, 1)

    for person in (ada, grace):
        page = as_(person).see("statement", placed.pk)
        assert "It adds up" in page
    assert Statement(again(placed), ada).totals.charged > 0


def test_refunds_are_on_it(as_, ada, grace, order):
    placed = order("studio", 2000, 2000)
    pay(placed, 1, ada.payment_sources.get())
    cases.ask_to_cancel(placed, by=ada, reason="No more.")
    cases.accept(Case.objects.get(), by=grace)
    attempt_all(placed)

    page, theirs = as_(ada).see("statement", placed.pk), as_(grace).see("statement", placed.pk)

    assert "Step 1 returned to you −$2,000.00 " in page
    assert "The bank took the refund: it is on its way to the card" in page
    assert "$2,029.00 charged = $0.00 held + $0.00 to Grace + $0.00 fees + $2,029.00 returned" in page
    assert "The bank" not in theirs
    assert "It adds up" in theirs


def test_rolling_a_rest_moves_nothing_out(as_, ada, order):
    placed = order("contract14", 1000, 1000)
    approve.release_part(nth(placed, 1), by=ada, part=60_000)

    page = as_(ada).see("statement", placed.pk)

    assert "The rest of step 1, $400.00, moved into the next step" in page
    assert page.index("Step 1 released to Grace") < page.index("The rest of step 1")
    assert "$1,050.00 charged = $400.00 held + $540.00 to Grace + $110.00 fees + $0.00 returned" in page


def test_before_the_first_payment_there_is_nothing_on_it(as_, ada, order):
    assert "No money has moved yet" in as_(ada).see("statement", order("open").pk)


@pytest.mark.parametrize(("who", "status"), [("grace", 200), ("sam", 200), ("mallory", 404)])
def test_who_sees_it(as_, order, request, who, status):
    visitor, placed = as_(request.getfixturevalue(who)), order("steps8")

    assert visitor.get(f"/orders/{placed.pk}/statement/").status_code == status
    assert visitor.get(f"/orders/{placed.pk}/statement.csv").status_code == status


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "\n=1", "\uff1d1", "\uff0b1", "\uff0d1", "\uff20x"])
def test_no_spreadsheet_takes_words_for_a_formula(text):
    assert inert(text) == f"'{text}"
    assert inert("Step 1") == "Step 1"


def test_it_costs_the_same_however_much_has_moved(as_, ada, order, visa):
    placed = order("open", 500, 500, 500)
    pay(placed, 1, visa)
    visitor = as_(ada)
    few = visitor.count("statement", placed.pk)
    pay(placed, 2, visa)
    for part in (1000, 2000, 3000):
        approve.release_part(nth(placed, 2), by=ada, part=part)

    assert visitor.count("statement", placed.pk) == few <= 6


def test_the_file_says_that_it_is_utf_8(as_, ada, order):
    placed = order("fair")

    assert as_(ada).get(f"/orders/{placed.pk}/statement.csv").content.startswith(b"\xef\xbb\xbfDate")
