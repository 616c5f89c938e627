"""Starts of the site, each in a process of its own that nothing was set in before: `run("manage.py", "check")`.

A start spends most of its second on importing other people's packages. One process imports them, without any settings,
and each start is a fork of it.
"""

import atexit
import contextlib
import functools
import importlib
import json
import os
import runpy
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# What a start imports of others and what asks for no settings while it is imported.
PRELOADED = """
    asyncio celery celery.app.amqp celery.app.log celery.backends.redis celery.bin.celery celery.contrib.django.task
    celery.fixups.django celery.schedules cryptography.fernet cryptography.x509 django.contrib.postgres.fields
    django.core.files.storage django.core.mail django.core.management django.core.management.commands.check
    django.core.validators django.db.backends.postgresql.base django.db.migrations.executor django.db.models
    django.forms django.http django.template.defaulttags django.template.loader django.test.client django.urls
    django.utils.csp django.views.generic email.mime.multipart environ fido2.server gunicorn.app.base idna
    importlib.metadata kombu.transport.virtual moneyed babel.core babel.dates babel.numbers PIL.Image prometheus_client
    psycopg psycopg_pool qrcode redis redis.backoff redis.retry requests structlog urllib.request whitenoise.storage
""".split()


def run(*command, **env) -> subprocess.CompletedProcess:
    """What `python command…` answers in this environment, and in no other."""
    errand = {"command": [str(part) for part in command], "env": env}
    nursery = _nursery()
    nursery.stdin.write(json.dumps(errand) + "\n")
    nursery.stdin.flush()
    answer = json.loads(nursery.stdout.readline())
    return subprocess.CompletedProcess(command, **answer)


@functools.cache
def _nursery() -> subprocess.Popen:
    env = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    started = subprocess.Popen(
        [sys.executable, "-m", "tests.infra.starts"],
        cwd=ROOT,
        env=env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    atexit.register(started.stdin.close)  # it ends when nobody can ask it any more
    return started


def main() -> None:
    for name in PRELOADED:
        with contextlib.suppress(ImportError):  # an extra that is not installed
            importlib.import_module(name)
    for line in sys.stdin:
        print(json.dumps(_start(**json.loads(line))), flush=True)


def _start(command: list[str], env: dict[str, str]) -> dict:
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        child = os.fork()
        if not child:
            _be(command, env, out.fileno(), err.fileno())
        _, status = os.waitpid(child, 0)
        for said in (out, err):
            said.seek(0)
        return {"returncode": os.waitstatus_to_exitcode(status), "stdout": out.read(), "stderr": err.read()}


def _be(command: list[str], env: dict[str, str], out: int, err: int) -> None:
    """Be `python command…` from here on. What the interpreter does at its end is done as well."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((nothing, 0), (out, 1), (err, 2)):
        os.dup2(source, target)
    os.environ.clear()
    os.environ |= env
    try:
        _execute(command)
        code = 0
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)
        if isinstance(leaving.code, str):
            print(leaving.code, file=sys.stderr)
    except BaseException:
        traceback.print_exc()
        code = 1
    with contextlib.suppress(Exception):
        atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _execute(command: list[str]) -> None:
    if command[0] == "-c":
        sys.argv = ["-c", *command[2:]]
        exec(command[1], {"__name__": "__main__"})  # noqa: S102 (as `python -c` does)
    else:
        sys.argv = command
        runpy.run_path(command[0], run_name="__main__")


if __name__ == "__main__":
    main()
