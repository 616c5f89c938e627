"""Mail servers of every temper, on real sockets."""

import contextlib
import smtplib
import socket
import socketserver
import threading

import pytest
from django.core import mail
from django.core.mail.backends import locmem

from marketplace.mail import tasks

SMTP = "django.core.mail.backends.smtp.EmailBackend"
nudge = tasks.send.delay_on_commit  # as the site has it; tests/conftest.py replaces it


@pytest.fixture
def no_worker(worker_is_quick, monkeypatch):
    """Mails wait until the test sends them."""
    monkeypatch.setattr(tasks.send, "delay_on_commit", nudge)


@pytest.fixture
def use_server(settings):
    """Send by SMTP to this port: `use_server(port)`."""

    def use(port, timeout=0.5):
        options = {"host": "127.0.0.1", "port": port, "timeout": timeout}
        settings.MAILERS = {"default": {"BACKEND": SMTP, "OPTIONS": options}}

    return use


@pytest.fixture
def silent_port():
    """A server that takes connections and never says a word."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(50)
        yield server.getsockname()[1]


@pytest.fixture
def closed_port():
    """Where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return port


class Post(socketserver.StreamRequestHandler):
    """As much SMTP as one mail needs. Mutes as soon as its server is told to."""

    def handle(self):
        self.say("220 post")
        for line in self.rfile:
            verb = line.split()[0].upper() if line.split() else b""
            if self.server.mute == verb:
                self.server.gone.wait(10)
                return
            match verb:
                case b"DATA":
                    self.say("354 go on")
                    self.server.letters.append(self.letter())
                    self.say("250 taken")
                case b"RCPT" if any(name in line for name in self.server.unknown):
                    self.say("550 no such mailbox")
                case b"QUIT":
                    self.say("221 bye")
                    return
                case _:
                    self.say("250 fine")

    def letter(self) -> bytes:
        lines = iter(self.rfile.readline, b".\r\n")
        return b"".join(lines)

    def say(self, words):
        self.wfile.write(words.encode() + b"\r\n")


class PostOffice(socketserver.ThreadingTCPServer):
    daemon_threads = allow_reuse_address = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Post)
        self.letters: list[bytes] = []
        self.unknown: list[bytes] = []
        self.mute = b""
        self.gone = threading.Event()

    @property
    def port(self) -> int:
        return self.server_address[1]


@pytest.fixture
def post_office():
    """A mail server that keeps what it gets in `letters`. It knows no mailbox of `unknown` and hangs at `mute`."""
    with PostOffice() as office:
        thread = threading.Thread(target=office.serve_forever, args=(0.05,))
        thread.start()
        yield office
        office.gone.set()
        office.shutdown()
        thread.join()


@pytest.fixture
def refuse(monkeypatch):
    """Let the server refuse these addresses for a while: `with refuse("ada@example.org"): …`."""
    send = locmem.EmailBackend.send_messages

    @contextlib.contextmanager
    def refusing(*addresses, code=550):
        def refuse_some(self, messages):
            for address in addresses:
                if address in messages[0].to[0]:
                    raise smtplib.SMTPRecipientsRefused({address: (code, b"no")})
            return send(self, messages)

        with monkeypatch.context() as broken:
            broken.setattr(locmem.EmailBackend, "send_messages", refuse_some)
            yield

    return refusing


def subjects() -> list[str]:
    return [one.subject for one in mail.outbox]
