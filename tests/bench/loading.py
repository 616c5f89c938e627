"""Somebody who asks a web server for one page again and again, by a unix socket."""

import re
import socket
import threading
import time
from pathlib import Path

from local import Trouble

CONNECTIONS = 2


class Load:
    """Requests of one signed-in visitor, over connections that are kept."""

    def __init__(self, path: Path, cookie: str):
        self.path, self.cookie = path, cookie

    def wait_until_ready(self, patience: float = 30) -> None:
        until = time.monotonic() + patience
        while True:
            try:
                return Line(self.path).ask(self.request("/bare/"))
            except OSError:
                if time.monotonic() > until:
                    raise Trouble("The web server does not answer.") from None
                time.sleep(0.1)

    def request(self, path: str) -> bytes:
        return f"GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: sessionid={self.cookie}\r\n\r\n".encode()

    def rate(self, path: str, seconds: float) -> float:
        """Answers a second, over all connections."""
        done, until = [0] * CONNECTIONS, time.monotonic() + seconds

        def ask(number: int) -> None:
            line, request = Line(self.path), self.request(path)
            while time.monotonic() < until:
                line.ask(request)
                done[number] += 1

        started = time.monotonic()
        threads = [threading.Thread(target=ask, args=[number]) for number in range(CONNECTIONS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sum(done) / (time.monotonic() - started)


class Line:
    """One connection that is kept as long as the server keeps it."""

    def __init__(self, path: Path):
        self.path, self.socket = path, None

    def close(self) -> None:
        if self.socket is not None:
            self.socket.close()
            self.socket = None

    def ask(self, request: bytes, also: tuple[int, ...] = ()) -> None:
        """Ask, and read the whole answer. Raises Trouble when it is not 200, nor one of these, or leads to sign in."""
        if self.socket is None:
            self.socket = socket.socket(socket.AF_UNIX)
            self.socket.connect(str(self.path))
        self.socket.sendall(request)
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += self.more()
        head, _, body = answer.partition(b"\r\n\r\n")
        if int(head.split()[1]) not in (200, *also) or b"/accounts/login/" in head:
            raise Trouble(f"The web server said {head.splitlines()[0].decode()}.")
        length = re.search(rb"(?i)content-length: (\d+)", head)
        left = int(length[1]) - len(body) if length else 0  # an answer without a body has none
        while left > 0:
            left -= len(self.more())
        if b"connection: close" in head.lower():
            self.close()

    def more(self) -> bytes:
        read = self.socket.recv(65536)
        if not read:
            raise Trouble("The web server hung up.")
        return read
