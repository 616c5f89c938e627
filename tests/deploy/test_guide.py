"""docs/operating.md, followed word for word on a machine of its own: Debian, real PostgreSQL, Redis and nginx. And of
docs/runbook.md the way back to a moment.

Every ```sh block is typed by root in one terminal; ```console blocks are for later, and not followed. Only where the
package index is needed (the chapters in ONLINE) is the network of this machine there.
"""

import os
import pty
import re
import select
import shutil
import subprocess
import textwrap
import time

import pytest

from tests.deploy.chamber import Chamber
from tests.infra.servers import ROOT
from tests.programs import complain

pytestmark = [
    pytest.mark.processes,
    pytest.mark.system,
    pytest.mark.needs("nginx", "redis-server", "openssl", "curl", "git"),
    pytest.mark.usefixtures("machine"),
]

ONLINE = {"Install", "1. The machine", "2. A release"}
ROOTS_PASSWORD = "a-long-password-of-the-operator"


def chapters(document: str) -> dict[str, list[str]]:
    """The ```sh blocks by the headings that they stand under."""
    found: dict[str, list[str]] = {}
    for part in re.split(r"^##+ ", (ROOT / "docs" / document).read_text(), flags=re.M)[1:]:
        heading, _, text = part.partition("\n")
        blocks = re.findall(r"^ *```sh\n(.*?)^ *```$", text, re.M | re.S)
        found[heading] = [textwrap.dedent(block) for block in blocks]
    return found


CHAPTERS = chapters("operating.md") | chapters("runbook.md")
INSTALL = ["Install", *(heading for heading in chapters("operating.md") if re.match(r"\d+\. ", heading))]


class Operator:
    """Root at one terminal: what a block sets, the next one finds."""

    def __init__(self, chamber: Chamber):
        self.chamber = chamber

    def follow(self, heading: str) -> None:
        for block in CHAPTERS[heading]:
            if block.strip() == "cairn createsuperuser":
                self.answer(block, "operator@example.org", "Olive", ROOTS_PASSWORD, ROOTS_PASSWORD)
            else:
                self.type(block, online=heading in ONLINE)

    def type(self, block: str, *, online: bool = False) -> str:
        return self.chamber.run(self.session(block), online=online)

    def session(self, block: str) -> str:
        skipped = r"^declare -[a-zA-Z]*r\|^declare -[aA]\|BASH_XTRACEFD"  # bash's own
        kept = f"{{ declare -p | grep -v '{skipped}'; umask -p; echo cd \"'$PWD'\"; }} > /run/terminal"
        traced = "exec 9> /run/trace; BASH_XTRACEFD=9; set -x"  # which command it was that failed
        return f"touch /run/terminal; . /run/terminal\n{traced}\n{block}\n{{ set +x; }} 2>/dev/null\n{kept}"

    def answer(self, block: str, *answers: str) -> None:
        """Type a command that asks, and its answers, at a real terminal."""
        ours, theirs = pty.openpty()
        script = self.chamber.command("bash", "-euo", "pipefail", "-c", self.session(block))
        child = subprocess.Popen(["setsid", "--ctty", *script], stdin=theirs, stdout=theirs, stderr=theirs)
        os.close(theirs)
        said, waiting, deadline = "", list(answers), time.monotonic() + 60
        try:
            while child.poll() is None and time.monotonic() < deadline:
                if select.select([ours], [], [], 0.2)[0]:
                    said += os.read(ours, 4096).decode(errors="replace")
                if waiting and said.rstrip(" ").endswith(":"):
                    os.write(ours, f"{waiting.pop(0)}\n".encode())
                    said += "\n"
        except OSError:  # the other end is closed
            pass
        assert child.wait(10) == 0, said


