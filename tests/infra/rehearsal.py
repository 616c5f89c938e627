"""A Celery app for tests/infra: the real one with a quick timetable and tasks that leave tracks in REHEARSAL_FOLDER."""

import os
import time
from pathlib import Path

from marketplace.celery import app

FOLDER = Path(os.environ["REHEARSAL_FOLDER"])


def note(name: str, text: str) -> None:
    with (FOLDER / name).open("a") as file:
        file.write(f"{text}\n")


@app.task
def tick():
    note("ticks", f"{time.time()}")


@app.task
def slow():
    """The first time it is caught in the middle; the second time it gets through."""
    note("slow", "begun")
    if (FOLDER / "slow").read_text().count("begun") == 1:
        time.sleep(120)
    note("slow", "done")


@app.task(soft_time_limit=1, time_limit=30)
def spin():
    """Never gets done, in Python."""
    while True:
        pass


@app.task(soft_time_limit=1, time_limit=2)
def hang():
    """Never gets done, outside of Python."""
    time.sleep(120)


REDELIVERY = 2  # seconds, where the real one takes a quarter of an hour
app.conf.visibility_timeout = REDELIVERY
app.conf.broker_transport_options = app.conf.broker_transport_options | {
    "visibility_timeout": REDELIVERY,
    "unacked_restore_interval": 1,
    "unacked_restore_throttle": 1,
}
app.conf.beat_schedule = {"tick": {"task": tick.name, "schedule": 1.0, "options": {"expires": 1}}}
