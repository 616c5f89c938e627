"""bin/test: from a clone to a tested tree, on a PostgreSQL of its own that is thrown away afterwards.

bin/test                          everything that needs nothing but Python
bin/test --all                    browsers, Debian's servers and whole machines too, as CI does
bin/test --fast                   the rules and the money in a minute: no page, no server, one case of each test
bin/test tests/escrow -k overdraw what pytest makes of these arguments, in one process unless they say -n
"""

import os
import signal
import subprocess
import sys
import tempfile
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from local import PYTHON, ROOT, Trouble, lint, processes
from local.install import install
from local.postgres import Postgres
from local.progress import Progress, say

TEMPLATE = "cairn_template"  # migrated once; the tests run on copies of it
# In the order of tests/conftest.py, which begins with what takes longest; a file is never torn apart.
SHARED = ["--dist", "loadfile", "--no-loadscope-reorder"]
USUAL = "not system and not needs"  # of the markers in pyproject.toml


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
            return run(Path(scratch), arguments)
    except Stop:
        return 130
    except Trouble as trouble:
        say(f"\n{trouble}", to=sys.stderr)
        return 1


def stop(signum, frame):
    raise Stop(signum)


def run(scratch: Path, arguments: list[str]) -> int:
    """Every check, then the tests; the answer is the number of those that failed."""
    workers = processes_for(arguments)
    servers = [Postgres(scratch / f"postgres-{number}", fast=True) for number in range(workers)]
    beside = ThreadPoolExecutor(1)  # one core migrates, another reads the code
    try:
        read = {name: beside.submit(lint.run, command) for name, command in reading(arguments).items()}
        failed = [] if prepare(servers[0]) else ["migrate"]
        multiply(servers)
        failed += [name for name, done in read.items() if not is_read(name, done)]
        env = environment(servers)
        checks = {
            "migrations": [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"],
            "pytest": [PYTHON, "-m", "pytest", *for_pytest(arguments, workers)],
        }
        failed += [name for name, command in checks.items() if not passes(name, command, env)]
    finally:
        beside.shutdown(cancel_futures=True)
        for server in servers:
            server.stop()
            server.remove()
    say(f"\nFailed: {', '.join(failed)}" if failed else "\nAll is well.")
    return len(failed)


def reading(arguments: list[str]) -> dict[str, list]:
    """What bin/lint asks of the code, but for its types where only some tests are played."""
    return lint.QUICK if names_some(arguments) else lint.CHECKS


def is_read(name: str, done: Future) -> bool:
    """Wait for one of them, and show what it found."""
    say(f"\n== {name}")
    return lint.passed(done.result())


def processes_for(arguments: list[str]) -> int:
    """All tests are shared out among as many processes as there are cores; some of them run in one, or in -n 2.

    Not among more: some measure what hostile input costs, and a processor that is shared makes everything dear.
    """
    if "-n" in arguments:
        return max(1, int(arguments[arguments.index("-n") + 1]))  # -n 0 is pytest's word for one, without xdist
    return 1 if names_some(arguments) else os.cpu_count() or 1


def names_some(arguments: list[str]) -> bool:
    return any(Path(one.partition("::")[0]).exists() for one in arguments)


def for_pytest(arguments: list[str], workers: int) -> list[str]:
    """Our own --all is what is left out otherwise; --fast is an option of tests/conftest.py."""
    shared = [*([] if "-n" in arguments else ["-n", str(workers)]), *SHARED] if workers > 1 else []
    usual = [] if "--all" in arguments or names_some(arguments) else ["-m", USUAL]
    return [*shared, *usual, *(one for one in arguments if one != "--all")]


def prepare(server: Postgres) -> bool:
    """Start the first server and migrate the template. Whether that went well."""
    server.start()
    server.make_database("cairn")
    server.make_database(TEMPLATE)
    env = environment([server]) | {"DATABASE_URL": server.url(TEMPLATE)}
    return passes("migrate", [PYTHON, "manage.py", "migrate", "--verbosity=0"], env)


def multiply(servers: list[Postgres]) -> None:
    """Give each process a server of its own: roles, and what a transaction sees, belong to a whole server."""
    first, *others = servers
    if not others:
        return
    first.stop()
    for other in others:
        subprocess.run(["cp", "-a", f"{first.folder.resolve()}/", other.folder], check=True)
        other.start()
    first.start()


def environment(servers: list[Postgres]) -> dict[str, str]:
    return os.environ | {
        "DATABASE_URL": servers[0].url("cairn"),
        "DATABASE_OWNER_URL": "",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PYTHONDONTWRITEBYTECODE": "",
        "CAIRN_TESTS_DATABASES": " ".join(server.url("cairn") for server in servers),
        "CAIRN_TESTS_TEMPLATE": TEMPLATE,
    }


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
