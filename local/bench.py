"""bin/bench: the goals of docs/performance.md, measured on a PostgreSQL that is thrown away afterwards."""

import argparse
import signal
import sys
import tempfile
import time
from pathlib import Path

from local import Trouble
from local.install import install
from local.postgres import Postgres
from local.progress import Progress, say
from tests.bench.goals import PARTS, Figure, broken
from tests.bench.stage import FULL, QUICK, REHEARSAL, Stage

LONGEST = 30 * 60  # seconds, after which something hangs


class Stop(BaseException):
    """Ctrl-C, a polite signal, or too long."""


def main() -> int:
    options = arguments()
    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGALRM):
        signal.signal(signum, stop)
    signal.alarm(LONGEST)
    try:
        # Root's database is run by somebody else, who must get through.
        with tempfile.TemporaryDirectory(prefix="cairn-bench-") as scratch:
            Path(scratch).chmod(0o711)
            install(Progress(Path(scratch) / "setup.log"), "embedded", "dev")
            return play(Path(scratch), options)
    except Stop as reason:
        say(f"\nStopped by {reason}.", to=sys.stderr)
        return 130
    except Trouble as trouble:
        say(f"\n{trouble}", to=sys.stderr)
        return 1


def arguments():
    parser = argparse.ArgumentParser(prog="bin/bench", description="Measure the goals of docs/performance.md.")
    parser.add_argument("--quick", action="store_true", help="less data and shorter windows: about a minute")
    parser.add_argument("--rehearse", action="store_true", help="everything once, to see whether it still runs")
    parser.add_argument("--only", type=numbers, default=set(range(1, 16)), help="these goals only, such as 1,2,3")
    return parser.parse_args()


def numbers(text: str) -> set[int]:
    return {int(part) for part in text.split(",")}


def stop(signum, frame):
    raise Stop(signal.Signals(signum).name)


def play(scratch: Path, options) -> int:
    """Measure what is wanted, and print the table; the answer is the number of goals that were missed."""
    started, figures = time.monotonic(), []
    effort = REHEARSAL if options.rehearse else QUICK if options.quick else FULL
    with Stage(Postgres(scratch / "postgres"), scratch, effort, options.only) as stage:
        for part, covers in PARTS.items():
            if covers & options.only:
                say(f"\n{part.__name__.capitalize()}")
                figures += measured(part, covers & options.only, stage)
    show(sorted(figures, key=lambda figure: figure.number))
    say(f"\n{time.monotonic() - started:.0f} seconds.")
    wrong = ("BROKE OFF",) if options.rehearse else ("MISSED", "BROKE OFF")
    return sum(figure.verdict in wrong for figure in figures)


def measured(part, wanted: set[int], stage: Stage) -> list[Figure]:
    """The figures of one part; one that breaks off does not take the table of the others with it."""
    try:
        return [figure for figure in part(stage) if figure.number in wanted]
    except Trouble as trouble:
        say(f"  broke off: {trouble}", to=sys.stderr)
        return [broken(number, trouble) for number in sorted(wanted)]


def show(figures: list[Figure]) -> None:
    rows = [("", "goal", "figure", "reach", "beyond", "")]
    rows += [(f"{one.number:2}", one.goal, one.text, *one.limits, one.verdict) for one in figures]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    say("")
    for row in rows:
        say("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


if __name__ == "__main__":
    sys.exit(main())
