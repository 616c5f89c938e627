"""Many people at once: each looks around, and does what is theirs to do with their orders."""

import re
import threading
import time
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from urllib.parse import urlencode

from local import Trouble
from tests.bench.loading import Line

TOKEN = "bench" + "0" * 27  # what Django's check against forged forms compares: one in the cookie, one in the form


class Crowd:
    """People as tests.bench.plays.crowd describes them, each with one request at a time."""

    def __init__(self, path: Path, people: list[dict]):
        self.path, self.lock = path, threading.Lock()
        self.paid: set[int] = set()  # steps that a freelancer can hand in
        self.people = [(Line(path), one["cookie"], self._work(one)) for one in people]
        self.errors: list[str] = []

    def play(self, seconds: float) -> list[float]:
        """Have all of them do what they do; how long each answer took, in seconds."""
        return self._together(seconds, lambda cookie, work: next(work))

    def look(self, path: str, seconds: float) -> list[float]:
        """Have all of them ask for one page."""
        return self._together(seconds, lambda cookie, work: (path, None))

    def _together(self, seconds: float, choose) -> list[float]:
        until, took = time.monotonic() + seconds, []

        def visit(line, cookie, work):
            while time.monotonic() < until:
                path, form = choose(cookie, work)
                started = time.monotonic()
                try:
                    line.ask(request_of(path, cookie, form), also=(302,))
                except (Trouble, OSError) as error:
                    line.close()
                    with self.lock:
                        self.errors.append(f"{path}: {error}")
                took.append(time.monotonic() - started)

        threads = [threading.Thread(target=visit, args=person) for person in self.people]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return took

    def _work(self, person: dict) -> Iterator[tuple[str, dict | None]]:
        """What this person asks for, one after the other: a path, and the form that is posted there, if any."""
        act = {"client": self._as_client, "freelancer": self._as_freelancer}[person["role"]]
        for order, first in cycle(person["orders"]):
            yield "/dashboard/", None
            yield f"/orders/{order}/", None
            yield from act(order, first)
            yield "/wallet/", None

    def _as_client(self, order: int, first: int) -> Iterator[tuple[str, dict | None]]:
        if first + 1 in self.paid:
            return
        yield f"/milestones/{first}/approve/", {}
        yield f"/orders/{order}/", None
        yield f"/milestones/{first + 1}/fund/", None
        yield f"/milestones/{first + 1}/fund/", {"total": "105500"}
        self.paid.add(first + 1)

    def _as_freelancer(self, order: int, first: int) -> Iterator[tuple[str, dict | None]]:
        if first + 1 not in self.paid:
            return
        self.paid.discard(first + 1)
        yield f"/milestones/{first + 1}/deliver/", {"message": "Here it is."}
        yield f"/orders/{order}/", None


def request_of(path: str, cookie: str, form: dict | None = None) -> bytes:
    """What somebody's browser sends, as nginx hands it on: with a connection for each."""
    body = b"" if form is None else urlencode({**form, "csrfmiddlewaretoken": TOKEN}).encode()
    lines = [
        f"{'GET' if form is None else 'POST'} {path} HTTP/1.1",
        "Host: localhost",
        "Connection: close",  # as nginx asks, which keeps the browsers' own connections
        f"Cookie: sessionid={cookie}; csrftoken={TOKEN}",
    ]
    if form is not None:
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


def p95(took: list[float]) -> float:
    return sorted(took)[int(len(took) * 0.95)]


def kinds(errors: list[str]) -> dict[str, int]:
    """How often each error was met, without the numbers of what it was about."""
    plain = [re.sub(r"\d+(?=/)", "…", one) for one in errors]
    return {one: plain.count(one) for one in sorted(set(plain))}
