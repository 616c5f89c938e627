"""A worker's tasks in a process of its own: `python -m tests.mail.postman PORT` sends what waits, to that port."""

import os
import sys

import django
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from marketplace.mail.tasks import send  # noqa: E402
from marketplace.notifications.tasks import dispatch  # noqa: E402

settings.MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {"host": "127.0.0.1", "port": int(sys.argv[1]), "timeout": 20},
    }
}
print(send() + dispatch())  # noqa: T201 - its answer
