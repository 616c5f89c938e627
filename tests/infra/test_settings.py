"""A real site starts completely configured or not at all. Each case is a process of its own, as at a real start."""

import os
import subprocess

import pytest
from django.conf import settings

from tests.infra import starts
from tests.infra.servers import database_url

pytestmark = pytest.mark.slow

REAL = {
    "SECRET_KEY": "kX8-long-and-random-enough-for-the-check-9f2Jq7ZtLw0vYb3NcR5sD1",
    "ALLOWED_HOSTS": "market.example.org,www.market.example.org",
    "DATABASE_URL": "postgresql://cairn_web:secret@db.example.org/cairn",
    "ALLOW_SANDBOX_PAYMENTS": "1",
}
OURS = {"DEMO", "DEBUG", "REDIS_URL", "DATABASE_OWNER_URL", "DATABASE_POOL", "SITE_URL", "PAYMENT_GATEWAY", "EMAIL_URL"}
OURS |= {"HSTS_SECONDS", "HSTS_SUBDOMAINS", "HSTS_PRELOAD"}


def run(*command, **env) -> subprocess.CompletedProcess:
    outside = {name: value for name, value in os.environ.items() if name not in OURS | REAL.keys()}
    outside |= {"DJANGO_SETTINGS_MODULE": "marketplace.settings"} | {k: v for k, v in env.items() if v is not None}
    return starts.run(*command, **outside)


def setting(expression: str, **env) -> str:
    done = run("-c", f"import marketplace.settings as s; print({expression})", **env)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"SECRET_KEY": None}, "SECRET_KEY is not set."),
        ({"SECRET_KEY": "x"}, "SECRET_KEY is too easy to guess"),
        ({"SECRET_KEY": "ab" * 40}, "SECRET_KEY is too easy to guess"),
        ({"SECRET_KEY": "django-insecure-" + REAL["SECRET_KEY"]}, "SECRET_KEY is too easy to guess"),
        ({"SECRET_KEY": "change me: " + REAL["SECRET_KEY"]}, "SECRET_KEY is too easy to guess"),
        ({"SECRET_KEY_FALLBACKS": "short"}, "SECRET_KEY_FALLBACKS is too easy to guess"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is not set."),
        ({"DATABASE_URL": None}, "DATABASE_URL is not set."),
        ({"DATABASE_URL": "sqlite:///cairn.db"}, "DATABASE_URL must name a PostgreSQL database"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS=* lets strangers"),
        ({"ALLOW_SANDBOX_PAYMENTS": None}, "PAYMENT_GATEWAY is sandbox, which moves pretend money only."),
        ({"DEBUG": "1"}, "DEBUG=1 shows secrets to visitors"),
        ({"DEMO": "1", "PAYMENT_GATEWAY": "stripe"}, "DEMO=1 has a movable clock and published passwords"),
        ({"PAYMENT_GATEWAY": "nobank"}, "There is no payment gateway 'nobank'. There is: sandbox"),
        ({"EMAIL_URL": "pigeon://coop"}, "EMAIL_URL cannot be read"),
        ({"DATA_DIR": "/dev/null/cairn"}, "DATA_DIR must be a folder that Cairn can write"),
        ({"HSTS_PRELOAD": "1"}, "HSTS_PRELOAD=1 is for a site that has HSTS_SECONDS=31536000 and HSTS_SUBDOMAINS=1."),
        ({"HSTS_PRELOAD": "1", "HSTS_SECONDS": "31536000"}, "HSTS_PRELOAD=1 is for a site"),
    ],
)
def test_it_refuses_to_start(change, reason):
    done = run("manage.py", "check", **REAL | change)

    assert done.returncode == 1
    assert f"Cairn does not start: {reason}" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_web_server_refuses_too():
    done = run("-c", "import marketplace.wsgi", **REAL | {"SECRET_KEY": None})

    assert "ImproperlyConfigured: SECRET_KEY is not set." in done.stderr


YEAR = "31536000"
WAY_UP = {  # of docs/operating.md, and what nobody needs to be told at each step
    "a first start": ({}, ["security.W005", "security.W021"]),
    "a year": ({"HSTS_SECONDS": YEAR}, ["security.W005", "security.W021"]),
    "subdomains": ({"HSTS_SECONDS": YEAR, "HSTS_SUBDOMAINS": "1"}, ["security.W021"]),
    "for ever": ({"HSTS_SECONDS": YEAR, "HSTS_SUBDOMAINS": "1", "HSTS_PRELOAD": "1"}, []),
    "said in words": ({"HSTS_SUBDOMAINS": "0", "HSTS_PRELOAD": "0"}, ["security.W005", "security.W021"]),
}


