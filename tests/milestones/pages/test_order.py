"""The order page: who sees what, what happens next, and how little it asks of the database."""

import pytest

from milestones.actions import approve, cases, deliver
from milestones.actions.parts.plan_changes import PlanChange
from milestones.models import Milestone
from tests import workshop
from tests.workshop import accept, again, hand_in, nth, pay


@pytest.mark.parametrize(("who", "status"), [("ada", 200), ("grace", 200), ("sam", 200), ("mallory", 404)])
def test_only_the_parties_and_support_see_it(as_, order, request, who, status):
    visitor = as_(request.getfixturevalue(who))

    assert visitor.get(f"/orders/{order('fair').pk}/").status_code == status


def test_a_stranger_is_asked_to_sign_in(client, order):
    url = order("fair").get_absolute_url()

    assert client.get(url).url == f"/accounts/login/?next={url}"


def test_it_says_to_the_client_what_silence_does(as_, ada, order, move):
    placed = order("steps8", 1000, 1000, 1000)
    hand_in(placed, 1)
    move(days=6)

    page = as_(ada).see("order", placed.pk)

    assert "Grace is waiting for your review of step 1" in page
    assert "1 d 23 h" in page
    assert (
        "the step is accepted, Grace receives $800.00 ($1,000.00 "
        "less the fee), and the order ends; steps 2 and 3 never start"
    ) in page
    assert "To prevent that, approve it yourself and go on, ask for a revision or open a dispute before then." in page
    assert "Approve, pay $1,000.00" in page


def test_the_freelancer_reads_what_arrives_after_the_fee(as_, grace, order):
    placed = order("steps8")
    hand_in(placed, 1)

    page = as_(grace).see("order", placed.pk)

    assert "Ada is reviewing step 1" in page
    assert "you receive $800.00 ($1,000.00 less the fee), and the order ends" in page
    assert "Approve, pay" not in page


@pytest.mark.parametrize(
    ("key", "says"),
    [
        ("studio", "Grace receives $1,000.00; the order goes on"),
        ("fair", "Grace receives $950.00 ($1,000.00 less the fee); then you have 14 days to pay step 2"),
        ("contract14", "Grace receives $900.00 ($1,000.00 less the fee); the order goes on"),
        (
            "steps5",
            (
                "accepted and the order ends: Grace receives $800.00 "
                "($1,000.00 less the fee) for step 1; steps 2 and 3 never start"
            ),
        ),
        ("open", "This rulebook has no review window, so nothing happens by itself: $1,000.00 stays in escrow"),
    ],
)
def test_each_rulebook_has_its_own_silence(as_, ada, order, visa, key, says):
    placed = order(key)
    if key in ("studio", "open"):
        pay(placed, 1, visa)
    hand_in(placed, 1)

    assert says in as_(ada).see("order", placed.pk)


def test_it_asks_the_client_for_the_next_payment_with_its_date(as_, ada, order):
    placed = order("steps8")
    hand_in(placed, 1)
    accept(placed, 1)

    page = as_(ada).see("order", placed.pk)

    assert "Pay step 2 to go on" in page
    assert "the order ends and steps 2 and 3 never start; nothing more is charged" in page
    assert "Pay $1,055.00" in page


def test_it_tells_the_freelancer_not_to_start(as_, grace, order):
    placed = order("steps8")
    hand_in(placed, 1)
    accept(placed, 1)

    assert "Nothing is held for step 2 yet, so don’t start." in as_(grace).see("order", placed.pk)


def test_a_late_milestone_is_called_late(as_, ada, order, move):
    placed = order("steps8")
    move(days=11)

    assert "Grace is working on step 1: late" in as_(ada).see("order", placed.pk)


def test_the_money_adds_up_for_each_side(as_, ada, grace, order):
    placed = order("steps8")
    hand_in(placed, 1)
    accept(placed, 1)

    assert (
        "Accepted and paid out $1,000.00 of which Grace received "
        "$800.00 Held $0.00 Not charged yet $2,000.00 Total $3,000.00"
    ) in as_(ada).see("order", placed.pk)
    assert "You received $800.00 Your fee on it $200.00 Held $0.00 Not charged yet $2,000.00 Total $3,000.00" in as_(
        grace
    ).see("order", placed.pk)


def test_it_names_the_ways_it_can_end(as_, ada, order):
    placed = order("steps8")
    hand_in(placed, 1)

    page = as_(ada).see("order", placed.pk)

    assert "you stop after step 1 Grace gets $800.00 $1,055.00" in page
    assert "the plan is finished Grace gets $2,400.00 $3,165.00" in page


