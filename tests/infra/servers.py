"""Programs for these tests to run beside them, and what to wait for."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

from django.db import connections

ROOT = Path(__file__).resolve().parents[2]


class Program:
    """A process whose output the test can read while it runs."""

    def __init__(self, log: Path, *command, **env):
        self.log = log
        with log.open("wb") as out:
            self.process = subprocess.Popen(
                [str(part) for part in command],
                env=os.environ | env,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )

    def said(self) -> str:
        return self.log.read_text(errors="replace")

    def wait_for(self, words: str, patience: float = 120) -> None:
        def heard():
            assert words in self.said() or self.process.poll() is None, self.said()
            return words in self.said()

        eventually(heard, patience, lambda: f"{words!r} is not in:\n{self.said()}")

    def kill(self) -> None:
        """kill -9, with all its children."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def celery(log: Path, *arguments, **env) -> Program:
    return Program(log, sys.executable, "-m", "celery", *arguments, **env)


def eventually(true, patience: float = 60, complaint=lambda: "it never became true") -> None:
    deadline = time.monotonic() + patience
    while not true():
        assert time.monotonic() < deadline, complaint()
        time.sleep(0.1)


def database_url() -> str:
    """The test database, for programs started beside the test."""
    config = connections["default"].settings_dict
    user, password = quote(config["USER"]), quote(config["PASSWORD"])
    port = f"&port={config['PORT']}" if config["PORT"] else ""
    return f"postgresql://{user}:{password}@/{config['NAME']}?host={quote(config['HOST'])}{port}"


def rehearsal(folder: Path) -> dict[str, str]:
    """The environment in which tests.infra.rehearsal runs."""
    return {
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "marketplace.settings",
        "DEMO": "1",
        "DATA_DIR": str(folder),
        "REHEARSAL_FOLDER": str(folder),
    }
