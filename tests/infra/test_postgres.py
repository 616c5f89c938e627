"""The embedded PostgreSQL comes up whatever it finds, and changes nothing that is not its own."""

import os
import signal
import tempfile
from pathlib import Path

import pytest

from local.postgres import Postgres

pytestmark = pytest.mark.processes
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root's server runs as somebody else: run as root")


@pytest.fixture
def place():
    """A folder that everybody may enter; pytest's own are closed."""
    with tempfile.TemporaryDirectory(prefix="cairn-test-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture
def make(place):
    """A function that makes a server on a folder; all are stopped and removed at the end."""
    made = []

    def make(folder=place / "data", fast=True):
        made.append(Postgres(folder, fast=fast))
        return made[-1]

    yield make
    for postgres in made:
        postgres.stop()
        postgres.remove()


def test_it_starts_empty_and_keeps_what_it_gets(make):
    with make() as postgres:
        postgres.make_database("cairn")
        postgres.sql("CREATE TABLE kept (id int)", database="cairn")

    with make() as postgres:
        assert postgres.sql("SELECT count(*) FROM kept", database="cairn") == "0"


def test_it_recovers_from_kill_9_and_a_number_that_belongs_to_somebody_else(make):
    first = make(fast=False)
    first.start()
    first.sql("CREATE TABLE kept (id int)")
    first.server.send_signal(signal.SIGKILL)
    first.server.wait()
    stale = first.pid_file().read_text().split("\n")
    first.pid_file().write_text("\n".join([str(os.getpid()), *stale[1:]]))

    with make() as second:
        assert second.sql("SELECT count(*) FROM kept") == "0"


def test_it_takes_over_from_a_server_that_a_killed_run_left(make):
    left = make()
    left.start()

    with make() as postgres:
        assert postgres.sql("SELECT 1") == "1"
        assert left.server.wait(5) == 0


def test_it_begins_again_when_the_first_start_was_interrupted(make, place):
    (place / "data").mkdir()
    (place / "data" / "half.conf").touch()

    with make() as postgres:
        assert postgres.sql("SELECT 1") == "1"


def test_it_lives_in_a_folder_whose_name_is_too_long_for_a_socket(make, place):
    with make(place / "very" / ("long" * 30) / "data") as postgres:
        assert postgres.sql("SELECT 1") == "1"
        assert len(str(postgres.socket_folder)) < 80


@as_root
def test_root_keeps_a_closed_folder_closed(make, place):
    closed = place / "closed"
    closed.mkdir(mode=0o700)

    with make(closed / "data") as postgres:
        assert postgres.sql("SELECT 1") == "1"
        assert postgres.data.stat().st_uid != 0

    assert closed.stat().st_mode & 0o777 == 0o700
    assert (closed / "data").is_symlink()


@as_root
def test_roots_data_moves_when_its_folder_is_closed_later(make, place):
    with make() as postgres:
        postgres.make_database("kept")

    place.chmod(0o700)

    with make() as postgres:
        assert postgres.sql("SELECT count(*) FROM pg_database WHERE datname = 'kept'") == "1"
