"""Where the bench plays: a PostgreSQL of its own, databases on it, and processes that take turns."""

import json
import os
import re
import signal
import statistics
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from local import PYTHON, ROOT, Trouble, processes
from local.postgres import Postgres, last_words
from local.progress import Progress, say

SQL = Path(__file__).parent / "sql"


@dataclass(frozen=True)
class Effort:
    """How much is measured: windows of `seconds` each, and how many rows stand for few and for many."""

    rounds: int
    seconds: int
    sweep: int
    few: int
    many: int
    crowd: int  # seconds of a crowd, in all
    gigs: int


FULL = Effort(rounds=7, seconds=1, sweep=5_000, few=10_000, many=1_000_000, crowd=120, gigs=100_000)
QUICK = Effort(rounds=5, seconds=1, sweep=1_000, few=2_000, many=20_000, crowd=20, gigs=20_000)
# Of no speed: does all of it still run?
REHEARSAL = Effort(rounds=1, seconds=1, sweep=20, few=200, many=400, crowd=5, gigs=400)


class Stage:
    """A running server, the children on it, and a scratch folder. Everything ends with it."""

    def __init__(self, postgres: Postgres, scratch: Path, effort: Effort, goals: set[int]):
        self.postgres, self.scratch, self.effort, self.goals = postgres, scratch, effort, goals
        self.running: list[subprocess.Popen] = []
        self.known: dict[str, Child] = {}

    def __enter__(self):
        self.postgres.start(log=self.scratch / "postgres.log")
        self.postgres.make_database("bench")
        self.run("Preparing the database", "manage.py", "migrate", "--no-input")
        return self

    def __exit__(self, *error):
        processes.stop(*self.running, patience=5)
        self.postgres.stop()
        self.postgres.remove()

    def run(self, label: str, *command) -> None:
        """Run a Python program of ours to its end, with the database of the template."""
        Progress(self.scratch / "setup.log").run(label, [PYTHON, *command], env=self.environment("bench"))

    def collect_static(self) -> None:
        """Collect styles and pictures, once: pages name them by their fingerprints."""
        if not (self.scratch / "static").exists():
            self.run("Collecting styles and pictures", "manage.py", "collectstatic", "--no-input")

    def environment(self, database: str) -> dict[str, str]:
        return {
            "DATABASE_URL": self.postgres.url(database),
            "DATABASE_OWNER_URL": "",
            "DATABASE_POOL": "0",
            "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
            "DEMO": "0",
            "DEBUG": "0",
            "SECRET_KEY": "bench only, and as long and varied as a real one has to be: 0123456789",
            "ALLOWED_HOSTS": "localhost",
            "SITE_URL": "http://localhost",
            "SSL_REDIRECT": "0",
            "ALLOW_SANDBOX_PAYMENTS": "1",
            "REDIS_URL": "",
            "EMAIL_URL": "",
            "LOG_LEVEL": "WARNING",
            "DATA_DIR": str(self.scratch / "data"),
            "STATIC_ROOT": str(self.scratch / "static"),
        }

    def start(self, database: str, *command, log: str, **options) -> subprocess.Popen:
        """Start a program that runs until the stage closes."""
        with open(self.scratch / log, "ab") as out:
            process = subprocess.Popen(
                [str(part) for part in command],
                cwd=ROOT,
                env=os.environ | self.environment(database) | options.pop("env", {}),
                start_new_session=True,
                preexec_fn=lambda: processes.die_with_parent(signal.SIGTERM),
                **{"stdin": subprocess.DEVNULL, "stdout": out, "stderr": out} | options,
            )
        self.running.append(process)
        return process

    def stop(self, *programs: subprocess.Popen) -> None:
        processes.stop(*programs, patience=30)
        self.running = [one for one in self.running if one not in programs]

    def wants(self, *goals: int) -> bool:
        return bool(self.goals.intersection(goals))

    def child(self, database: str) -> "Child":
        """The child of a database, which is made on first use: a copy of the migrated one."""
        if database not in self.known:
            self.postgres.sql(f'CREATE DATABASE "{database}" TEMPLATE bench')
            self.known[database] = Child(self, database)
        return self.known[database]

    def another(self, database: str) -> "Child":
        """One more process on the database of a child."""
        return Child(self, database, log=f"{database}-2.log")

    def few(self) -> "Child":
        """The child of a database with few orders, among them those of the visitors."""
        return self._full_of("few", self.effort.few)

    def many(self) -> "Child":
        return self._full_of("many", self.effort.many)

    @property
    def sizes(self) -> str:
        return f"{self.effort.many:,} ÷ at {self.effort.few:,}"

    def _full_of(self, database: str, orders: int) -> "Child":
        if database in self.known:
            return self.known[database]
        child, started = self.child(database), time.monotonic()
        child.ask("stock_polls", orders=orders)
        child.ask("stock_pages")
        note(f"{orders:,} orders made in {time.monotonic() - started:.0f} s")
        return child

    def sql(self, database: str, name: str) -> None:
        """Run one of our SQL files."""
        psql = [self.postgres.program("psql"), "-X", "-q", "-o", os.devnull, "-v", "ON_ERROR_STOP=1"]
        psql += ["-h", self.postgres.socket_folder, "-U", "postgres", "-d", database, "-f", SQL / f"{name}.sql"]
        done = subprocess.run([str(part) for part in psql], capture_output=True, text=True)
        if done.returncode:
            raise Trouble(f"{name}.sql: {done.stderr.strip()}")

    def copy(self, database: str, name: str) -> None:
        """Make a copy of a child's database."""
        self.known[database].ask("let_go")
        self.postgres.sql(f'CREATE DATABASE "{name}" TEMPLATE "{database}"')

    def script(self, database: str, name: str, *, clients: int = 1, **variables) -> Callable[..., float]:
        """A pgbench script, as something to call: `play(seconds=1)` or `play(transactions=300)` gives back its rate."""
        return Script(self, database, name, clients, variables)


