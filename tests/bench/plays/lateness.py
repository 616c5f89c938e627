"""Goal 11: how late timers fire that are all due at once, with a real worker and a real beat."""

from datetime import timedelta
from time import monotonic, sleep

from django.db import connection

from marketplace import clock
from marketplace.deadlines.models import Deadline
from marketplace.deadlines.tasks import SWEEP
from marketplace.models import JobRun
from milestones.timer_kinds import Kind
from tests.bench.plays import data


def late(timers: int, patience: float) -> dict[str, float]:
    """Make so many timers that are due just after a sweep, and wait for them. Seconds from due to written."""
    _next_sweep(patience)
    due_at = clock.now() + timedelta(days=1)
    batch = data.fill(timers, data.rulebook("steps8"), due_at=due_at)
    _next_sweep(patience)  # the worst moment: the next sweep is a whole interval away
    due_at = clock.now() + timedelta(seconds=0.5)
    # These very rows: what a fired review starts, such as the clearing of what it paid, runs on for days.
    waiting = Deadline.objects.filter(order_id__gte=batch.order, kind=Kind.REVIEW, settled_at=None)
    waiting.update(due_at=due_at)
    until = monotonic() + patience
    while waiting.exists():
        if monotonic() > until:
            raise RuntimeError(f"{waiting.count()} of {timers} timers did not fire")
        sleep(0.2)
    return _lateness(batch, due_at)


def _next_sweep(patience: float) -> None:
    """Wait until a sweep has come and gone."""
    before, until = _last_sweep(), monotonic() + patience
    while _last_sweep() == before:
        if monotonic() > until:
            raise RuntimeError("no sweep came")
        sleep(0.05)


def _last_sweep():
    return JobRun.objects.filter(name=SWEEP).values_list("succeeded_at", flat=True).first()


def _lateness(batch: data.Batch, due_at) -> dict[str, float]:
    """By the entry that each timer posted, which carries the database's own clock."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), percentile_cont(ARRAY[0.5, 0.99]) WITHIN GROUP"
            " (ORDER BY extract(epoch FROM e.created_at - %s::timestamptz))"
            " FROM escrow_journalentry e WHERE e.kind = 'milestone.release' AND e.thread = ANY (%s)",
            [due_at, [f"order:{batch.order + number}" for number in range(batch.count)]],
        )
        fired, (half, most) = cursor.fetchone()
    return {"fired": fired, "p50": float(half), "p99": float(most)}
