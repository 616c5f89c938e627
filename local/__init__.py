"""Cairn on one machine that has nothing but Python 3.13: what bin/demo, bin/test and bin/bench stand on.

Standard library only, because it runs before anything is installed.
"""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"


class Trouble(Exception):
    """Something that the person at the keyboard can put right; the text says how."""
