"""Writes down how each job of the timetable went: the one sign of a beat or worker that is dead or fails in silence."""

from datetime import timedelta
from time import monotonic

from celery import signals

from marketplace import clock
from marketplace.celery import TIMETABLE
from marketplace.metrics import Gauge, probes
from marketplace.models import JobRun

DAILY = timedelta(hours=26)  # a day and some patience
SHORTEST = timedelta(minutes=3)


@signals.task_prerun.connect
def begin(task, **rest) -> None:
    task.request.began = monotonic()


@signals.task_success.connect
def succeeded(sender, result=None, **rest) -> None:
    if sender.name in TIMETABLE:
        counted = result if type(result) is int else None
        took = monotonic() - sender.request.began
        note(sender.name, succeeded_at=clock.real(), seconds=took, result=counted)


@signals.task_failure.connect
def failed(sender, exception=None, **rest) -> None:
    if sender.name in TIMETABLE:
        note(sender.name, failed_at=clock.real(), failure=f"{type(exception).__name__}: {exception}"[:300])


def note(name: str, **how) -> None:
    JobRun.objects.update_or_create(name=name, defaults=how)


def patience(name: str) -> timedelta:
    """How old the last success of a job may be before something is wrong."""
    when, _ = TIMETABLE[name]
    return max(4 * timedelta(seconds=when), SHORTEST) if isinstance(when, int) else DAILY


@probes.register()
def jobs():
    runs = JobRun.objects.in_bulk()
    since = min((run.first_seen_at for run in runs.values()), default=None)
    for name in sorted(TIMETABLE):
        run = runs.get(name) or JobRun(name=name)
        yield from of_job(run, since)


def of_job(run: JobRun, since):
    labels, at = {"job": run.name}, run.succeeded_at
    wrong = late(run, since)
    yield Gauge("job_last_success_timestamp_seconds", "When the job last succeeded", seconds(at), labels, wrong, at)
    yield Gauge("job_last_failure_timestamp_seconds", "When the job last failed", seconds(run.failed_at), labels)
    yield Gauge("job_duration_seconds", "How long the last success took", run.seconds or 0, labels)
    if run.result is not None:
        yield Gauge("job_result", "What the last success counted", run.result, labels)


def seconds(at) -> float:
    return at.timestamp() if at else 0


def late(run: JobRun, since) -> str:
    """What is wrong with a job; a new site has the time to get there."""
    limit, at = patience(run.name), run.succeeded_at
    if at is None:
        waits = limit > SHORTEST and since is not None and clock.real() - since < limit
        return "" if waits else f"{run.name} has never succeeded"
    if clock.real() - at > limit:
        why = f": {run.failure}" if run.failed_at and run.failed_at > at else ""
        return f"{run.name} last succeeded {int((clock.real() - at).total_seconds())} seconds ago{why}"
    return ""
