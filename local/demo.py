"""bin/demo: from a clone to a running site with demo data, and back."""

import argparse
import fcntl
import hashlib
import os
import secrets
import shutil
import signal
import socket
import sys
import urllib.error
import urllib.request
from pathlib import Path

from local import PYTHON, ROOT, Trouble, processes
from local.install import install
from local.postgres import Postgres
from local.progress import Progress, say
from local.services import Services

OWNER, WEB = "cairn_owner", "cairn_web"  # the roles that own the tables, and that may not write the ledger's


class Stop(BaseException):
    """Ctrl-C, or a polite signal."""


def main() -> int:
    options = arguments()
    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(signum, stop)
    try:
        with Demo() as demo:
            demo.run(reset=options.reset)
    except Stop:
        return 0
    except Trouble as trouble:
        say(f"\n{trouble}", to=sys.stderr)
        return 1


def arguments():
    parser = argparse.ArgumentParser(prog="bin/demo", description="Run Cairn with demo data on this machine.")
    parser.add_argument("--reset", action="store_true", help="throw away the data of earlier runs first")
    parser.epilog = "PORT=8001 bin/demo takes another port. DATABASE_URL and REDIS_URL use servers of your own."
    return parser.parse_args()


def stop(signum, frame):
    raise Stop


class Demo:
    """One run. It holds the lock of the data folder, and everything it starts ends with it."""

    def __init__(self):
        self.port = port_from(os.environ.get("PORT", "8000"))
        self.folder = Path(os.environ.get("DATA_DIR") or ROOT / ".data").absolute()
        self.own_servers = bool(os.environ.get("DATABASE_URL"))
        self.postgres = Postgres(self.folder / "postgres")

    def __enter__(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        check_ours(self.folder)
        self.folder.chmod(0o711)  # root's database is run by somebody else, who must get through
        self.lock = open(self.folder / "demo.lock", "a")
        try:
            fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Trouble(
                f"bin/demo runs already, with the data in {self.folder}. Stop it first (Ctrl-C there)."
            ) from None
        self.services = Services(self.folder)
        return self

    def __exit__(self, *error):
        """Stop everything. An impatient second Ctrl-C kills it."""
        for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(signum, lambda *_: self.services.kill())
        if self.services.running or self.postgres.server:
            say("\n  Stopping …")
            self.services.stop()
            self.postgres.stop()
            say("  Stopped. The data is kept for the next bin/demo.")
        self.lock.close()

    def run(self, *, reset: bool) -> None:
        say("\n  Cairn, the demo\n")
        self.services.end_leftovers()
        check_free(self.port)
        if reset:
            self.reset()
        progress = Progress(self.folder / "logs" / "setup.log")
        install(progress, "embedded")
        os.umask(0o077)  # from here on we write keys, mail and money
        env, owner_env = self.environments()
        self.prepare(progress, env, owner_env)
        self.start(env)
        self.greet(progress, env)
        self.services.watch()

    def reset(self) -> None:
        """Throw away everything but the lock."""
        if self.own_servers:
            raise Trouble("--reset does not touch the server that DATABASE_URL names. Empty it yourself, or unset it.")
        self.postgres.remove()
        for path in self.folder.iterdir():
            if path.name != "demo.lock":
                shutil.rmtree(path) if path.is_dir() else path.unlink()

    def environments(self) -> tuple[dict, dict]:
        """The environment of the site, and the one of migrations, which run as the owner of the tables."""
        env = {
            "DEMO": "1",
            "DJANGO_SETTINGS_MODULE": "marketplace.settings",
            "DATA_DIR": str(self.folder),
            "STATIC_ROOT": str(self.folder / "static"),
            "PORT": str(self.port),
            "SECRET_KEY": os.environ.get("SECRET_KEY") or self.secret_key(),
            "PYTHONUNBUFFERED": "1",
            "PYTHONDONTWRITEBYTECODE": "",  # compiled once, each of the programs starts three times as fast
            "TMPDIR": str(self.make("tmp")),
        }
        if self.own_servers:
            return env, env
        self.postgres.start(log=self.make("logs") / "postgres.log")
        for role in (OWNER, WEB):
            self.postgres.make_role(role)
        self.postgres.make_database("cairn", owner=OWNER)
        env["DATABASE_URL"] = self.postgres.url("cairn", WEB)
        return env, env | {"DATABASE_OWNER_URL": self.postgres.url("cairn", OWNER)}

    def prepare(self, progress: Progress, env: dict, owner_env: dict) -> None:
        manage = [PYTHON, "manage.py"]
        progress.run("Preparing the database", [*manage, "migrate", "--no-input"], env=owner_env)
        if owner_env is not env:
            progress.run("Granting the site its rights", [*manage, "grant_web", WEB], env=owner_env)
        progress.run("Loading the demo data, once", [*manage, "load_demo"], env=env)
        self.collect_static(progress, [*manage, "collectstatic", "--no-input"], env)

    def collect_static(self, progress: Progress, command: list, env: dict) -> None:
        """Collect styles and pictures, when there are new ones."""
        note = self.folder / "static.version"
        version = fingerprint(ROOT / "uv.lock", ROOT / "static")
        if not note.exists() or note.read_text() != version:
            progress.run("Collecting styles and pictures", command, env=env)
            note.write_text(version)

    def start(self, env: dict) -> None:
        """Start web, worker and beat."""
        celery = [PYTHON, "-m", "celery", "-A", "marketplace"]
        quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        worker = [*celery, "worker", "--pool", "threads", "--concurrency", "4", "--loglevel", "INFO", *quiet]
        gunicorn = [PYTHON, "-m", "gunicorn", "marketplace.wsgi", "--bind", f"127.0.0.1:{self.port}"]
        gunicorn += ["--worker-class", "gthread", "--workers", "2", "--threads", "4"]
        gunicorn += ["--no-control-socket"]
        env = os.environ | env | {"DATABASE_POOL": "6"}
        self.services.start("web", gunicorn, env)
        self.services.start("worker", worker, env)
        self.services.start("beat", [*celery, "beat", "--loglevel", "INFO"], env)
        self.services.wait_for(lambda: answers(self.port))

    def greet(self, progress: Progress, env: dict) -> None:
        say(f"\n  Cairn is running at  http://localhost:{self.port}\n")
        progress.show([PYTHON, "manage.py", "demo_logins"], env=env)
        say(f"\n  Logs: {self.folder / 'logs'}\n  Ctrl-C stops everything and keeps the data.\n")

    def secret_key(self) -> str:
        """A key of this clone's own, made once."""
        file = self.folder / "secret_key"
        if not file.exists():
            with open(os.open(file, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "w") as new:
                new.write(secrets.token_urlsafe(60))
        return file.read_text()

    def make(self, name: str) -> Path:
        folder = self.folder / name
        folder.mkdir(exist_ok=True)
        return folder


def fingerprint(*places: Path) -> str:
    """Something that changes when a file in these places does."""
    files = sorted(file for place in places for file in (place.rglob("*") if place.is_dir() else [place]))
    seen = "".join(f"{file}{file.stat().st_mtime_ns}{file.stat().st_size}" for file in files)
    return hashlib.sha256(seen.encode()).hexdigest()


def port_from(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise Trouble(f"PORT must be a number from 1 to 65535, not {text!r}. For example: PORT=8001 bin/demo")
    return int(text)


def check_ours(folder: Path) -> None:
    """Trouble when another user ran the demo here: files of two owners would lock each other out."""
    owner = folder.stat().st_uid
    if owner != os.geteuid():
        raise Trouble(f"{folder} belongs to {processes.name_of(owner)}. Run bin/demo as that user, or remove it first.")


def check_free(port: int) -> None:
    """Trouble when somebody else listens on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise Trouble(f"Port {port} is for root only. Take another one: PORT=8001 bin/demo") from None
        except OSError:
            another = f"PORT={port % 65535 + 1} bin/demo"
            raise Trouble(f"Port {port} is in use by another program. Take another one: {another}") from None


def answers(port: int) -> bool:
    """Whether the site answers, well or not."""
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).close()  # noqa: S310
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
