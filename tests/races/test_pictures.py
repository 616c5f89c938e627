"""The last picture of a gallery, from two tabs at once; and one picture, made by two workers at once."""

import threading

import pytest

from marketplace.errors import Refused
from marketplace.gigs import actions
from marketplace.gigs.actions.parts import versions
from marketplace.gigs.gallery import checking, making
from marketplace.gigs.models import Picture
from tests.gigs.test_pictures import drawn, file, folder, upload
from tests.gigs.workshop import draft, said_by

__all__ = ["folder"]


@pytest.fixture
def barrier(monkeypatch):
    """Both have counted before either writes, but for the lock."""
    barrier, keep = threading.Barrier(2), versions.keep

    def keep_together(*args):
        try:
            barrier.wait(0.5)
        except threading.BrokenBarrierError:
            barrier.reset()
        return keep(*args)

    monkeypatch.setattr(versions, "keep", keep_together)


def test_a_sixth_picture_from_two_tabs(together, grace, barrier, folder):
    gig = draft(grace, pictured=False)
    upload(gig, *(drawn(left=(shade, 0, 0)) for shade in range(4)))
    files = [[checking.check(file(drawn(left=(0, 9 + shade, 0))))] for shade in range(2)]

    outcomes = together(*[lambda one=one: actions.upload(gig, one, by=grace) for one in files])

    assert sorted(type(one) for one in outcomes if isinstance(one, Exception)) == [Refused]
    assert len(said_by(gig).pictures) == gig.pictures.count() == len(list(folder.iterdir())) == 5


def test_two_workers_at_once_make_it_once(together, grace, folder):
    gig = draft(grace, pictured=False)
    upload(gig)

    assert sorted(together(making.make_due, making.make_due)) == [0, 1]

    picture = Picture.objects.get()
    assert {f"gigs/{one.name}" for one in folder.iterdir()} == {one.name for one in picture.files}