@pytest.fixture(scope="module")
def machine(tmp_path_factory):
    if reason := Chamber.reason_against():
        pytest.skip(reason)
    if not shutil.which("pg_createcluster"):
        complain("postgresql is not installed. Install it with: sudo apt-get install postgresql")
    repository = tmp_path_factory.mktemp("source") / "cairn.git"
    publish(repository)
    with Chamber(repository) as chamber:
        chamber.run(
            "git config --system url.file:///run/repository.insteadOf https://git.example.org/cairn.git\n"
            "git config --system safe.directory '*'\n"
            "echo '127.0.0.1 market.example.org' >> /etc/hosts\n"
            "rm -rf /srv/cairn /etc/cairn /var/lib/cairn /opt/uv\n"
            '[ -n "$(pg_lsclusters -h)" ] || pg_createcluster 15 main\n'
        )
        sink = subprocess.Popen(chamber.command("python3", "/run/repository/tests/mail_sink.py", "25", "/run/mails"))
        yield chamber
        sink.kill()
        sink.wait(10)


def publish(repository) -> None:
    """This clone, with what is not committed yet, as two releases."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    for name in listed.stdout.decode().split("\0"):
        if name and (ROOT / name).is_file():
            (repository / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, repository / name)
    git = ["git", "-c", "user.name=test", "-c", "user.email=test@example.org", "-c", "init.defaultBranch=main"]
    run = lambda *command: subprocess.run([*git, *command], cwd=repository, check=True, capture_output=True)  # noqa: E731
    run("init")
    run("add", "--all")
    run("commit", "--message", "First")
    run("tag", "v0.1.0")
    run("commit", "--allow-empty", "--message", "Second")
    run("tag", "v0.1.1")


@pytest.fixture(scope="module")
def operator(machine):
    """Whoever has installed the site by the guide, up to the administrator."""
    operator = Operator(machine)
    for heading in INSTALL:
        operator.follow(heading)
    return operator


def test_the_guide_has_commands():
    assert len(INSTALL) == 10
    assert all(CHAPTERS[heading] for heading in [*INSTALL, "Backups", "Upgrades"])


def test_it_ends_with_an_administrator_at_the_desk(operator):
    said = operator.type(
        "/srv/cairn/current/.venv/bin/python /srv/cairn/current/tests/deploy/visitor.py"
        f" https://$NAME /etc/cairn/tls/fullchain.pem operator@example.org {ROOTS_PASSWORD}"
    ).splitlines()
    assert said[-3:] == ["https://market.example.org/admin/", said[-2], "max-age=3600"]
    assert "support desk" in said[-2]


def test_mail_goes_out(operator):
    operator.type('cairn sendtestemail "$OPERATOR"')
    assert '"operator@example.org"' in operator.type("cat /run/mails")


def test_everything_runs_as_cairn_and_may_write_one_folder(operator):
    said = operator.type("ps -eo user:20,args | grep -E '[.]venv/bin/(gunicorn|celery|python)'")
    assert {line.split()[0] for line in said.splitlines()} == {"cairn"}
    assert "/var/lib/cairn" in operator.chamber.written_by("cairn")
    assert [path for path in operator.chamber.written_by("cairn") if not path.startswith("/var/lib/cairn")] == []


def test_nobody_but_root_reads_the_settings(operator):
    modes = operator.type("stat -c '%U %a' /etc/cairn/env /etc/cairn/owner /etc/cairn/tls")
    assert modes.splitlines() == ["root 600", "root 600", "root 700"]
    services = operator.type(
        "for pid in $(pgrep -u cairn); do tr '\\0' '\\n' < /proc/$pid/environ; done | grep -c OWNER_URL || true"
    )
    assert services.strip() == "0"


def test_http_leads_to_https_and_styles_come_from_nginx(operator):
    assert "301 https://market.example.org/" in operator.type(
        "curl --silent --output /dev/null --write-out '%{http_code} %{redirect_url}' http://$NAME/"
    )
    said = operator.type(
        "export CURL_CA_BUNDLE=/etc/cairn/tls/fullchain.pem\n"
        "style=$(curl -s https://$NAME/ | grep -o '/static/css/[^\"]*' | head -1)\n"
        "curl -s -o /dev/null -D - -H 'Accept-Encoding: gzip' https://$NAME$style"
    )
    assert "immutable" in said
    assert "Content-Encoding: gzip" in said


def test_a_forgotten_owner_is_noticed(operator):
    """grant_web with the site's own role grants nothing, and says so."""
    with pytest.raises(AssertionError, match="cairn_web does not own the tables"):
        operator.type("mv /etc/cairn/owner /etc/cairn/lost; touch /etc/cairn/owner; cairn grant_web cairn_web")
    operator.type("mv /etc/cairn/lost /etc/cairn/owner")


