"""How Cairn reads its environment: what must be there, and the sentence you get when it is not."""

import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from structlog.contextvars import get_contextvars

from marketplace.postgresql.connection import ImpatientConnection, check

env = environ.Env()

SHORTEST_KEY = 50  # characters of SECRET_KEY
FEWEST_LETTERS = 5  # different ones
PLACEHOLDERS = ("change me", "django-insecure-")  # of deploy/env.example, and of Django's startproject

# These change tables or rights, so they run as the owner of the tables where one is named (see docs/operating.md).
OWNER_COMMANDS = {"migrate", "grant_web"}


NOT_A_FOLDER = "DATA_DIR must be a folder that Cairn can write"
FOR_EXAMPLE = "For example: DATA_DIR=/var/lib/cairn"


def required(name: str, example: str, why: str) -> str:
    """The value of a variable that a real site cannot do without; ImproperlyConfigured names it and shows one."""
    value = env.str(name, default="").strip()
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. {why} For example: {name}={example}")
    return value


def secret_key(key: str, name: str = "SECRET_KEY") -> str:
    """The key, when nobody can guess it: as long and as varied as Django's own check asks (security.W009)."""
    published = key.startswith(PLACEHOLDERS)
    if len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_LETTERS or published:
        refuse(
            f"{name} is too easy to guess: who knows it can sign in as anybody. It needs {SHORTEST_KEY} random "
            f"characters or more. For example: {name}=$(python -c 'import secrets; print(secrets.token_urlsafe(60))')"
        )
    return key


def refuse(reason: str) -> None:
    """Stop the start, for a reason that the operator can act on."""
    raise ImproperlyConfigured(reason)


def database(pool_size: int) -> dict:
    """DATABASE_URL as Django wants it, with a pool of up to `pool_size` connections (0: none).

    `?host=/folder` means a unix socket. Raises ImproperlyConfigured when it is missing or not PostgreSQL.
    """
    url = required(
        "DATABASE_URL", "postgresql://cairn_web:password@localhost/cairn", "Cairn keeps everything in PostgreSQL."
    )
    if sys.argv[1:2] and sys.argv[1] in OWNER_COMMANDS:
        url = env.str("DATABASE_OWNER_URL", default="") or url
    config = env.db_url_config(url)
    if config.get("ENGINE") != "django.db.backends.postgresql":
        refuse(f"DATABASE_URL must name a PostgreSQL database, not {urlsplit(url).scheme or 'nothing'}://.")
    options = config.setdefault("OPTIONS", {})
    config["HOST"] = options.pop("host", "") or config["HOST"]
    for name, value in CONNECTING.items():
        options.setdefault(name, value)
    options |= limits(options.get("options", ""))
    options["prepares"] = env.bool("DATABASE_PREPARE", default=True)
    if pool_size:
        options["pool"] = pool(pool_size)
    return config | {"ENGINE": "marketplace.postgresql", "CONN_HEALTH_CHECKS": True}


# How soon a server that is gone without a word is noticed: seconds, but for the last, which is in milliseconds.
CONNECTING = {
    "connect_timeout": 2,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 2,
    "tcp_user_timeout": 3000,
}

# The seconds that a statement may take, that it may wait for a lock, and that a transaction may lie idle; 0: no limit.
# People do not wait, jobs may, and a migration must not stop the site while it waits behind somebody's long query. A
# web transaction is idle while files of a delivery are on their way to S3.
LIMITS = {"web": (5, 2, 30), "worker": (60, 10, 60), "beat": (5, 2, 30), "owner": (0, 5, 0), "command": (0, 10, 0)}
ANSWER = 2  # seconds that an answer may take beyond the limit of its statement, before we hang up


serves_web = False  # marketplace.serving says so, before the settings are read


def process() -> str:
    """What this process is, for LIMITS. Celery and manage.py are known by name."""
    if serves_web:
        return "web"
    if "celery" in Path(sys.argv[0]).parts[-2:]:
        return next((word for word in sys.argv if word in ("worker", "beat")), "command")
    return "owner" if sys.argv[1:2] and sys.argv[1] in OWNER_COMMANDS else "command"


