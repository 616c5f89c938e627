"""Workers that are killed in the middle of a mail lose none: not an invitation, not a notification, not a reset."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from marketplace import clock
from marketplace.mail.delivery import CLAIM
from marketplace.mail.models import OutgoingMail
from marketplace.mail.sending import QUEUE
from marketplace.notifications.models import Notification
from marketplace.notifications.tasks import dispatch
from tests.infra.servers import ROOT, database_url, eventually
from tests.offers import conftest as do

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def postman():
    """Start a worker's task against the server at this port; whoever is left is killed."""
    started = []

    def start(port):
        env = os.environ | {"DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "tests.settings"}
        started.append(subprocess.Popen([sys.executable, "-m", "tests.mail.postman", str(port)], env=env, cwd=ROOT))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


@pytest.fixture
def caused(no_worker, ada, grace, visa):
    """Two invitations, a reset and an offer between two people; nothing has left."""
    for address in ("one@example.net", "two@example.net"):
        do.send(do.write(ada, address, "fair", role="client"), by=ada, source=visa)
    do.send(do.write(ada, grace, "fair", role="client"), by=ada, source=visa)
    Client().post("/accounts/password/reset/", {"email": grace.email})


def claimed() -> int:
    return OutgoingMail.objects.waiting().filter(attempts__gt=0).count()


def kill_in_the_middle(postman, port) -> None:
    worker = postman(port)
    eventually(lambda: claimed() or worker.poll() is not None)
    assert worker.poll() is None
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()


def claims_run_out() -> None:
    for rows in (OutgoingMail.objects, Notification.objects):
        for one in rows.waiting():
            rows.filter(pk=one.pk).update(next_try_at=one.next_try_at - CLAIM)


def recipients(letters: list[bytes]) -> list[str]:
    lines = [line for letter in letters for line in letter.splitlines() if line.startswith(b"To: ")]
    return sorted(line.decode().partition("@")[0].rpartition("<")[2].removeprefix("To: ") for line in lines)


ALL = ["grace", "grace", "one", "two"]


@pytest.mark.parametrize("verb", [b"silent", b"MAIL", b"DATA"])
def test_kill_9_while_the_server_hangs(caused, postman, post_office, silent_port, use_server, verb):
    post_office.mute = verb
    kill_in_the_middle(postman, silent_port if verb == b"silent" else post_office.port)
    assert OutgoingMail.objects.waiting().count() == 3

    post_office.mute = b""
    claims_run_out()
    use_server(post_office.port, timeout=5)
    QUEUE.send()
    dispatch()

    assert recipients(post_office.letters) == ALL
    assert not OutgoingMail.objects.waiting().exists()
    assert not Notification.objects.waiting().exists()


def test_others_need_not_wait_long(caused, postman, silent_port):
    kill_in_the_middle(postman, silent_port)

    latest = max(OutgoingMail.objects.waiting().values_list("next_try_at", flat=True))
    assert latest < clock.real() + timedelta(minutes=3)


def test_the_module_that_is_killed_here_sends_when_it_is_left_alone(caused, postman, post_office):
    assert Path(ROOT, "tests/mail/postman.py").exists()
    assert postman(post_office.port).wait(60) == 0

    assert recipients(post_office.letters) == ALL
