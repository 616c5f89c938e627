"""A machine of the test's own: this one's programs, with a disk, ports and processes that are gone afterwards.

What is written lands on a layer in memory over the real disk; ports and processes are in namespaces of their own, so
that /etc, port 443 and `systemctl stop` are those of the guide and touch nobody's. It needs root and a kernel that lets
root make namespaces.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.infra.servers import ROOT

PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

BUILD = r"""
set -e
mount -t tmpfs -o mode=755 tmpfs "$SCRATCH"
mkdir "$SCRATCH/upper" "$SCRATCH/work" "$SCRATCH/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$SCRATCH/upper,workdir=$SCRATCH/work" "$SCRATCH/root"
cd "$SCRATCH/root"
mount -t proc proc proc
mount --rbind /dev dev
mount -t tmpfs -o mode=1777 tmpfs dev/shm
mount -t tmpfs -o mode=1777 tmpfs tmp
mount -t tmpfs -o mode=755 tmpfs run
mkdir -p run/repository opt/python/cpython-3.13.0-linux-x86_64-gnu
mount --bind "$REPOSITORY" run/repository
mount --bind "$PYTHON" opt/python/cpython-3.13.0-linux-x86_64-gnu
echo /opt/python/cpython-3.13.0-linux-x86_64-gnu/lib > etc/ld.so.conf.d/python.conf
chroot . ldconfig
install -m 755 "$SHIMS/systemctl" "$SHIMS/apt-get" usr/local/sbin/
ip link set lo up 2>/dev/null || python3 -c '
import fcntl, socket, struct
s = socket.socket(); fcntl.ioctl(s, 0x8914, struct.pack("16sh", b"lo", 1 | 64))'
echo built
exec sleep infinity
"""


class Chamber:
    """with Chamber(repository) as chamber: chamber.run("systemctl start nginx")"""

    def __init__(self, repository: Path):
        self.repository = repository

    @staticmethod
    def reason_against() -> str:
        """Why there can be none here, or ""."""
        if os.geteuid():
            return "only root can follow the guide"
        for program in ("unshare", "nsenter", "chroot", "setpriv"):
            if not shutil.which(program):
                return f"{program} is missing"
        made = subprocess.run(
            ["unshare", "--mount", "--net", "--pid", "--fork", "mount", "-t", "tmpfs", "tmpfs", "/mnt"],
            capture_output=True,
            text=True,
        )
        return f"this kernel lets root make no namespaces: {made.stderr.strip()}" if made.returncode else ""

    def __enter__(self):
        self.scratch = Path(tempfile.mkdtemp(prefix="cairn-chamber-"))
        env = {
            "PATH": PATH,
            "SCRATCH": str(self.scratch),
            "REPOSITORY": str(self.repository),
            "SHIMS": str(ROOT / "tests" / "deploy" / "shims"),
            # The guide lets uv fetch Python 3.13, which is not always to be had where tests run; ours lies where uv
            # would put it. It often is under root's home, closed to others: the reason for UV_PYTHON_INSTALL_DIR.
            "PYTHON": os.environ.get("PYTHON") or sys.base_prefix,
        }
        command = ["unshare", "--mount", "--net", "--pid", "--fork", "--kill-child", "--propagation", "private"]
        self.keeper = subprocess.Popen(
            [*command, "bash", "-c", BUILD], env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
        )
        if self.keeper.stdout.readline() != "built\n":
            self.__exit__()
            raise RuntimeError("the chamber could not be built")
        children = Path(f"/proc/{self.keeper.pid}/task/{self.keeper.pid}/children").read_text().split()
        self.inside = int(children[0])
        return self

    def __exit__(self, *error):
        """End the first process of the chamber, and with it all of them."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(getattr(self, "inside", self.keeper.pid), signal.SIGKILL)
        self.keeper.wait(30)
        time.sleep(0.2)
        self.scratch.rmdir()

    def command(self, *command: str, online: bool = False) -> list[str]:
        """What to run here so that it runs in there; `online` with the network of this machine."""
        namespaces = ["--mount", "--pid", *([] if online else ["--net"])]
        clean = ["env", "-i", f"PATH={PATH}", "HOME=/root", "LANG=C.UTF-8", *self.mirrors()]
        root = str(self.scratch / "root")
        return ["nsenter", "--target", str(self.inside), *namespaces, "chroot", root, *clean, *command]

    def mirrors(self) -> list[str]:
        """How this machine reaches the package index."""
        wanted = (
            "PIP_",
            "UV_INDEX",
            "UV_DEFAULT",
            "UV_FIND",
            "SSL_CERT",
            "HTTP_PROXY",
            "HTTPS_PROXY",
            "http",
            "no_proxy",
        )
        return [f"{name}={value}" for name, value in os.environ.items() if name.startswith(wanted)]

    def run(self, script: str, *, online: bool = False, timeout: float = 300) -> str:
        """What a bash script said in there; AssertionError with all of it when a command fails."""
        done = subprocess.run(
            self.command("bash", "-euo", "pipefail", "-c", script, online=online),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=timeout,
        )
        assert done.returncode == 0, f"{done.stdout}\n{self.last_words()}\n--- in:\n{script}"
        return done.stdout

    def last_words(self) -> str:
        """The last commands that were typed, and the end of each service's journal."""
        look = "tail -n 3 /run/trace; tail -n 6 /var/log/unit-*.log"
        done = subprocess.run(self.command("sh", "-c", look), capture_output=True, text=True)
        return f"--- typed last:\n{done.stdout}"

    def written_by(self, user: str) -> list[str]:
        """What this user has on the layer that is ours."""
        number = self.run(f"id -u {user}").strip()
        upper = str(self.scratch / "upper")
        find = ["find", upper, "-user", number, "-printf", "/%P\\n"]
        inside = ["nsenter", "--target", str(self.inside), "--mount"]
        return subprocess.run([*inside, *find], capture_output=True, text=True, check=True).stdout.splitlines()
