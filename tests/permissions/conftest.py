"""One world for the whole folder, in one transaction; what a cell of the table does in it is undone at once."""

from contextlib import contextmanager

import pytest
from django.core.cache import cache
from django.db import transaction

from escrow.checks import check_books
from tests.permissions.world import World, savepoint


@pytest.fixture(scope="package")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), savepoint():
        yield World()
        assert check_books() == []
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def books_are_right():
    """Checked once, when all is over: what happens to the books is undone, and other tests look at it closely."""


@contextmanager
def undone():
    """Whatever happens here has not happened afterwards."""
    cache.clear()  # the limits of how often somebody may ask
    with savepoint():
        yield
        transaction.set_rollback(True)
