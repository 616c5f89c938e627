"""Ticking substeps off."""

from tests.workshop import nth


def test_substeps_are_ticked_by_the_freelancer_alone(as_, ada, grace, order):
    placed = order("fair")
    milestone = nth(placed, 1)
    milestone.substeps = [{"name": "Draft", "done_at": None}]
    milestone.save(update_fields=["substeps"])

    assert as_(ada).do("tick", milestone, number="0").status_code == 403
    as_(grace).do("tick", milestone, number="0")
    assert nth(placed, 1).substeps[0]["done_at"]
    as_(grace).do("tick", milestone, number="0")
    assert nth(placed, 1).substeps[0]["done_at"] is None
    for wrong in ("5", "-1", "x", ""):
        assert as_(grace).do("tick", milestone, number=wrong).status_code == 409
