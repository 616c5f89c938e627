"""bin/lint: what can be said of the code without running it, in a few seconds. bin/test asks the same first."""

import subprocess
import sys
import tempfile
from pathlib import Path

from local import ROOT, VENV, Trouble
from local.install import install
from local.progress import Progress, say

CHECKS = {
    "ruff": [VENV / "bin" / "ruff", "check", "--quiet", "."],
    "format": [VENV / "bin" / "ruff", "format", "--check", "--quiet", "."],
    "import-linter": [VENV / "bin" / "lint-imports", "--no-logo"],
}


def main() -> int:
    try:
        with tempfile.TemporaryDirectory(prefix="cairn-lint-") as scratch:
            install(Progress(Path(scratch) / "setup.log"), "embedded", "dev")
    except Trouble as trouble:
        say(f"\n{trouble}", to=sys.stderr)
        return 1
    failed = [name for name, command in CHECKS.items() if subprocess.run(list(map(str, command)), cwd=ROOT).returncode]
    say(f"\nFailed: {', '.join(failed)}" if failed else "\nAll is well.")
    return len(failed)


if __name__ == "__main__":
    sys.exit(main())
