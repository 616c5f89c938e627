"""The last picture that there is room for, from two tabs at once; and one picture, made by two workers at once."""

import threading

import pytest
from django.db.models import QuerySet

from marketplace.errors import Refused
from marketplace.gigs import actions
from marketplace.gigs.actions import picturing
from marketplace.gigs.actions.parts import versions
from marketplace.gigs.gallery import checking, making
from marketplace.gigs.models import Picture
from tests.gigs.test_pictures import again, drawn, file, folder, later, upload
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


@pytest.fixture
def unlocked(monkeypatch):
    """Take the row locks of people and of gigs away, to show what they are for."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **options: self.all())


@pytest.fixture
def two_tabs(together, grace, barrier, folder):
    """One more picture from each of two tabs, into these gigs; how many were refused."""

    def run(*gigs) -> int:
        files = [[checking.check(file(drawn(left=(0, 9 + shade, 0))))] for shade in range(2)]
        calls = zip(files, gigs, strict=True)
        outcomes = together(*[lambda one=one, gig=gig: actions.upload(gig, one, by=grace) for one, gig in calls])
        troubles = [one for one in outcomes if isinstance(one, Exception)]
        assert all(isinstance(one, Refused) for one in troubles), troubles
        return len(troubles)

    return run


@pytest.fixture
def almost_full(grace, folder):
    gig = draft(grace, pictured=False)
    upload(gig, *(drawn(left=(shade, 0, 0)) for shade in range(4)))
    return gig


def test_a_sixth_picture_from_two_tabs(two_tabs, almost_full, folder):
    assert two_tabs(almost_full, almost_full) == 1

    assert len(said_by(almost_full).pictures) == almost_full.pictures.count() == len(list(folder.iterdir())) == 5


def test_without_the_locks_there_would_be_six(two_tabs, almost_full, unlocked):
    assert two_tabs(almost_full, almost_full) == 0

    assert almost_full.pictures.count() == 6


@pytest.fixture
def one_may_wait(monkeypatch):
    """A person may have one picture that is not made yet, in whichever gig."""
    monkeypatch.setattr(picturing, "MOST_WAITING", 1)


def test_one_too_many_in_two_gigs_at_once(two_tabs, one_may_wait, grace):
    assert two_tabs(draft(grace, pictured=False), draft(grace, pictured=False)) == 1


def test_without_the_lock_of_the_person_both_would_be_taken(two_tabs, one_may_wait, grace, unlocked):
    assert two_tabs(draft(grace, pictured=False), draft(grace, pictured=False)) == 0


@pytest.fixture
def cuts(monkeypatch):
    """How often a picture was cut."""
    seen, cut = [], making.cut

    def counted(*args, **options):
        seen.append(args)
        return cut(*args, **options)

    monkeypatch.setattr(making, "cut", counted)
    return seen


@pytest.fixture
def both_begin(monkeypatch):
    """Two workers have both seen that a picture is due before either claims it."""
    barrier, make = threading.Barrier(2), making.make

    def together(pk):
        barrier.wait(5)
        return make(pk)

    monkeypatch.setattr(making, "make", together)


def test_two_workers_at_once_make_it_once(together, grace, folder, cuts, both_begin):
    upload(draft(grace, pictured=False))

    assert sorted(together(making.make_due, making.make_due)) == [0, 1]

    picture = Picture.objects.get()
    assert {f"gigs/{one.name}" for one in folder.iterdir()} == {one.name for one in picture.files}
    assert len(cuts) == 1


def test_without_its_claim_it_would_be_made_twice(together, monkeypatch, grace, folder, cuts, both_begin):
    """And written down once all the same: whoever comes second is overtaken, and takes its files with it."""
    monkeypatch.setattr(making, "_claim", lambda pk: Picture.objects.get(pk=pk))
    upload(draft(grace, pictured=False))

    assert sorted(together(making.make_due, making.make_due)) == [0, 1]

    assert len(cuts) == 2
    assert {f"gigs/{one.name}" for one in folder.iterdir()} == {one.name for one in Picture.objects.get().files}


def test_a_try_that_was_taken_for_dead_writes_over_nothing(together, monkeypatch, grace, folder):
    """It ends after the next one. Without the number of its try in `_write_down` it would be the picture."""
    [picture] = upload(draft(grace, pictured=False))
    slow, is_cutting, is_done, cut = threading.local(), threading.Event(), threading.Event(), making.cut

    def cut_slowly(*args, **options):
        made = cut(*args, **options)
        if getattr(slow, "down", False):
            is_cutting.set()
            is_done.wait(20)
        return made

    def first():
        slow.down = True
        return making.make_due()

    def second():
        is_cutting.wait(20)
        later(picture)
        try:
            return making.make_due()
        finally:
            is_done.set()

    monkeypatch.setattr(making, "cut", cut_slowly)

    assert together(first, second) == [0, 1]

    assert {f"gigs/{one.name}" for one in folder.iterdir()} == {one.name for one in again(picture).files}
