"""The whole site on this machine: two webs, two workers, two beats, PostgreSQL, Redis and a mail server.

Between the processes and PostgreSQL, Redis and the mail server stands a wire that can be cut. What dies is started
again after a second, as systemd does it. Loopback only; everything ends with the house.
"""

import contextlib
import itertools
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from local import processes
from local.postgres import Postgres
from tests.infra.proxy import Proxy
from tests.infra.servers import ROOT, Redis, eventually, free_port

OWNER, WEB = "cairn_owner", "cairn_web"
# A crash of PostgreSQL is not one of the machine: what the kernel has is safe.
SETTINGS = {"fsync": "off", "max_connections": "80"}
QUIET = ["--without-gossip", "--without-mingle", "--without-heartbeat"]


class Service:
    """One process of the site, with its children."""

    def __init__(self, name: str, command: list, env: dict, log: Path):
        self.name, self.command, self.env, self.log = name, command, env, log
        self.wanted = True
        self.start()

    def start(self) -> None:
        with self.log.open("ab") as out:
            self.child = processes.start(self.command, env=self.env, cwd=ROOT, stdout=out, stderr=out)

    @property
    def is_dead(self) -> bool:
        return self.child.poll() is not None

    def signal(self, signum: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.child.pid, signum)

    def kill(self) -> None:
        self.signal(signal.SIGKILL)

    def pause(self) -> None:
        self.signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self.signal(signal.SIGCONT)


class House:
    """with House(folder) as house: house.ports, house.services["web1"].kill()"""

    def __init__(self, folder: Path):
        self.folder = folder
        self.services: dict[str, Service] = {}
        self.revived = 0
        self.open = True

    def __enter__(self):
        with contextlib.ExitStack() as stack:
            self.build(stack)
            self.closing = stack.pop_all()
        return self

    def __exit__(self, *error):
        self.closing.close()

    def build(self, stack: contextlib.ExitStack) -> None:
        self.postgres = Postgres(self.folder / "postgres", settings=SETTINGS)
        stack.callback(self.postgres.remove)
        stack.callback(self.postgres.stop)
        self.postgres.start(log=self.folder / "postgres.log")
        for role in (OWNER, WEB):
            self.postgres.make_role(role)
        self.postgres.make_database("cairn", owner=OWNER)
        self.redis = Redis(self.folder)
        stack.callback(self.redis.stop)
        self.wires = {
            "postgres": Proxy(self.postgres.socket_folder / ".s.PGSQL.5432"),
            "redis": Proxy(("127.0.0.1", self.redis.port)),
        }
        self.letters = self.folder / "mails.jsonl"
        self.letters.touch()
        self.mail_port = free_port()
        stack.callback(self.end)
        self.prepare()
        self.run_up()

    def prepare(self) -> None:
        self.owner_env = self.environment() | {"DATABASE_OWNER_URL": self.postgres.url("cairn", OWNER)}
        self.manage("migrate", "--no-input", env=self.owner_env)
        self.manage("grant_web", WEB, env=self.owner_env)

    def environment(self) -> dict[str, str]:
        outside = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "CAIRN_"))}
        return outside | {
            "DJANGO_SETTINGS_MODULE": "tests.infra.served",
            "DEMO": "1",
            "DEBUG": "0",
            "SECRET_KEY": "chaos only",
            "DATA_DIR": str(self.folder / "data"),
            "DATABASE_URL": f"postgresql://{WEB}:@127.0.0.1:{self.wires['postgres'].port}/cairn?sslmode=disable",
            "DATABASE_POOL": "6",
            "REDIS_URL": f"redis://127.0.0.1:{self.wires['redis'].port}/0",
            "EMAIL_URL": f"smtp://127.0.0.1:{self.mail_port}",
            "PYTHONDONTWRITEBYTECODE": "",
        }

    def run_up(self) -> None:
        self.start("mail", ["-m", "tests.mail_sink", self.mail_port, self.letters])
        self.ports = [free_port(), free_port()]
        for number, port in enumerate(self.ports, start=1):
            web = ["-m", "gunicorn", "marketplace.wsgi", "--bind", f"127.0.0.1:{port}", "--no-control-socket"]
            self.start(f"web{number}", [*web, "--worker-class", "gthread", "--workers", "1", "--threads", "6"])
        for number in (1, 2):
            worker = ["worker", "--pool", "threads", "--concurrency", "4", "-n", f"worker{number}@%h", *QUIET]
            self.start(f"worker{number}", ["-m", "celery", "-A", "marketplace", *worker])
        for number in (1, 2):
            self.start(f"beat{number}", ["-m", "celery", "-A", "marketplace", "beat", "--loglevel", "INFO"])
        self.keeper = threading.Thread(target=self.keep, daemon=True)
        self.keeper.start()

    def start(self, name: str, command: list) -> None:
        log = self.folder / f"{name}.log"
        self.services[name] = Service(name, [sys.executable, *command], self.environment(), log)

    def keep(self) -> None:
        """Start again what has died, a second later."""
        while self.open:
            time.sleep(0.2)
            for service in self.services.values():
                if self.open and service.wanted and service.is_dead:
                    time.sleep(1)
                    service.start()
                    self.revived += 1

    def end(self) -> None:
        self.open = False
        if hasattr(self, "keeper"):
            self.keeper.join(5)
        for service in self.services.values():
            service.go_on()
            service.kill()
            service.child.wait(10)

    def all(self, kind: str) -> list[Service]:
        return [service for name, service in self.services.items() if name.startswith(kind)]

    # What a test asks

    def manage(self, *command, env: dict | None = None) -> str:
        return self.python("manage.py", *command, env=env)

    def python(self, *command, env: dict | None = None) -> str:
        done = subprocess.run(
            [sys.executable, *map(str, command)],
            env=env or self.owner_env | {"DATABASE_URL": self.postgres.url("cairn", OWNER), "DATABASE_POOL": "0"},
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=600,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def sql(self, statement: str) -> str:
        return self.postgres.sql(statement, database="cairn")

    def mails(self) -> list[dict]:
        lines = self.letters.read_text().splitlines()
        return [json.loads(line) for line in lines if line.endswith("}")]

    # What happens to it

    def kill_postgres(self) -> None:
        """kill -9 of the server and everything of it at once, as when memory is short."""
        parent = self.postgres.server.pid
        children = subprocess.run(["ps", "-o", "pid=", "--ppid", str(parent)], capture_output=True, text=True).stdout
        for pid in (parent, *map(int, children.split())):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.postgres.server.wait(20)

    def start_postgres(self) -> None:
        for pause in itertools.count():
            try:
                return self.postgres.start(log=self.folder / "postgres.log")
            except Exception:
                if pause > 20:
                    raise
                time.sleep(0.5)

    def wait_until(self, true, patience: float, complaint) -> float:
        """Seconds until it was true."""
        began = time.monotonic()
        eventually(true, patience, complaint)
        return time.monotonic() - began