@pytest.mark.usefixtures("django_db_setup")
@pytest.mark.parametrize("step", WAY_UP)
def test_a_real_site_passes_djangos_own_inspection(step, tmp_path):
    decided, silenced = WAY_UP[step]
    env = REAL | {"DATABASE_URL": database_url(), "DATA_DIR": str(tmp_path)} | decided
    done = run("manage.py", "check", "--deploy", "--fail-level", "INFO", **env)

    assert (done.returncode, done.stderr) == (0, "")
    assert setting("getattr(s, 'SILENCED_SYSTEM_CHECKS', [])", **env) == str(silenced)


def test_a_first_start_can_be_taken_back(tmp_path):
    """Browsers keep what they were told: an hour, of this name alone."""
    assert setting(
        "s.SECURE_HSTS_SECONDS, s.SECURE_HSTS_INCLUDE_SUBDOMAINS, s.SECURE_HSTS_PRELOAD", **REAL, DATA_DIR=str(tmp_path)
    ) == ("3600 False False")


@pytest.mark.usefixtures("django_db_setup")
def test_looking_makes_nothing(tmp_path):
    """A folder that root's manage.py made would be closed to the site."""
    env = REAL | {"DATABASE_URL": database_url(), "DATA_DIR": str(tmp_path / "cairn")}
    for command in (["check"], ["migrate", "--check"], ["showmigrations"]):
        assert run("manage.py", *command, **env).returncode == 0
    assert not (tmp_path / "cairn").exists()


def test_the_queue_without_redis_makes_its_own_folders(tmp_path):
    env = REAL | {"DATA_DIR": str(tmp_path / "cairn")}
    queue = "from marketplace.celery import app; app.send_task('marketplace.tasks.clear_sessions')"

    done = run("-c", queue, **env)

    assert done.returncode == 0, done.stderr
    folder = tmp_path / "cairn" / "queue"
    assert len(list(folder.glob("*.celery.msg"))) == 1
    assert {place.stat().st_mode & 0o777 for place in (folder, folder / "control")} == {0o700}


def test_what_is_collected_may_be_read_by_whoever_serves_it(tmp_path):
    """Whatever umask the collecting one had, and although uploads are private."""
    env = REAL | {"DATA_DIR": str(tmp_path), "STATIC_ROOT": str(tmp_path / "static")}
    command = "import os, sys; os.umask(0o077); sys.argv = ['manage.py', 'collectstatic', '--no-input']; "
    done = run("-c", command + "from django.core.management import execute_from_command_line as e; e(sys.argv)", **env)

    assert done.returncode == 0, done.stderr
    found = [tmp_path / "static", *(tmp_path / "static").rglob("*")]
    assert {path.suffix for path in found} >= {".json", ".css", ".gz", ".woff2"}
    assert {path.stat().st_mode & 0o777 for path in found if path.is_file()} == {0o644}
    assert {path.stat().st_mode & 0o777 for path in found if path.is_dir()} == {0o755}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECURE_HSTS_SECONDS", "3600"),
        ("SECURE_SSL_REDIRECT", "True"),
        ("SESSION_COOKIE_SECURE", "True"),
        ("CSRF_COOKIE_SECURE", "True"),
        ("X_FRAME_OPTIONS", "DENY"),
        ("SITE_URL", "https://market.example.org"),
        ("CSRF_TRUSTED_ORIGINS", "['https://market.example.org']"),
    ],
)
def test_a_real_site_is_closed(name, value, tmp_path):
    assert setting(f"s.{name}", **REAL, DATA_DIR=str(tmp_path)) == value


CSP = "base-uri 'none'; default-src 'self'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"


def test_a_page_runs_nothing_but_our_own_files(client, db):
    """The whole policy, as browsers read it: one more source, or one line less, is a decision to be made here."""
    said = client.get("/accounts/login/").headers["Content-Security-Policy"]

    assert sorted(one.strip() for one in said.split(";") if one.strip()) == CSP.split("; ")


def test_a_real_site_has_the_policy_of_these_tests(tmp_path):
    assert setting("s.SECURE_CSP", **REAL, DATA_DIR=str(tmp_path)) == str(settings.SECURE_CSP)


def test_a_proxy_is_believed_only_when_it_is_announced(tmp_path):
    env = REAL | {"DATA_DIR": str(tmp_path)}

    assert setting("getattr(s, 'SECURE_PROXY_SSL_HEADER', None), s.ALLAUTH_TRUSTED_PROXY_COUNT", **env) == "None 0"
    assert setting("s.SECURE_PROXY_SSL_HEADER, s.ALLAUTH_TRUSTED_PROXY_COUNT", **env, PROXIES="2") == (
        "('HTTP_X_FORWARDED_PROTO', 'https') 2"
    )


