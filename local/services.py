"""The long-running parts of the demo: started, watched, restarted, stopped."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from local import ROOT, VENV, Trouble, processes
from local.postgres import last_words
from local.progress import say

RESTARTS, WITHIN = 5, 60  # a part that dies more often than this in so many seconds is broken


@dataclass
class Service:
    name: str
    command: list
    env: dict
    log: Path
    child: subprocess.Popen | None = None
    died: list[float] = field(default_factory=list)

    def start(self) -> None:
        with open(self.log, "ab") as out:
            self.child = processes.start(self.command, env=self.env, cwd=ROOT, stdout=out, stderr=out)


class Services:
    """The parts by name, in the order they were started, and a note of them on disk for the next run."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.note = folder / "running.json"
        self.running: list[Service] = []

    def start(self, name: str, command: list, env: dict) -> None:
        log = self.folder / "logs" / f"{name}.log"
        log.unlink(missing_ok=True)
        service = Service(name, command, env, log)
        self.running.append(service)
        service.start()
        self.write_note()

    def wait_for(self, ready: Callable[[], bool], patience: float = 180) -> None:
        """Wait until `ready()`; Trouble when a part gives up before."""
        deadline = time.monotonic() + patience
        while not ready():
            for service in self.running:
                if service.child.poll() is not None:
                    raise Trouble(f"The {service.name} part did not start. {last_words(service.log)}")
            if time.monotonic() > deadline:
                raise Trouble(f"The site does not answer after {patience} seconds. {last_words(self.running[0].log)}")
            time.sleep(0.1)

    def watch(self) -> None:
        """Start again what dies, for ever; Trouble when it keeps dying."""
        while True:
            for service in self.running:
                if service.child.poll() is not None:
                    self.revive(service)
            time.sleep(0.3)

    def revive(self, service: Service) -> None:
        now = time.monotonic()
        service.died = [*(moment for moment in service.died if moment > now - WITHIN), now]
        if len(service.died) > RESTARTS:
            raise Trouble(f"The {service.name} part keeps stopping. {last_words(service.log)}")
        say(f"  The {service.name} part stopped ({service.child.returncode}); starting it again.")
        service.start()
        self.write_note()

    def stop(self) -> None:
        """Stop all parts at the same time, and wait for them."""
        processes.stop(*(service.child for service in self.running))
        self.running.clear()
        self.note.unlink(missing_ok=True)

    def kill(self) -> None:
        for service in self.running:
            if service.child.poll() is None:
                os.killpg(service.child.pid, signal.SIGKILL)

    def write_note(self) -> None:
        self.note.write_text(json.dumps([service.child.pid for service in self.running]))

    def end_leftovers(self) -> None:
        """End what a killed run left running."""
        if self.note.exists():
            for pid in json.loads(self.note.read_text() or "[]"):
                processes.end_leftover(pid, str(VENV))
            self.note.unlink()
