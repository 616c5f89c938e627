from datetime import timedelta

import pytest

from marketplace import clock
from marketplace.demo import clock_offset
from marketplace.demo.cast import CAST
from tests.conftest import person


@pytest.fixture
def demo(settings, tmp_path, transactional_db):
    """A demo: its clock can be moved, its mails land in a folder."""
    settings.DEMO = True
    settings.MAIL_DIR = tmp_path / "mail"
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MAILERS = {
        "default": {"BACKEND": "marketplace.demo.mailbox.Folder", "OPTIONS": {"file_path": str(settings.MAIL_DIR)}}
    }
    clock_offset.forget()
    clock.use(clock_offset.ahead)
    yield settings
    clock.use(lambda: timedelta(0))
    clock_offset.forget()


@pytest.fixture
def lovelace(demo):
    """Ada of the cast."""
    user = person("Lovelace")
    user.email = CAST[0].email
    user.save(update_fields=["email"])
    return user
