"""Steps that show that they are alive."""

import contextlib
import os
import subprocess
import sys
import textwrap
import time
from pathlib import Path

from local import ROOT, Trouble, processes
from local.postgres import last_words


def say(text: str, *, end: str = "\n", to=None) -> None:
    """Print at once. A terminal that has been closed must not keep us from cleaning up."""
    with contextlib.suppress(OSError):
        print(text, end=end, file=to or sys.stdout, flush=True)


class Progress:
    """Runs commands one after the other, says which, and keeps what they print in `log`."""

    def __init__(self, log: Path):
        self.log = log
        self.lively = sys.stdout.isatty()
        log.parent.mkdir(parents=True, exist_ok=True)

    def run(self, label: str, command: list, *, env: dict | None = None, hint: str = "") -> None:
        """Run a command to its end; Trouble with its last words when it fails."""
        started = time.monotonic()
        if not self.lively:
            say(f"  {label} …", end="")
        with open(self.log, "wb") as out:
            child = processes.start(command, env=os.environ | (env or {}), cwd=ROOT, stdout=out, stderr=out)
            try:
                self.watch(child, label, started)
            finally:
                processes.stop(child)
        if child.returncode:
            self.end(label, "failed")
            raise Trouble("\n".join(filter(None, [last_words(self.log), hint])))
        self.end(label, f"{time.monotonic() - started:.1f} s")

    def watch(self, child: subprocess.Popen, label: str, started: float) -> None:
        shown = -1
        while child.poll() is None:
            if self.lively and (seconds := int(time.monotonic() - started)) != shown:
                shown = seconds
                say(f"\r\033[K  … {label} {seconds} s", end="")
            time.sleep(0.05)

    def end(self, label: str, how: str) -> None:
        say(f"\r\033[K  {label}: {how}" if self.lively else f" {how}")

    def show(self, command: list, *, env: dict | None = None) -> None:
        """Run a command and print what it says, indented."""
        done = subprocess.run(
            [str(part) for part in command], env=os.environ | (env or {}), cwd=ROOT, capture_output=True, text=True
        )
        say(textwrap.indent(done.stdout or done.stderr, "  "), end="")
