"""Odd values in every field of the forms about orders, offers, cards and people: an answer, and never an error page."""

import pytest

from marketplace import clock
from tests.escrow.test_sources import GOOD
from tests.inputs.test_delivered_files import PROFILE
from tests.offers.test_contract import data
from tests.offers.test_editor import NEW
from tests.permissions.conftest import undone
from tests.workshop import nth

ODD = [
    "",
    "-1",
    "9" * 5000,
    "1e999999999",
    "NaN",
    "1,5",
    "0001-01-01",
    "9999-12-31",
    "\0",
    "\ud7ff\uffff",
    "x" * 20_000,
]


def statuses(visitor, url, sent) -> dict:
    found = {}
    for name in sent:
        for odd in ODD:
            with undone():
                found[(name, odd[:12])] = visitor.post(url, {**sent, name: odd}).status_code
    return found


def places(ada, grace, placed, offer):
    due = (clock.now() + clock.days(90)).date().isoformat()
    plan = {"name": "x", "amount": "50", "due_on": due, "days": "5", "deliverables": "x", "revisions": "1"}
    first, second = nth(placed, 1), nth(placed, 2)
    rows = {f"milestones-0-{name}": value for name, value in {**plan, "milestone": str(second.pk), "seen": "x"}.items()}
    orders, begun = f"/orders/{placed.pk}", f"/milestones/{first.pk}"
    edited = data(ada, grace, op="save", split_total="100", percentages="50/50", scope="x", who="x", invite="")
    return [
        (ada, f"{orders}/add-milestone/", plan),
        (ada, f"{orders}/plan/", {"op": "send", "row": "0", "on": str(second.pk), "reason": "x", **rows}),
        (ada, f"{begun}/release-part/", {"part": "5", "once": "x"}),
        (ada, f"{begun}/fund/", {"total": "1", "source": "balance"}),
        (grace, f"{begun}/tick/", {"number": "0", "done": "1"}),
        (grace, f"{begun}/deliver/", {"message": "x", "links-0": "https://example.org/", "waiting": "x", "once": "x"}),
        (grace, f"{orders}/ask-for-time/", {"milestone": str(first.pk), "days": "3", "reason": "x"}),
        (ada, f"{orders}/ask-to-cancel/", {"milestone": "all", "fault": "nobody", "reason": "x"}),
        (ada, NEW, edited),
        (ada, NEW, {**edited, "op": "split"}),
        (grace, f"/offers/{offer.pk}/accept/", {"version": "1", "signature": "x", "agree": "on", "source": "balance"}),
        (ada, "/wallet/sources/add/", GOOD),
        (ada, "/settings/", {**PROFILE, "skills": "a, b"}),
    ]


@pytest.mark.parametrize("which", range(13))
def test_odd_values_never_lead_to_an_error(as_, ada, grace, order, offered, which):
    person, url, sent = places(ada, grace, order("contract14"), offered("studio"))[which]

    found = statuses(as_(person), url, sent)

    assert len(found) >= len(ODD)
    assert {case: status for case, status in found.items() if status >= 500 or status == 405} == {}
