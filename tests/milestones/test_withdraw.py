"""Taking back what one asked for."""

from tests.milestones.conftest import asked


def test_only_the_asker_takes_it_back(as_, ada, grace, order):
    placed = order("fair", 500, 500)
    as_(ada).do("ask_to_cancel", placed, milestone="all", fault="nobody", reason="Why not.")

    assert as_(grace).do("withdraw", asked()).status_code == 403
    as_(ada).do("withdraw", asked())
    assert asked().state == "withdrawn"
