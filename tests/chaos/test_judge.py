"""The judge of the chaos sees what is lost and what came twice."""

from types import SimpleNamespace

import pytest

from tests.chaos.test_chaos import PAIRS, judge, welcome

ACTS = [f"milestone.delivered milestone:{number}" for number in range(11 * PAIRS)]


def found(**spoiled) -> dict:
    """What an audit says after a storm that did no harm, or this harm."""
    fine = {
        "books": [],
        "acts": ACTS,
        "twice": [],
        "charges": [],
        "torn": [],
        "files": 3,
        "waiting": {"mails": 0},
        "given up": 0,
        "refused": 0,
        "stumbles": 0,
        "mails": {"notification-1": "Grace delivered step 1"},
        "fired": 2,
        "people": ["new0@chaos.example", "new1@chaos.example", "new2@chaos.example"],
    }
    return fine | {name.replace("_", " "): value for name, value in spoiled.items()}


def mail(number: int, to: str = "ada@chaos.example") -> dict:
    return {"id": f"<notification-{number}@localhost>", "to": [to]}


def look(audit: dict, letters=None, *, faults: int = 2) -> None:
    said = [("deliver", f"/milestones/{number}/deliver/") for number in range(11 * PAIRS)]
    house = SimpleNamespace(mails=lambda: [mail(1)] if letters is None else letters)
    judge(house, [SimpleNamespace(said=said)], audit, faults, "the report")


def test_no_harm_is_none():
    look(found())


HARM = {
    "an act": {"acts": ACTS[1:]},
    "a cent": {"books": ["entry 7 does not balance"]},
    "an act that came twice": {"twice": ["milestone.funded milestone:1 2 times"]},
    "a charge": {"charges": ["key: bank 100, books None"]},
    "a file": {"torn": ["deliveries/1"]},
    "a timer": {"waiting": {"due timers": 1}},
    "a mail that was never sent": {"given_up": 1},
    "a mail that was said to be sent": {"mails": {"notification-2": "You are paid"}},
    "an event that nobody was told of": {"stumbles": 1},
}


@pytest.mark.parametrize("harm", HARM)
def test_it_sees_the_loss_of(harm):
    with pytest.raises(AssertionError):
        look(found(**HARM[harm]))


def test_it_sees_mails_that_come_again_and_again():
    look(found(), [mail(1)] * 5)
    with pytest.raises(AssertionError, match="twice"):
        look(found(), [mail(1)] * 6)


@pytest.mark.parametrize(("people", "letters"), [(2, 3), (3, 2)])
def test_it_sees_a_newcomer_without_account_or_mail(people, letters):
    audit = found()
    house = SimpleNamespace(mails=lambda: [mail(0, address) for address in audit["people"][:letters]])
    newcomers = SimpleNamespace(welcomed=audit["people"], troubles=[])
    with pytest.raises(AssertionError):
        welcome(house, newcomers, audit | {"people": audit["people"][:people]})
