"""The real settings, made fast and self-contained. Only DATABASE_URL has to be given."""

import os
import tempfile

# One folder for each process that runs tests (pytest-xdist starts several). Programs that a test starts find it here;
# only the process that made it removes it.
_worker = os.environ.get("PYTEST_XDIST_WORKER", "")
if not os.environ.get("CAIRN_TESTS_FOLDER") or os.environ.get("CAIRN_TESTS_WORKER") != _worker:
    _folder = tempfile.TemporaryDirectory(prefix="cairn-tests-")
    os.environ |= {"CAIRN_TESTS_FOLDER": _folder.name, "CAIRN_TESTS_WORKER": _worker}
    if _worker and os.environ.get("CAIRN_TESTS_DATABASES"):
        os.environ["DATABASE_URL"] = os.environ["CAIRN_TESTS_DATABASES"].split()[int(_worker.removeprefix("gw"))]
for name, value in {
    "SECRET_KEY": "tests only, and as long and varied as a real one has to be: 0123456789",
    "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
    "SITE_URL": "http://testserver",
    "ALLOW_SANDBOX_PAYMENTS": "1",
}.items():
    os.environ.setdefault(name, value)
os.environ |= {
    "DATA_DIR": os.environ["CAIRN_TESTS_FOLDER"],
    "DATABASE_POOL": "0",
    "REDIS_URL": "",
    "DEMO": "0",
    "DEBUG": "0",
    "PAYMENT_GATEWAY": "sandbox",
}

from marketplace.settings import *  # noqa: E402, F403
from marketplace.settings import DATA_DIR, DATABASES, STORAGES  # noqa: E402

# bin/test migrates one database, of which the tests take a copy.
if _template := os.environ.get("CAIRN_TESTS_TEMPLATE"):
    DATABASES["default"]["TEST"] = {"TEMPLATE": _template}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
CELERY_BROKER_TRANSPORT = "memory"
CELERY_BROKER_URL = "memory://"  # tests run tasks themselves; a nudge goes nowhere
CELERY_BROKER_TRANSPORT_OPTIONS = {}

# The tests speak plain http; tests/infra checks the real thing.
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http"