class Child:
    """A process with Django on one database, which does what it is asked, one thing at a time."""

    def __init__(self, stage: Stage, database: str, log: str = ""):
        self.log = stage.scratch / (log or f"{database}.log")
        self.process = stage.start(
            database,
            *(PYTHON, "-m", "tests.bench.child"),
            log=self.log.name,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, play: str, **terms):
        """Have it play, and give back what came of it."""
        try:
            self.process.stdin.write(json.dumps([play, terms]) + "\n")
            self.process.stdin.flush()
            answer = self.process.stdout.readline()
        except BrokenPipeError:
            answer = ""
        if not answer:
            raise Trouble(f"{play} broke off. {last_words(self.log)}")
        return json.loads(answer)


class Script:
    """A script for pgbench against one database."""

    def __init__(self, stage: Stage, database: str, name: str, clients: int, variables: dict):
        self.command = [stage.postgres.program("pgbench"), "-n", "-f", SQL / f"{name}.sql", "-h"]
        self.command += [stage.postgres.socket_folder, "-U", "postgres", "-c", clients, "-j", min(clients, 2)]
        for variable, value in variables.items():
            self.command += ["-D", f"{variable}={value}"]
        self.database = database

    def __call__(self, *, seconds: int = 0, transactions: int = 0, **variables) -> float:
        """Transactions a second."""
        command = [*self.command, *(["-T", seconds] if seconds else ["-t", transactions])]
        for variable, value in variables.items():
            command += ["-D", f"{variable}={value}"]
        done = subprocess.run([str(part) for part in [*command, self.database]], capture_output=True, text=True)
        found = re.search(r"tps = ([\d.]+)", done.stdout)
        if done.returncode or not found:
            raise Trouble(f"pgbench: {done.stderr.strip()[:600]}")
        return float(found[1])


def take_turns(rounds: int, **players: Callable[[], float]) -> dict[str, list[float]]:
    """Let the players play one window each, again and again, each round in the other order. Their rates."""
    rates: dict[str, list[float]] = {name: [] for name in players}
    for number in range(rounds):
        for name, play in list(players.items())[:: -1 if number % 2 else 1]:
            rates[name].append(play())
    return rates


def ratio(above: list[float], below: list[float]) -> float:
    """The median of the ratios of neighbours: what slows the whole machine for a while falls out."""
    return statistics.median(one / other for one, other in zip(above, below, strict=True))


def note(text: str) -> None:
    say(f"  {text}")
