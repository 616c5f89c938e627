"""Programs for these tests to run beside them, and what to wait for."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

import redis
from django.db import connections
from django.test import Client

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


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Redis:
    """A redis-server of the test's own, which can be stopped, silenced and filled."""

    def __init__(self, folder: Path):
        self.folder, self.port = folder, free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.start()

    def start(self) -> None:
        command = ["redis-server", "--port", self.port, "--bind", "127.0.0.1", "--save", ""]
        self.program = Program(self.folder / "redis.log", *command, "--maxmemory-policy", "noeviction")
        self.program.wait_for("Ready to accept connections")

    def ask(self, *command) -> str:
        return redis.Redis.from_url(self.url).execute_command(*command)

    def stop(self) -> None:
        self.program.kill()

    def silence(self) -> None:
        os.kill(self.program.process.pid, signal.SIGSTOP)

    def speak(self) -> None:
        os.kill(self.program.process.pid, signal.SIGCONT)

    def fill(self) -> None:
        self.ask("CONFIG", "SET", "maxmemory", "1")

    def empty(self) -> None:
        self.ask("CONFIG", "SET", "maxmemory", "0")


@dataclass
class Answer:
    status: int
    text: str
    headers: Message
    seconds: float


class Site:
    """gunicorn as it runs in production, and a browser without a screen that keeps its cookies."""

    def __init__(self, folder: Path, **env):
        self.port = free_port()
        command = ["-m", "gunicorn", "marketplace.wsgi", "--bind", f"127.0.0.1:{self.port}", "--no-control-socket"]
        command += ["--worker-class", "gthread", "--workers", "1", "--threads", "4"]
        env = rehearsal(folder) | {"DJANGO_SETTINGS_MODULE": "tests.infra.served", "DATABASE_POOL": "4"} | env
        self.program = Program(folder / "web.log", sys.executable, *command, **env)
        self.program.wait_for("Booting worker")
        eventually(lambda: self.get("/static/none").status in (404, 500, 503))

    def get(self, path: str, user=None, **headers) -> Answer:
        if user is not None:
            headers["Cookie"] = f"sessionid={session_of(user)}"
        return self.ask(Request(f"http://127.0.0.1:{self.port}{path}", headers=headers))

    def post(self, path: str, **data) -> Answer:
        """Send a form as a stranger does: the page first, for its token."""
        page = self.get(path)
        cookie = page.headers["Set-Cookie"].partition(";")[0]
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)[1]
        body = urlencode(data | {"csrfmiddlewaretoken": token}).encode()
        return self.ask(Request(f"http://127.0.0.1:{self.port}{path}", body, {"Cookie": cookie}))

    def ask(self, request: Request) -> Answer:
        began = time.monotonic()
        try:
            answer = BROWSER.open(request, timeout=15)
        except HTTPError as error:
            answer = error
        except OSError:  # nobody listens yet
            return Answer(0, "", Message(), time.monotonic() - began)
        with answer:
            text = answer.read().decode()
            return Answer(answer.status, text, answer.headers, time.monotonic() - began)


class Staying(HTTPRedirectHandler):
    """Answers are looked at, not followed."""

    def redirect_request(self, *args):
        return None


BROWSER = build_opener(Staying)


def session_of(user) -> str:
    """The cookie of a person who is signed in."""
    if not hasattr(user, "session_cookie"):
        client = Client()
        client.force_login(user)
        user.session_cookie = client.cookies["sessionid"].value
    return user.session_cookie
