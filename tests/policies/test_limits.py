"""What a rulebook asks of a plan."""

from datetime import date

import pytest

from marketplace.policies import limits
from marketplace.policies.plan import MilestoneTerms

pytestmark = pytest.mark.django_db


def test_no_milestone_is_due_in_the_year_9999(preset):
    far = MilestoneTerms("Far", 100_000, deliverables=["File"], due_on=date(9999, 12, 31))

    problems = limits.check(preset("contract14"), [far], "USD", origin="direct")

    assert [(one.field, one.message) for one in problems] == [("due_on", limits.TOO_FAR)]
