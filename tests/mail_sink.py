"""A mail server that takes everything and keeps account: python -m tests.mail_sink PORT FILE [HOST]

Each mail becomes a line of JSON in FILE: who gets it, its subject, its Message-ID. Standard library only, so that it
runs anywhere.
"""

import email
import email.policy
import json
import socketserver
import sys
import threading

LOCK = threading.Lock()


class Conversation(socketserver.StreamRequestHandler):
    timeout = 60

    def handle(self):
        self.say("220 sink")
        recipients: list[str] = []
        while line := self.rfile.readline():
            verb = line.split(b" ")[0].strip().upper()
            if verb in (b"EHLO", b"HELO", b"RSET", b"MAIL", b"NOOP"):
                recipients = []
                self.say("250 sink")
            elif verb == b"RCPT":
                recipients.append(line.split(b":", 1)[1].strip().strip(b"<>").decode())
                self.say("250 welcome")
            elif verb == b"DATA":
                self.say("354 go on")
                self.server.keep(recipients, self.letter())
                self.say("250 kept")
            elif verb == b"QUIT":
                return self.say("221 bye")
            else:
                self.say("502 what?")

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def letter(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        return b"".join(lines)


class Sink(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True
    request_queue_size = 100

    def __init__(self, address, file: str):
        self.file = file
        super().__init__(address, Conversation)

    def keep(self, recipients: list[str], letter: bytes) -> None:
        message = email.message_from_bytes(letter, policy=email.policy.default)
        body = message.get_body(("plain", "html"))
        row = {
            "to": recipients,
            "subject": str(message["Subject"]),
            "id": str(message["Message-ID"]),
            "text": body.get_content() if body else "",
        }
        with LOCK, open(self.file, "a") as out:
            out.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    Sink((sys.argv[3] if len(sys.argv) > 3 else "127.0.0.1", int(sys.argv[1])), sys.argv[2]).serve_forever()