def test_an_ended_order_says_how_it_ended(as_, ada, grace, order):
    placed = order("fair", 500, 500)
    hand_in(placed, 1)
    approve.approve_and_stop(nth(placed, 1), by=ada)

    page = as_(grace).see("order", placed.pk)

    received = "You received $475.00 for step 1 ($500.00 less the fee)."
    assert f"The order was stopped {received} Step 2 never started and cost nothing." in page
    assert "Both sides can agree to reopen it until" in page
    assert "Ask to reopen" in page


def test_what_people_write_is_only_text(as_, ada, grace, order):
    placed = order("fair")
    link = {"url": "https://example.org/?a=1&b=2", "deliverable": ""}
    deliver.deliver(nth(placed, 1), by=grace, message="<script>alert(1)</script>\nsecond line", links=[link])

    html = as_(ada).get(placed.get_absolute_url()).content.decode()

    assert "<script>alert(1)" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;\nsecond line" in html
    assert 'href="https://example.org/?a=1&amp;b=2" rel="nofollow noopener"' in html


def test_revisions_are_kept_with_the_delivery_that_they_answer(as_, ada, order):
    placed = order("fair")
    hand_in(placed, 1)
    deliver.request_revision(nth(placed, 1), by=ada, reason="Larger, please.")
    hand_in(placed, 1)

    page = as_(ada).see("order", placed.pk)

    assert "1 earlier delivery" in page
    assert "Larger, please." in page
    assert "1 revision left" in page


def test_a_request_is_announced_to_both(as_, ada, grace, order):
    placed = order("steps8")
    cases.ask_for_time(nth(placed, 1), by=grace, days=3, reason="Ill.")

    assert "Grace asks for 3 more days for step 1" in as_(ada).see("order", placed.pk)
    assert "it counts as agreed" in as_(ada).see("order", placed.pk)
    assert "You ask for 3 more days for step 1" in as_(grace).see("order", placed.pk)


def test_it_costs_ten_queries_at_most_and_no_more_when_the_order_grows(as_, ada, grace, order, visa):
    placed = order("open", 100, 100)
    visitor, worker = as_(ada), as_(grace)
    pay(placed, 1, visa)
    small = visitor.count("order", placed.pk)
    _grow(placed, ada, grace, visa)

    assert small <= 10
    assert visitor.count("order", placed.pk) <= small
    assert worker.count("order", placed.pk) <= small


def _grow(placed, ada, grace, visa):
    """Many steps, deliveries, links, releases, requests and events."""
    terms = workshop.plan(placed.policy, [50] * 10)
    for one in terms:
        cases.change_plan(placed, PlanChange.adding(again(placed), one), by=ada)
    for number in range(2, 8):
        pay(again(placed), number, visa)
        links = [{"url": f"https://example.org/{n}", "deliverable": "Files"} for n in range(3)]
        deliver.deliver(nth(placed, number), by=grace, message="Here.", links=links)
        approve.release_part(nth(placed, number), by=ada, part=1000)
    cases.ask_to_cancel(placed, by=ada, reason="No more.", milestone=nth(placed, 7))
    assert Milestone.objects.filter(order=placed).count() == 12


def test_the_history_has_pages(as_, ada, order):
    placed = order("fair")
    visitor = as_(ada)
    few = visitor.count("history", placed.pk)
    for _ in range(30):
        hand_in(placed, 1)
        Milestone.objects.filter(order=placed).update(revisions_used=0)
        deliver.request_revision(nth(placed, 1), by=ada, reason="Again.")

    assert visitor.count("history", placed.pk) <= few + 1
    assert "1–40 of 62 events" in visitor.see("history", placed.pk)
    assert "Ada and you" not in visitor.see("history", placed.pk, page=2)
    assert "You and Grace agreed on the plan: the order began" in visitor.see("history", placed.pk, page=2)


def test_support_sees_names_and_no_buttons(as_, sam, order):
    placed = order("steps8")
    hand_in(placed, 1)

    page = as_(sam).see("order", placed.pk)

    assert "Ada is reviewing step 1" in page
    assert "Grace receives $800.00" in page
    assert "Approve" not in page
    assert " you " not in page.partition("Plan")[0].lower()


def test_buttons_are_those_that_work(as_, ada, grace, order):
    placed = order("studio", 2000)
    page = as_(ada).see("order", placed.pk)

    assert "Pay step 1, $2,029.00" in page
    assert "Stop the order" not in page
    assert "Deliver" not in as_(grace).see("order", placed.pk).partition("Plan")[2]
    assert again(placed).is_active