def test_a_service_does_not_start_without_its_rights(operator):
    revoke = "runuser -u postgres -- psql -q cairn -c '{} UPDATE ON milestones_order {} cairn_web'"
    operator.type("systemctl stop cairn-web@8001; " + revoke.format("REVOKE", "FROM"))
    with pytest.raises(AssertionError, match="cairn_web lacks UPDATE on milestones_order. Run grant_web"):
        operator.type("systemctl start cairn-web@8001")
    operator.type("cairn grant_web cairn_web; systemctl start cairn-web@8001")


def test_a_backup_is_restored(operator):
    operator.follow("Backups")
    assert "books add up" in operator.type("cairn check_books")


VISITS = """
export CURL_CA_BUNDLE=/etc/cairn/tls/fullchain.pem
while [ ! -e /run/enough ]; do
    curl --silent --max-time 20 --output /dev/null --write-out '%{http_code}\\n' \\
        "https://$NAME/accounts/login/" >> /run/visits || echo failed >> /run/visits
done
"""


def test_no_visitor_notices_an_upgrade(operator, machine):
    visitor = subprocess.Popen(machine.command("bash", "-c", ". /run/terminal; " + VISITS))
    try:
        machine.run("until [ -s /run/visits ]; do sleep 0.1; done", timeout=60)  # it knows its way: NAME goes now
        operator.type("umask 077; unset NAME SOURCE UV_PYTHON_INSTALL_DIR")  # a new terminal, of somebody careful
        operator.follow("Upgrades")
    finally:
        machine.run("touch /run/enough")
        visitor.wait(30)

    answers = machine.run("cat /run/visits").split()
    assert len(answers) > 20
    assert set(answers) == {"200"}
    assert operator.type("readlink /srv/cairn/current /srv/cairn/previous").split()[-2:] == [
        "releases/v0.1.1",
        "releases/v0.1.0",
    ]


def test_the_way_back_to_a_moment(operator):
    """What was there at the moment is there again, what came later is not, and the site runs on it."""
    before, base, *back = CHAPTERS["Going back to a moment"]
    as_postgres = "runuser -u postgres -- psql --quiet --no-psqlrc --tuples-only --no-align cairn"
    operator.type(before)
    operator.type(base)
    operator.type(f"{as_postgres} -c 'CREATE TABLE treasure ()'; sleep 2")
    operator.type("export MOMENT=$(date '+%F %T%:z') BASE=/var/backups/cairn-base/$(date +%F); sleep 2")
    operator.type(f"{as_postgres} -c 'DROP TABLE treasure; CREATE TABLE rubble ()'")

    for block in back:
        operator.type(block)

    there = "SELECT to_regclass('treasure') IS NOT NULL, to_regclass('rubble') IS NOT NULL"
    assert operator.type(f'{as_postgres} -p 5433 -c "{there}"').strip() == "t|f"
    assert "books add up" in operator.type("cairn check_books")
    answer = "curl --silent --cacert /etc/cairn/tls/fullchain.pem -o /dev/null -w '%{http_code}' https://$NAME/healthz"
    assert operator.type(answer) == "200"
