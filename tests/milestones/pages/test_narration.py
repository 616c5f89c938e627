"""Every event has a sentence, and it fits whoever reads it."""

import re
from pathlib import Path

from marketplace.actors import Support
from marketplace.events.models import Event
from milestones.actions import approve, deliver
from milestones.models import CaseKind, CaseState, OrderState
from milestones.queries.reader import Reader
from milestones.wording import event_words, history, sentences
from tests.workshop import accept, again, hand_in, nth, pay

ROOT = Path(__file__).resolve().parents[3]
RECORDS = re.compile(r"""(?:\brecord|_tell)\(\s*(?:\w+,\s*)?f?"([a-z_]+\.[a-z_{}. ]+)["]""")
COMPUTED = {
    "order.{order.state}": [f"order.{state}" for state in OrderState.values if state != OrderState.ACTIVE],
    "case.{case.state}": [f"case.{state}" for state in CaseState.values if state not in ("open", "decided", "settled")],
    "payment.{payment.state}": ["payment.succeeded", "payment.failed", "payment.cancelled"],
}
ONE_OF_TWO = re.compile(r'_tell\(payment, "([a-z_.]+)" if \w+ else "([a-z_.]+)"')


def recorded() -> set[str]:
    """Every kind of event that the code of milestones and escrow writes into an order's history."""
    kinds: set[str] = set()
    for app in ("milestones", "escrow"):
        for path in (ROOT / app).rglob("*.py"):
            code = path.read_text()
            kinds |= {kind for pair in ONE_OF_TWO.findall(code) for kind in pair}
            for kind in RECORDS.findall(code):
                kinds |= set(COMPUTED.get(kind, [kind]))
    return kinds


def test_every_kind_that_is_recorded_has_a_sentence():
    kinds = recorded()

    assert {"milestone.funded", "order.placed", "case.asked", "payment.refunded", "order.completed"} <= kinds
    assert not [kind for kind in kinds if "{" in kind]
    assert kinds - set(history.sentences) == set()


def test_every_kind_of_request_has_its_words():
    assert set(event_words.REQUESTS) == set(CaseKind.values)
    assert set(sentences.ASKED) == set(CaseKind.values) - {CaseKind.DISPUTE}


def told(order, user) -> list[str]:
    """The history, oldest first, as this person reads it."""
    reader = Reader(again(order), user)
    return [line.text for line in reversed(history.history(history.events_for(reader), reader))]


def test_each_side_reads_its_own_side(ada, grace, order):
    placed = order("steps8", 1000, 1000)
    hand_in(placed, 1)
    deliver.request_revision(nth(placed, 1), by=ada, reason="Bigger.")
    hand_in(placed, 1)
    accept(placed, 1)

    assert told(placed, ada) == [
        "You and Grace agreed on the plan: the order began",
        "You paid $1,055.00 into escrow for step 1 (fee $55.00), from Visa ending in 4242",
        "Grace delivered step 1",
        "You asked for a revision of step 1 (1 left)",
        "Grace delivered step 1 again",
        "You approved step 1; Grace received $800.00",
    ]
    assert told(placed, grace) == [
        "Ada and you agreed on the plan: the order began",
        "Ada paid $1,000.00 into escrow for step 1",
        "You delivered step 1",
        "Ada asked for a revision of step 1 (1 left)",
        "You delivered step 1 again",
        "Ada approved step 1; you received $800.00 (fee $200.00, clears in 14 days)",
    ]


def test_people_with_the_same_first_name_get_all_of_it(ada, order):
    placed = order("fair")
    placed.freelancer.display_name = "Ada Byron"
    ada.display_name = "Ada Lovelace"
    placed.client.display_name = "Ada Lovelace"

    assert Reader(placed, placed.client).freelancer == "Ada Byron"
    assert Reader(placed, placed.freelancer).client == "Ada Lovelace"


BETWEEN_CLIENT_AND_BANK = [
    "milestone.sent_back",
    "payment.retried",
    "payment.kept",
    "payment.confirmation_asked",
    "payment.succeeded",
    "payment.cancelled",
    "payment.refunded",
    "payment.refund_failed",
    "payment.refund_returned",
    "payment.refund_late",
    "payment.charge_returned",
    "payment.charge_late",
    "payment.disputed",
    "payment.dispute_won",
    "payment.dispute_lost",
]


def test_what_is_between_one_side_and_its_bank_stays_there(ada, grace, order, visa):
    placed = order("fair")
    before = told(placed, grace), told(placed, ada)
    for kind in BETWEEN_CLIENT_AND_BANK:
        Event.record(
            kind, thread=placed.thread, about="payment:1", by=ada, amount=100, currency="USD", why="No.", source="Visa"
        )

    assert told(placed, grace) == before[0]
    assert len(told(placed, ada)) == len(before[1]) + len(BETWEEN_CLIENT_AND_BANK)
    assert "The bank asks to confirm a payment of $1.00" in told(placed, ada)


def test_a_kind_without_a_sentence_is_still_told(ada, order):
    placed = order("fair")
    Event.record("gig.was_admired", thread=placed.thread, about="gig:1", by=ada)

    assert told(placed, ada)[-1] == "Gig was admired"


def test_a_changed_milestone_says_what_changed(ada, order):
    placed = order("fair")
    changed = {"amount": [100_000, 125_000], "days": [10, 12], "description": ["a", "b"]}
    changes = [
        {"number": 2, "name": "Part 2", "changed": changed},
        {"number": 4, "added": "Ads", "amount": 40_000},
        {"number": 3, "removed": "Part 3", "amount": 100_000},
    ]
    Event.record(
        "order.plan_changed",
        thread=placed.thread,
        about=placed.thread,
        by=ada,
        changes=changes,
        moved=True,
        currency="USD",
    )

    assert told(placed, ada)[-1] == (
        "You changed step 2: amount from $1,000.00 to $1,250.00, days from 10 to 12, description; added step 4 to the "
        "plan: Ads, $400.00; took “Part 3” out of the plan; put the steps into another order"
    )


def test_support_is_a_named_person(ada, grace, sam, order, visa):
    placed = order("open", 500)
    pay(placed, 1, visa)
    hand_in(placed, 1)
    approve.approve_for_support(nth(placed, 1), by=Support(sam, "The client is gone."))
    reader = Reader(again(placed), ada)
    lines = history.history(history.events_for(reader), reader)

    assert ("Sam from support accepted step 1 in your place; Grace received $450.00", "The client is gone.") in [
        (line.text, line.said) for line in lines
    ]