def limits(options: str) -> dict:
    """The limits on waiting of this process, as PostgreSQL and our connection take them. Of two the last one counts, so
    what the operator put into DATABASE_URL wins."""
    statement, lock, idle = LIMITS[process()]
    statement = env.float("DATABASE_STATEMENT_SECONDS", default=statement)
    lock = env.float("DATABASE_LOCK_SECONDS", default=lock)
    idle = env.float("DATABASE_IDLE_SECONDS", default=idle)
    of_session = {"statement_timeout": statement, "lock_timeout": lock, "idle_in_transaction_session_timeout": idle}
    ours = " ".join(f"-c {name}={round(seconds * 1000)}" for name, seconds in of_session.items())
    return {"options": f"{ours} {options}".strip()} | ({"patience": statement + ANSWER} if statement else {})


def pool(size: int) -> dict:
    """A pool that gives up soon, and that asks again soon: its own pauses between two tries double for minutes."""
    return {
        "min_size": min(2, size),
        "max_size": size,
        "timeout": 2,
        "reconnect_timeout": 2,
        "max_lifetime": 30 * 60,
        "max_idle": 5 * 60,
        "connection_class": ImpatientConnection,
        "check": check,
    }


def mailer(url: str) -> dict:
    """EMAIL_URL, such as smtp+tls://user:password@mail.example.org:587, as an entry of MAILERS."""
    try:
        config = env.email_url_config(url)
    except (ImproperlyConfigured, ValueError) as error:
        refuse(
            f"EMAIL_URL cannot be read: {error}. For example: EMAIL_URL=smtp+tls://user:password@mail.example.org:587"
        )
    options = {
        "host": config["EMAIL_HOST"],
        "port": config["EMAIL_PORT"],
        "username": config["EMAIL_HOST_USER"],
        "password": config["EMAIL_HOST_PASSWORD"],
        "use_tls": config.get("EMAIL_USE_TLS"),
        "use_ssl": config.get("EMAIL_USE_SSL"),
        "timeout": 20,
    }
    smtp = config["EMAIL_BACKEND"].endswith("smtp.EmailBackend")
    set_options = {key: value for key, value in options.items() if value} if smtp else {}
    return {"BACKEND": config["EMAIL_BACKEND"], "OPTIONS": set_options}


def mail_folder(folder: Path) -> dict:
    """An entry of MAILERS that drops every mail as a file into `folder`, where the demo shows it."""
    return {"BACKEND": "marketplace.demo.mailbox.Folder", "OPTIONS": {"file_path": str(folder)}}


def make_folder(folder: Path) -> None:
    """Make a folder of DATA_DIR that only we may read."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        refuse(f"{NOT_A_FOLDER}: {error}. {FOR_EXAMPLE}")


def must_be_writable(folder: Path) -> None:
    """Refuse a DATA_DIR that we could not make or write. Nothing is made: that is left to who first needs it."""
    there = next(place for place in (folder, *folder.parents) if place.exists())
    if not there.is_dir():
        refuse(f"{NOT_A_FOLDER}: {there} is a file. {FOR_EXAMPLE}")
    if not os.access(there, os.W_OK | os.X_OK):
        refuse(f"{NOT_A_FOLDER}: {there} is not ours to write. {FOR_EXAMPLE}")


def s3_limits():
    """How long a file store may be silent, as its client wants it."""
    try:
        from botocore.config import Config
    except ImportError:
        refuse("S3_BUCKET is set, but boto3 is not installed. Install it: uv sync --extra s3")
    return Config(connect_timeout=3, read_timeout=10, retries={"total_max_attempts": 2})


def report_to_sentry(dsn: str, environment: str) -> None:
    """Have errors reported to Sentry, or to what speaks its language, without what people typed or who they are."""
    try:
        import sentry_sdk
    except ImportError:
        refuse("SENTRY_DSN is set, but sentry-sdk is not installed. Install it: uv sync --extra sentry")

    def tag(event, hint):
        event.setdefault("tags", {}).update(get_contextvars())
        return event

    sentry_sdk.init(
        dsn,
        environment=environment,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        before_send=tag,
    )
