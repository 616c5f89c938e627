"""Logs: one line for each thing that happened, with the request, the person and the order that it was about.

LOG_FORMAT=plain is for reading, json for machines: one object a line. Whoever has the number on an error page finds all
lines of that request by it, those of the tasks that it started included.
"""

import logging
import logging.config
import re
import secrets
from contextvars import ContextVar

import structlog
from celery import signals
from django.conf import settings
from structlog.contextvars import bind_contextvars, clear_contextvars, get_contextvars, merge_contextvars

TRACES = ("exception", "stack")  # are of many lines
FIELDS = ["method", "path", "status", "ms"]  # of the access log, as values of their own
UPSTREAM_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
HEADER = "request_id"  # of a task: the request that asked for it

_request: ContextVar = ContextVar("request", default=None)


# The context


def begin_request(request) -> str:
    """From now on every line of this thread carries the request's number. A proxy of ours may have given it one."""
    clear_contextvars()
    given = request.headers.get("X-Request-ID", "") if settings.PROXIES else ""
    number = given if UPSTREAM_ID.fullmatch(given) else secrets.token_hex(6)
    bind_contextvars(request_id=number)
    _request.set(request)
    return number


def end_request() -> None:
    _request.set(None)
    clear_contextvars()


def about(**names) -> None:
    """What the lines of this thread are about from now on: `about(order=42)`."""
    bind_contextvars(**names)


def number() -> str:
    """The number of the request that this thread works on; "" outside of one."""
    return get_contextvars().get("request_id", "")


def add_person(logger, name, entry: dict) -> dict:
    """Who is signed in, if somebody asked that before. Writing a log must not read the database."""
    user = getattr(_request.get(), "_cached_user", None)
    if user is not None and user.pk:
        entry.setdefault("person", user.pk)
    return entry


# Tasks


@signals.before_task_publish.connect
def hand_on(headers=None, **rest) -> None:
    if headers is not None and number():
        headers[HEADER] = number()


@signals.task_prerun.connect
def begin_task(task_id, task, **rest) -> None:
    clear_contextvars()
    asked_by = getattr(task.request, HEADER, None)
    bind_contextvars(task=task.name, task_id=task_id, **({"request_id": asked_by} if asked_by else {}))


@signals.setup_logging.connect
def set_up(**rest) -> None:
    """In worker and beat as everywhere; LOG_LEVEL rules, not --loglevel."""
    logging.config.dictConfig(settings.LOGGING)


# The lines

BEFORE = [
    merge_contextvars,
    add_person,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.ExtraAdder(allow=FIELDS),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def formatter(*last) -> dict:
    processors = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last]
    return {"()": structlog.stdlib.ProcessorFormatter, "processors": processors, "foreign_pre_chain": BEFORE}


def hide_fields(logger, name, entry: dict) -> dict:
    """For reading, the access log's line says it all."""
    return {key: value for key, value in entry.items() if key not in FIELDS}


def escape(logger, name, entry: dict) -> dict:
    """One line is one line: what somebody sent, such as a path, begins no other, and gives a terminal no orders."""
    texts = {key: _escaped(value) for key, value in entry.items() if isinstance(value, str) and key not in TRACES}
    return entry | texts


def _escaped(text: str) -> str:
    return text if text.isprintable() else "".join(one if one.isprintable() else repr(one)[1:-1] for one in text)


FORMATS = {
    "plain": formatter(
        hide_fields,
        escape,
        structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0, exception_formatter=structlog.dev.plain_traceback),
    ),
    "json": formatter(structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)),
}


class Strangers(logging.Filter):
    """What strangers send is a warning without a traceback, and nobody's alarm: they can send it as often as they like.

    Nor do the secrets in their addresses, of links in mails that came too late, belong into a log.
    """

    secret = re.compile(r"/[\w:.~=-]{21,}(?=[/?\s'\"]|$)")

    def filter(self, record):
        if record.name.startswith("django.security"):
            record.levelno, record.levelname = min((record.levelno, record.levelname), (logging.WARNING, "WARNING"))
            record.exc_info = record.exc_text = None
        said = record.getMessage() if record.name.startswith("django.") else ""
        if self.secret.search(said):
            record.msg, record.args = self.secret.sub("/…", said), ()
        return True


def configuration(*, form: str, level: str) -> dict:
    """LOGGING, with lines in one of FORMATS."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": FORMATS[form], "plain": FORMATS["plain"]},
        "filters": {"strangers": {"()": Strangers}},
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["strangers"]},
            "admins": {
                "class": "marketplace.alarms.MailToAdmins",
                "level": "ERROR",
                "formatter": "plain",
                "filters": ["strangers"],
            },
            "nowhere": {"class": "logging.NullHandler"},
        },
        "root": {"handlers": ["console", "admins"], "level": level},
        "loggers": {
            "django": {"handlers": ["console", "admins"], "level": "INFO", "propagate": False},
            "django.security": {"handlers": ["console"], "level": "INFO", "propagate": False},
            # Every scanner on the internet asks for a host that is not ours.
            "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},
            "gunicorn.http.wsgi": {"level": "ERROR"},  # it warns of every HEAD request
            "psycopg.pool": {"level": "ERROR"},  # it warns of every try; the page that failed is logged, too
        },
    }
