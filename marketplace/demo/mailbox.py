"""The demo's post: every mail lands as a file in a folder, and can be read there by everybody who plays."""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.parser import BytesHeaderParser
from email.utils import format_datetime
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend

from marketplace import clock

NAME = re.compile(r"[0-9]{20}-[0-9a-f]{8}\.eml")


class Folder(BaseEmailBackend):
    """A mailer that drops each mail as a file of its own, dated by the demo's clock."""

    def __init__(self, *, file_path, **options):
        super().__init__(**options)
        self.folder = Path(file_path)

    def send_messages(self, messages) -> int:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for message in messages:
            self._drop(message)
        return len(messages)

    def _drop(self, message) -> None:
        """Write it under another name first, so that nobody reads half of it."""
        written = message.message()
        del written["Date"]
        written["Date"] = format_datetime(clock.now())
        name = f"{int(clock.real().timestamp() * 1_000_000):020}-{secrets.token_hex(4)}.eml"
        draft = self.folder / f".{name}"
        draft.write_bytes(written.as_bytes(policy=written.policy.clone(linesep="\n")))
        draft.rename(self.folder / name)


@dataclass(frozen=True)
class Letter:
    """A mail in the folder. `name` is its file's, and the end of its address."""

    name: str
    to: str
    subject: str
    at: datetime
    text: str = ""


def names() -> list[str]:
    """The files in the folder, the newest first."""
    folder = Path(settings.MAIL_DIR)
    if not folder.is_dir():
        return []
    return sorted((file.name for file in folder.iterdir() if NAME.fullmatch(file.name)), reverse=True)


def head(name: str) -> Letter:
    """The head of a mail."""
    with _path(name).open("rb") as file:
        return _letter(name, BytesHeaderParser(policy=policy.default).parse(file))


def read(name: str) -> Letter:
    """A mail with its text. Raises FileNotFoundError."""
    message = message_from_bytes(_path(name).read_bytes(), policy=policy.default)
    body = message.get_body(preferencelist=("plain",))
    return _letter(name, message, body.get_content() if body else "")


def page(name: str) -> str:
    """The half of a mail that is a page; "" where it has none. Raises FileNotFoundError."""
    body = message_from_bytes(_path(name).read_bytes(), policy=policy.default).get_body(preferencelist=("html",))
    return body.get_content() if body else ""


def _path(name: str) -> Path:
    """Where the file is. Only names that we give lead anywhere: there is no way out of the folder."""
    if not NAME.fullmatch(name):
        raise FileNotFoundError(name)
    return Path(settings.MAIL_DIR) / name


def _letter(name: str, message, text: str = "") -> Letter:
    return Letter(name, str(message["To"]), str(message["Subject"]), message["Date"].datetime, text)
