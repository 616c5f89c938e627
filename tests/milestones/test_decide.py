"""Support decides a dispute."""

import pytest

from marketplace.actors import Support
from milestones.actions import disputes
from milestones.models import Case

pytestmark = pytest.mark.django_db


def test_the_person_who_decides_is_named_and_so_is_what_was_decided(as_, ada, grace, sam, disputed):
    dispute = Case.objects.get(kind="dispute")
    disputes.decide(dispute, by=Support(sam, "I looked at both."), released=60_000)

    assert "Decided by support" in as_(ada).see("order", disputed.pk)
    for person, back in ((grace, "$400.00 back to Ada"), (ada, "$412.00 back to you")):
        said = f"$600.00 accepted, {back}"
        assert f"Sam from support decided the dispute: {said}" in as_(person).see("history", disputed.pk)
        center = as_(person).see("resolution", disputed.pk)
        assert f"Decided by Sam from support: {said}: “I looked at both.”" in center


def test_the_reason_of_one_act_is_said_once(as_, ada, sam, disputed):
    disputes.decide(Case.objects.get(kind="dispute"), by=Support(sam, "I looked at both."), released=0)

    assert as_(ada).see("history", disputed.pk).count("I looked at both.") == 1
