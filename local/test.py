"""bin/test: from a clone to a tested tree, on a PostgreSQL of its own that is thrown away afterwards."""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from local import PYTHON, ROOT, VENV, Trouble, processes
from local.install import install
from local.postgres import Postgres
from local.progress import Progress, say


class Stop(BaseException):
    """Ctrl-C, or a polite signal."""


def main(arguments: list[str]) -> int:
    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(signum, stop)
    try:
        # Root's database is run by somebody else, who must get through.
        with tempfile.TemporaryDirectory(prefix="cairn-test-") as scratch:
            Path(scratch).chmod(0o711)
            install(Progress(Path(scratch) / "setup.log"), "embedded", "dev")
            return run(Postgres(Path(scratch) / "postgres", fast=True), arguments)
    except Stop:
        return 130
    except Trouble as trouble:
        say(f"\n{trouble}", to=sys.stderr)
        return 1


def stop(signum, frame):
    raise Stop(signum)


def run(postgres: Postgres, arguments: list[str]) -> int:
    """Every check, then the tests; the answer is the number of those that failed."""
    try:
        postgres.start()
        postgres.make_database("cairn")
        env = os.environ | {
            "DATABASE_URL": postgres.url("cairn"),
            "DATABASE_OWNER_URL": "",
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "PYTHONDONTWRITEBYTECODE": "",
        }
        checks = {
            "ruff": [VENV / "bin" / "ruff", "check", "--quiet", "."],
            "import-linter": [VENV / "bin" / "lint-imports"],
            "migrations": [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"],
            "pytest": [PYTHON, "-m", "pytest", *arguments],
        }
        failed = [name for name, command in checks.items() if not passes(name, command, env)]
    finally:
        postgres.stop()
        postgres.remove()
    say(f"\nFailed: {', '.join(failed)}" if failed else "\nAll is well.")
    return len(failed)


def passes(name: str, command: list, env: dict) -> bool:
    """Run one check in the terminal's sight, so that Ctrl-C and a debugger reach it."""
    say(f"\n== {name}")
    child = subprocess.Popen(
        [str(part) for part in command],
        env=env,
        cwd=ROOT,
        preexec_fn=lambda: processes.die_with_parent(signal.SIGTERM),
    )
    try:
        return child.wait() == 0
    except Stop as reason:
        if reason.args != (signal.SIGINT,):  # that one it got from the terminal, too
            child.send_signal(signal.SIGINT)
        processes.wait(child)
        raise


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
