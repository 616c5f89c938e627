"""Children that never outlive us, and what a killed run left behind."""

import contextlib
import ctypes
import os
import pwd
import signal
import subprocess
import sys
import time
from pathlib import Path

PR_SET_PDEATHSIG = 1
# Looked up now: a child forked off while another thread holds the lock of the loader would wait for it for ever.
PRCTL = ctypes.CDLL(None).prctl if sys.platform == "linux" else None


def start(command: list, *, stop_with: int = signal.SIGTERM, user: int | None = None, **options) -> subprocess.Popen:
    """Start a child out of reach of the terminal's Ctrl-C; it gets `stop_with` should we be killed."""
    return subprocess.Popen(
        [str(part) for part in command],
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=lambda: die_with_parent(stop_with),
        user=user,
        group=None if user is None else os_group(user),
        extra_groups=None if user is None else [],
        **options,
    )


def os_group(user: int) -> int:
    """The first group of a user; his own number when the machine does not know him."""
    try:
        return pwd.getpwuid(user).pw_gid
    except KeyError:
        return user


def name_of(user: int) -> str:
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return f"user {user}"


def die_with_parent(signum: int) -> None:
    """Ask Linux to signal this process when its parent is gone, be it by kill -9. Elsewhere: do without."""
    if PRCTL:
        PRCTL(PR_SET_PDEATHSIG, signum)


def stop(*children: subprocess.Popen, signum: int = signal.SIGTERM, patience: float = 30) -> None:
    """Ask all of them to end, once, and wait; end those that do not."""
    for child in children:
        if child.poll() is None:
            child.send_signal(signum)
    for child in children:
        wait(child, patience)


def wait(child: subprocess.Popen, patience: float = 30) -> None:
    try:
        child.wait(patience)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def command_line(pid: int) -> str:
    """What a process was started with; empty when there is no such process."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    with contextlib.suppress(OSError):
        shown = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True)
        return shown.stdout
    return ""


def end_leftover(pid: int, mark: str, signum: int = signal.SIGTERM, patience: float = 20) -> None:
    """End a process of a killed run: only if it is still the one that has `mark` in its command line."""
    deadline = time.monotonic() + patience
    while mark in command_line(pid):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signum if time.monotonic() < deadline else signal.SIGKILL)
        time.sleep(0.2)
