"""How Cairn reads its environment: what must be there, and the sentence you get when it is not."""

import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()

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
    options.setdefault("connect_timeout", 10)
    if pool_size:
        options["pool"] = {"min_size": min(2, pool_size), "max_size": pool_size, "timeout": 10}
    return config | {"CONN_HEALTH_CHECKS": True}


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
