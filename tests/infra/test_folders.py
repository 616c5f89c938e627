"""The queue of a site without Redis."""

import os

import kombu
import pytest
from kombu.exceptions import ChannelError

from marketplace import folders


@pytest.fixture(scope="module")
def queue(tmp_path_factory):
    """A queue in folders, as `bin/demo` has it. One for all: kombu remembers by process what is bound to what."""
    tmp_path = tmp_path_factory.mktemp("site")
    options = {
        "data_folder_in": str(tmp_path / "queue"),
        "data_folder_out": str(tmp_path / "queue"),
        "control_folder": str(tmp_path / "queue" / "control"),
    }
    with kombu.Connection(transport=folders.Transport, transport_options=options) as connection:
        yield connection.SimpleQueue("celery")


def test_what_is_put_is_got_once(queue):
    queue.put({"task": "sweep"})

    assert queue.get(block=False).payload == {"task": "sweep"}
    with pytest.raises(queue.Empty):
        queue.get(block=False)


def test_half_a_message_is_none(queue, monkeypatch):
    """A worker that looks while a message is written gets it the next time, and does not end on half of it."""
    really, seen = os.replace, []

    def look_in_between(half, whole):
        with pytest.raises(queue.Empty):
            queue.get(block=False)
        seen.append(half)
        really(half, whole)

    monkeypatch.setattr(folders.os, "replace", look_in_between)
    queue.put({"task": "sweep"})

    assert seen
    assert queue.get(block=False).payload == {"task": "sweep"}


def test_a_full_disk_is_an_error_of_the_queue(queue, monkeypatch):
    monkeypatch.setattr(folders.Path, "write_bytes", lambda path, data: (_ for _ in ()).throw(OSError(28, "No space")))

    with pytest.raises(ChannelError):
        queue.put({"task": "sweep"})
