"""Brings the locked dependencies into .venv, and uv to do it with where it is missing."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from local import ROOT, VENV, Trouble
from local.progress import Progress

TOOLS = ROOT / ".tools"
UV = "uv>=0.9"
OLDEST_UV = (0, 8)  # older ones do not read uv.lock

NO_PIP = """This Python has neither venv nor pip, so uv cannot be fetched. Install one of them and run this again:
    sudo apt install python3.13-venv       or       https://docs.astral.sh/uv/"""


def install(progress: Progress, *groups: str) -> None:
    """Make .venv what uv.lock says, with these dependency groups. What else is there stays."""
    for folder in (VENV, TOOLS):
        if folder.exists() and not os.access(folder, os.W_OK):
            raise Trouble(f"{folder} belongs to another user (an earlier run as root?). Remove it: sudo rm -r {folder}")
    python = getattr(sys, "_base_executable", None) or sys.executable  # not that of an activated environment
    command = [uv(progress), "sync", "--frozen", "--inexact", "--python", python, "--no-default-groups"]
    for group in groups:
        command += ["--group", group]
    env = {"UV_PROJECT_ENVIRONMENT": str(VENV), "UV_PYTHON_DOWNLOADS": "never", "VIRTUAL_ENV": ""}
    progress.run("Installing packages", command, env=env, hint="Is there a way to the package index (pypi.org)?")


def uv(progress: Progress) -> Path:
    """A uv that works: the machine's own, or one in .tools."""
    for found in (TOOLS / "bin" / "uv", shutil.which("uv")):
        if found and version_of(found) >= OLDEST_UV:
            return Path(found)
    shutil.rmtree(TOOLS, ignore_errors=True)
    try:
        progress.run("Making a place for uv", [sys.executable, "-m", "venv", TOOLS])
    except Trouble as error:
        raise Trouble(f"{error}\n{NO_PIP}") from error
    pip = [TOOLS / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", UV]
    progress.run("Fetching uv", pip, hint="Is there a way to the package index (pypi.org)?")
    return TOOLS / "bin" / "uv"


def version_of(program: Path | str) -> tuple[int, ...]:
    """The version a uv names, (0,) when it does not run."""
    try:
        said = subprocess.run([str(program), "--version"], capture_output=True, text=True).stdout
    except OSError:
        return (0,)
    return tuple(int(part) for part in re.findall(r"\d+", said)[:2]) or (0,)