def test_the_demo_speaks_plain_http_to_this_machine_only(tmp_path):
    env = {"DEMO": "1", "DATABASE_URL": REAL["DATABASE_URL"], "PORT": "8001", "DATA_DIR": str(tmp_path)}

    assert setting("s.SITE_URL, s.SECURE_SSL_REDIRECT, s.SESSION_COOKIE_SECURE", **env) == (
        "http://localhost:8001 False False"
    )
    assert setting("s.ALLOWED_HOSTS", **env) == "['localhost', '127.0.0.1', '[::1]']"


def test_migrations_run_as_the_owner_and_the_site_does_not(tmp_path):
    env = REAL | {"DATA_DIR": str(tmp_path), "DATABASE_OWNER_URL": "postgresql://owner:secret@db.example.org/cairn"}
    ask = "import sys; sys.argv[1:] = [{!r}]; import marketplace.settings as s; print(s.DATABASES['default']['USER'])"

    assert run("-c", ask.format("migrate"), **env).stdout.strip() == "owner"
    assert run("-c", ask.format("runserver"), **env).stdout.strip() == "cairn_web"


def test_a_mail_address_becomes_a_mailer(tmp_path):
    env = REAL | {"DATA_DIR": str(tmp_path), "EMAIL_URL": "smtp+tls://post%40example.org:p%2Fw@mail.example.org:587"}

    assert setting("s.MAILERS['default']['OPTIONS']", **env) == str(
        {
            "host": "mail.example.org",
            "port": 587,
            "username": "post@example.org",
            "password": "p/w",
            "use_tls": True,
            "timeout": 20,
        }
    )


def test_a_stranger_asking_for_another_host_fills_no_log(client, capfd, settings):
    settings.ALLOWED_HOSTS = ["market.example.org"]

    assert client.get("/", headers={"host": "evil.example"}).status_code == 400
    assert capfd.readouterr().err == ""


LIMITS = "-c statement_timeout={} -c lock_timeout={} -c idle_in_transaction_session_timeout={}"


@pytest.mark.parametrize(
    ("start", "limits"),
    [
        ("import marketplace.wsgi", (5000, 2000, 30000)),
        ("sys.argv = ['/venv/bin/celery', '-A', 'marketplace', 'worker']", (60000, 10000, 60000)),
        ("sys.argv = ['/venv/celery/__main__.py', '-A', 'marketplace', 'beat']", (5000, 2000, 30000)),
        ("sys.argv = ['manage.py', 'migrate']", (0, 5000, 0)),
        ("sys.argv = ['manage.py', 'check_books']", (0, 10000, 0)),
    ],
)
def test_nobody_waits_for_ever(start, limits, tmp_path):
    ask = f"import sys; {start}; import marketplace.settings as s; print(s.DATABASES['default']['OPTIONS']['options'])"
    done = run("-c", ask, **REAL, DATA_DIR=str(tmp_path))

    assert done.stdout.strip() == LIMITS.format(*limits), done.stderr


def test_limits_can_be_set_and_what_the_address_says_comes_last(tmp_path):
    env = REAL | {"DATA_DIR": str(tmp_path), "DATABASE_LOCK_SECONDS": "0.5"}
    env["DATABASE_URL"] += "?options=-c%20statement_timeout%3D7s&connect_timeout=9"
    said = setting("s.DATABASES['default']['OPTIONS']['options'], s.DATABASES['default']['OPTIONS']", **env)

    assert "-c lock_timeout=500" in said
    assert "-c statement_timeout=7s'" in said
    assert "'connect_timeout': 9" in said.replace("'9'", "9")


def test_a_file_store_may_not_be_silent_for_long(tmp_path):
    """By a boto3 that only keeps what its configuration gets: tests/gigs/test_pictures_in_s3.py has the real one."""
    fake = "import sys, types; sys.modules['botocore'] = types.ModuleType('botocore'); m = types.ModuleType('c');"
    fake += " m.Config = dict; sys.modules['botocore.config'] = m; import marketplace.settings as s;"
    ask = "print(s.STORAGES['default']['OPTIONS']['client_config'])"
    done = run("-c", f"{fake} {ask}", **REAL, DATA_DIR=str(tmp_path), S3_BUCKET="files")

    assert done.stdout.strip() == str(
        {"connect_timeout": 3, "read_timeout": 10, "retries": {"total_max_attempts": 2}}
    ), done.stderr


def test_a_file_store_without_its_package_is_refused(tmp_path):
    hide = "import sys; sys.modules['botocore'] = None; import marketplace.settings"
    done = run("-c", hide, **REAL, DATA_DIR=str(tmp_path), S3_BUCKET="files")

    assert "S3_BUCKET is set, but boto3 is not installed" in done.stderr
