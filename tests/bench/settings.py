"""The real settings, and one more page: a bare view, to hold the others against."""

from marketplace.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.urls"
