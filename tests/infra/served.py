"""Settings of the site that tests/infra starts: the real ones, without collected static files."""

import os

from marketplace.settings import *  # noqa: F403
from marketplace.settings import STORAGES

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SECRET_KEY = os.environ["SECRET_KEY"]
