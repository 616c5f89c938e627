"""A proposed plan against the suggested one: what is new, left out, or different."""

from marketplace.jobs.plan_diff import diff
from marketplace.policies.plan import MilestoneTerms

SUGGESTED = [
    MilestoneTerms("Import the colours", 80_000, days=10),
    MilestoneTerms("Search page", 100_000, days=8),
    MilestoneTerms("Tests", 60_000, days=4),
    MilestoneTerms("Monthly report", 20_000, days=2),
]
PROPOSED = [
    MilestoneTerms("Colour index", 60_000, days=7),
    MilestoneTerms("Search page", 100_000, days=8),
    MilestoneTerms("Search by a picture", 44_000, days=5),
    MilestoneTerms("Tests", 60_000, days=4),
]


def test_steps_are_told_apart_by_their_names_though_there_are_as_many():
    found = diff(SUGGESTED, PROPOSED, "USD")

    assert [(row.change, row.what) for row in found.rows] == [
        ("changed", "Name, time and price"),
        ("same", "As suggested"),
        ("added", "Added"),
        ("same", "As suggested"),
        ("removed", "Left out"),
    ]
    assert (found.days.before, found.days.after, found.what, found.steps) == ("24 days", "24 days", "$40.00 more", 4)


def test_what_was_left_open_is_no_difference():
    found = diff([MilestoneTerms("All of it", 0)], [MilestoneTerms("All of it", 50_000, days=9)], "USD")

    assert [(row.change, row.what) for row in found.rows] == [("same", "As suggested")]
    assert (found.price.before, found.price.after, found.what) == ("", "$500.00", "")
