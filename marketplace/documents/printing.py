"""Making a PDF in a process of its own, which has so much time and memory and no more."""

import json
import logging
import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from marketplace.documents.letters import covered

logger = logging.getLogger(__name__)

SECONDS = 30  # for one, in which a busy machine makes a hundred pages
MOST_BYTES = 4 * 1024 * 1024  # of data
AT_ONCE = BoundedSemaphore(2)  # in one web process
PATIENCE = 10  # seconds to wait for one of those to be done
PRINTER = Path(__file__).with_name("printer.py")


class Unprintable(Exception):
    """There is no PDF, for now or of this; what is printed is still on its page."""


def pdf(template: str, data: dict[str, Any], *, attached: bytes | None = None) -> bytes:
    """Set `templates/<template>.typ` with this data, and `attached` as a file in it. Raises Unprintable.

    Not for use in a transaction, whose locks it would hold for a second.
    """
    said = json.dumps({"template": template, "data": covered(data)}, sort_keys=True).encode()
    if len(said) > MOST_BYTES:
        raise Unprintable("too much to print")
    if not AT_ONCE.acquire(timeout=PATIENCE):
        raise Unprintable("too many at once")
    try:
        return _printed(len(said).to_bytes(8) + said + (attached or b""))
    finally:
        AT_ONCE.release()


def _printed(sent: bytes) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603 - a program of ours, with nothing of anybody's on its command line
            [sys.executable, "-I", str(PRINTER)], input=sent, capture_output=True, timeout=SECONDS, env={}
        )
    except subprocess.TimeoutExpired as error:
        raise Unprintable("it took too long") from error
    if done.returncode:
        logger.error("a PDF could not be made: %s", done.stderr.decode(errors="replace")[-2000:])
        raise Unprintable("the printer failed")
    return done.stdout
