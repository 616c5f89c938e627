"""What an operator copies from deploy/ is right as it stands: each file is read by the program that it is for."""

import re
import shlex
import subprocess

import pytest
import yaml
from django.urls import URLResolver, get_resolver

from tests.infra.servers import ROOT, database_url
from tests.infra.test_settings import REAL, run

DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
GUIDE = (ROOT / "docs" / "operating.md").read_text()


def values_of(unit) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in unit.read_text().splitlines():
        if re.match(r"[A-Za-z]+=", line):
            name, value = line.split("=", 1)
            found.setdefault(name, []).append(value)
    return found


@pytest.mark.needs("systemd-analyze")
class TestUnits:
    @pytest.fixture
    def units(self, tmp_path):
        """The units with this clone in place of the installed release."""
        for unit in UNITS:
            text = unit.read_text().replace("/srv/cairn/current", str(ROOT))
            (tmp_path / unit.name).write_text(text)
        return sorted(tmp_path.glob("*.service"))

    def test_systemd_takes_them(self, units):
        done = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True)
        said = [line for line in done.stderr.splitlines() if "cairn-" in line and "docs/operating.md" not in line]
        assert said == []

    def test_they_are_shut_in(self, units):
        command = ["systemd-analyze", "security", "--offline=yes", "--threshold=20", *units]
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_is_the_sites_and_comes_back(unit):
    says = values_of(unit)

    assert says["User"] == ["cairn"]
    assert says["Restart"] == ["always"]
    assert says["StartLimitIntervalSec"] == ["0"]  # an outage that lasts an hour must not end it for good
    assert says["EnvironmentFile"] == ["/etc/cairn/env"]
    assert says["ExecStartPre"] == ["/srv/cairn/current/.venv/bin/python manage.py check_database --unless-away"]
    assert says["ReadWritePaths"] == ["/var/lib/cairn"]


def test_a_web_has_started_when_it_answers():
    """Else an upgrade takes the second away while the first still reads its code, and visitors wait for both."""
    awaited = shlex.split(values_of(DEPLOY / "systemd" / "cairn-web@.service")["ExecStartPost"][0])
    assert (awaited[0], awaited[-1]) == ("-/usr/bin/curl", "http://127.0.0.1:%i/healthz")
    assert "--fail" not in awaited  # PostgreSQL may be away


def test_the_container_starts_what_the_unit_starts():
    """One decision about threads and limits, told once."""
    command = yaml.safe_load(re.search(r"^CMD (.*)$", (DEPLOY / "Containerfile").read_text(), re.M)[1])
    unit = shlex.split(values_of(DEPLOY / "systemd" / "cairn-web@.service")["ExecStart"][0])
    assert command[1:] == [part.replace("127.0.0.1:%i", "0.0.0.0:8000") for part in unit[1:]]
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    for name in ("worker", "beat"):
        unit = shlex.split(values_of(DEPLOY / "systemd" / f"cairn-{name}@.service")["ExecStart"][0])
        assert services[name]["command"][1:] == [
            part for part in unit[1:] if part not in ("--hostname", "worker%i@%%h")
        ]


