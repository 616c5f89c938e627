"""bin/demo, for real: processes, ports, kills."""

import os
import signal
import socket
import subprocess
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from local.postgres import Postgres
from tests.infra.servers import ROOT, eventually

pytestmark = [pytest.mark.processes, pytest.mark.system]


class Demo:
    """One bin/demo, with its data in a folder of the test's own."""

    def __init__(self, folder: Path, port: int, *arguments: str):
        self.folder, self.port = folder, port
        env = os.environ | {"DATA_DIR": str(folder), "PORT": str(port)}
        for name in ("DATABASE_URL", "DATABASE_POOL", "REDIS_URL", "SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL", "DEMO"):
            env.pop(name, None)
        self.output = folder.with_suffix(".txt").open("w+")
        self.process = subprocess.Popen(
            [ROOT / "bin" / "demo", *arguments], env=env, cwd="/", stdout=self.output, stderr=subprocess.STDOUT
        )

    def said(self) -> str:
        self.output.seek(0)
        return self.output.read()

    def wait_for(self, words: str, patience: float = 300) -> None:
        def heard():
            assert words in self.said() or self.process.poll() is None, self.said()
            return words in self.said()

        eventually(heard, patience, self.said)

    def end(self) -> str:
        """Wait for it to end by itself."""
        self.process.wait(60)
        return self.said()

    def stop(self) -> str:
        self.process.send_signal(signal.SIGINT)
        return self.end()

    def healthy(self) -> bool:
        try:
            return urllib.request.urlopen(f"http://localhost:{self.port}/healthz", timeout=5).status == 200
        except urllib.error.HTTPError as error:
            return error.status == 200


def processes_of(folder: Path) -> dict[int, str]:
    """Every living process that was given this data folder, by its command line or its environment."""
    found = {}
    for place in Path("/proc").glob("[0-9]*"):
        try:
            command = (place / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            if str(folder) in command + (place / "environ").read_text(errors="replace"):
                found[int(place.name)] = command
        except OSError:
            continue
    return found


def kill(words: str, folder: Path) -> None:
    for pid, command in processes_of(folder).items():
        if words in command:
            os.kill(pid, signal.SIGKILL)


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def demo(tmp_path, port):
    """A function that starts bin/demo on one data folder; whatever runs at the end of the test is killed."""
    folder = tmp_path / "data"
    yield lambda *arguments, port=port: Demo(folder, port, *arguments)
    kill("", folder)
    Postgres(folder / "postgres").remove()


def test_it_names_the_port_that_is_taken(demo, port):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        run = demo()
        said = run.end()

    assert run.process.returncode == 1
    assert f"Port {port} is in use by another program. Take another one: PORT={port + 1} bin/demo" in said


def test_it_wants_a_number_for_a_port(demo):
    run = demo(port="eighty")

    assert "PORT must be a number from 1 to 65535, not 'eighty'" in run.end()
    assert run.process.returncode == 1


def test_it_lives_through_everything(demo):
    first = demo()
    first.wait_for("Ctrl-C stops everything")
    eventually(first.healthy)

    second = demo()
    assert "bin/demo runs already" in second.end()

    kill("marketplace worker", first.folder)
    first.wait_for("The worker part stopped (-9); starting it again.")

    (first.folder / "mail").mkdir(exist_ok=True)
    (first.folder / "mail" / "kept.txt").touch()
    kill("", first.folder)
    first.end()

    third = demo()
    third.wait_for("Ctrl-C stops everything")
    eventually(third.healthy)
    assert (first.folder / "mail" / "kept.txt").exists()

    assert "Stopped. The data is kept" in third.stop()
    assert third.process.returncode == 0
    assert processes_of(first.folder) == {}


def test_a_killed_run_takes_its_children_along(demo):
    run = demo()
    run.wait_for("Preparing the database")

    run.process.kill()
    run.process.wait()

    eventually(lambda: processes_of(run.folder) == {})
