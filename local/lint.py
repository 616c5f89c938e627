"""bin/lint: what can be said of the code without running it, in a few seconds. bin/test asks the same first.

mypy keeps what it knows in .mypy_cache: from nothing it takes half a minute, afterwards three seconds.
"""

import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from local import ROOT, VENV, Trouble
from local.install import install
from local.progress import Progress, say

TEMPLATES = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("templates/**/*.html"))
QUICK = {
    "ruff": [VENV / "bin" / "ruff", "check", "--quiet", "."],
    "format": [VENV / "bin" / "ruff", "format", "--check", "--quiet", "."],
    "templates": [VENV / "bin" / "djade", "--check", "--target-version", "6.1", *TEMPLATES],
    "import-linter": [VENV / "bin" / "lint-imports", "--no-logo"],
}
CHECKS = QUICK | {"types": [VENV / "bin" / "mypy"]}
NO_DATABASE = "postgres:///nothing-is-asked-of-it"  # django-stubs starts Django, which wants one named


def main() -> int:
    try:
        with tempfile.TemporaryDirectory(prefix="cairn-lint-") as scratch:
            install(Progress(Path(scratch) / "setup.log"), "embedded", "dev")
    except Trouble as trouble:
        say(f"\n{trouble}", to=sys.stderr)
        return 1
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        failed = [name for name, done in zip(CHECKS, pool.map(run, CHECKS.values()), strict=True) if not passed(done)]
    say(f"\nFailed: {', '.join(failed)}" if failed else "\nAll is well.")
    return len(failed)


def run(command: list) -> subprocess.CompletedProcess:
    env = {"DATABASE_URL": NO_DATABASE} | os.environ
    return subprocess.run(list(map(str, command)), cwd=ROOT, env=env, capture_output=True, text=True)


def passed(done: subprocess.CompletedProcess) -> bool:
    """Whether a check found nothing; what it found is shown."""
    if done.returncode:
        print(done.stdout, done.stderr, sep="", file=sys.stderr)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