@pytest.mark.needs("nginx", "openssl")
def test_nginx_takes_its_file(tmp_path):
    keys = ["-keyout", tmp_path / "privkey.pem", "-out", tmp_path / "fullchain.pem", "-subj", "/CN=market.example.org"]
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *keys], check=True, capture_output=True)
    ours = (DEPLOY / "nginx.conf").read_text().replace("/etc/cairn/tls", str(tmp_path))
    ours = ours.replace("/var/log/nginx", str(tmp_path))
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path}/pid; error_log stderr; events {{}} http {{ access_log off; {ours} }}"
    )

    done = subprocess.run(["nginx", "-t", "-c", tmp_path / "nginx.conf"], capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    assert "warn" not in done.stderr


def test_nginx_writes_no_secret_of_a_link_into_its_log():
    text = (DEPLOY / "nginx.conf").read_text()
    (written,) = re.findall(r"log_format cairn (.*?);", text, re.S)
    assert not re.search(r"\$(request|request_uri|args|http_referer)\b", written)
    assert text.count("access_log /var/log/nginx/access.log cairn;") == text.count("server_name ") == 2

    hidden = [re.compile(pattern.replace("?<", "?P<")) for pattern in re.findall(r'^    "~(.*?)" "', text, re.M)]
    secret = {address for address in addresses_with_text() if not address.startswith(("/admin/", "/people/"))}
    assert len(secret) == 6
    for address in secret:
        assert any(pattern.match(address) for pattern in hidden), address


def addresses_with_text(resolver=None, before="/"):
    """The addresses of the site that carry any text, such as the key of a link in a mail."""
    for one in (resolver or get_resolver()).url_patterns:
        route = before + str(one.pattern).strip("^$")
        if isinstance(one, URLResolver):
            yield from addresses_with_text(one, route) if one.namespace != "demo" else []
        elif re.search(r"<str:|\?P<key>", route):
            yield re.sub(r"<str:\w+>|\(\?P<.*?>.*?\)", "secret", route)


def test_nginx_lets_the_largest_delivery_through():
    limit = int(re.search(r"client_max_body_size (\d+)m;", (DEPLOY / "nginx.conf").read_text())[1])
    files, megabytes = (int(re.search(rf"{name} = .*?(\d+)", settings())[1]) for name in LIMITS)
    assert limit > files * megabytes


LIMITS = ["UPLOAD_MAX_FILES", "UPLOAD_MAX_BYTES"]


def settings() -> str:
    return (ROOT / "marketplace" / "settings.py").read_text()


@pytest.mark.parametrize("name", ["env.example", "owner.example", "container.env.example", "compose.env.example"])
def test_an_env_file_reads_the_same_in_a_shell_and_in_systemd(name):
    file = DEPLOY / name
    lines = [line for line in file.read_text().splitlines() if line and not line.startswith("#")]
    quoted = [re.fullmatch(r"([A-Z0-9_]+)='([^']*)'", line) for line in lines]
    assert all(quoted), f"each line must be NAME='value': {lines}"

    read = "env -i sh -c 'set -a; . \"$0\"; set +a; env -0' " + shlex.quote(str(file))
    done = subprocess.run(["sh", "-c", read], capture_output=True, text=True, check=True)

    shell = dict(pair.split("=", 1) for pair in done.stdout.split("\0") if pair)
    assert {name: value for name, value in shell.items() if name != "PWD"} == {one[1]: one[2] for one in quoted}


@pytest.mark.usefixtures("django_db_setup")
def test_the_settings_take_the_env_file(tmp_path):
    """Root's template starts a rehearsal as it is, but for the key and the passwords."""
    here = {"DATA_DIR": str(tmp_path), "DATABASE_URL": database_url(), "SECRET_KEY": REAL["SECRET_KEY"]}
    lines = re.findall(r"^([A-Z0-9_]+)='(.*)'$", (DEPLOY / "env.example").read_text(), re.M)
    done = run("manage.py", "check", "--deploy", "--fail-level", "ERROR", **dict(lines) | here)
    assert done.returncode == 0, done.stderr


def test_the_guide_explains_every_setting():
    asked = set(re.findall(r"(?:env\.\w+|required)\(\s*\"([A-Z0-9_]+)\"", settings()))
    asked |= set(re.findall(r"(?:env\.\w+|required)\(\s*\"([A-Z0-9_]+)\"", environment()))
    assert {name for name in asked if f"`{name}`" not in GUIDE} <= {"PORT"}  # the demo's


def environment() -> str:
    return (ROOT / "marketplace" / "environment.py").read_text()


def test_compose_gives_the_owners_password_to_migrations_alone():
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    know = {name for name, service in services.items() if "OWNER" in str(service.get("environment", ""))}

    assert set(services) == {"db", "redis", "migrate", "web", "worker", "beat"}
    assert know == {"db", "migrate"}
    for name in ("web", "worker", "beat"):
        assert services[name]["env_file"] == "container.env"
        assert services[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
        assert services[name]["read_only"] is True


def test_the_containers_file_copies_what_is_there():
    text = (DEPLOY / "Containerfile").read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    known = {"FROM", "ENV", "RUN", "WORKDIR", "COPY", "USER", "VOLUME", "EXPOSE", "ENTRYPOINT", "CMD"}
    assert {line.split()[0] for line in lines} <= known
    for line in lines:
        if line.startswith("COPY") and "--from" not in line:
            assert all((ROOT / part).exists() for part in line.split()[1:-1]), line
    entry = yaml.safe_load(re.search(r"^ENTRYPOINT (.*)$", text, re.M)[1])[0]
    assert (ROOT / entry.removeprefix("/srv/cairn/")).stat().st_mode & 0o111


def test_secrets_stay_out_of_the_image():
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    assert {".git", ".data", "deploy/.env", "deploy/container.env"} <= set(ignored)


@pytest.mark.parametrize("script", ["cairn", "container-entry", "container-roles.sh"])
def test_a_script_is_one(script):
    file = DEPLOY / script
    assert file.stat().st_mode & 0o111
    assert subprocess.run(["sh", "-n", file]).returncode == 0


def test_a_release_is_open_to_the_site_whichever_terminal_lays_it_down():
    """root's umask and home may be closed to everybody else: each chapter that brings code or Python says otherwise."""
    upgrade = GUIDE.partition("\n## Upgrades\n")[2].partition("\n## ")[0]
    install = GUIDE.partition("\n## Install\n")[2].partition("\n## ")[0]
    for chapter in (install, upgrade):
        before = chapter.partition("uv sync")[0]
        assert "\numask 022\n" in before
        assert "UV_PYTHON_INSTALL_DIR=/opt/python" in before
