"""What the tests of the money share: addresses, an attacker with a raw SQL session, and accounts to attack."""

from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, transaction

from escrow import accounts, ledger, payments

GATEWAY = accounts.gateway("sandbox", "USD")
FEES = accounts.fees("USD")
SUSPENSE = accounts.suspense("USD")


def post(key="test:1", /, *, kind="test", **options):
    """Post one entry in a transaction of its own: `post("key", moves={…})`."""
    with transaction.atomic():
        if "reverses" in options:
            ledger.post_many([ledger.Entry(key, kind, **options)])
        else:
            ledger.post(key, options.pop("moves"), kind=kind, **options)


def sql(statement: str, *values):
    """Run a statement; its rows, if it has any."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return cursor.fetchall() if cursor.description else None


def refusal(statement: str) -> str:
    """The constraint by which the database refuses a statement, or its error code, or "" when it goes through."""
    try:
        with transaction.atomic():
            sql(statement)
            sql("SET CONSTRAINTS ALL IMMEDIATE")
    except DatabaseError as error:
        diagnosis = error.__cause__.diag
        return diagnosis.constraint_name or diagnosis.sqlstate
    return ""


@contextmanager
def undone():
    """Whatever is done inside did not happen: for sabotage."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def held(ada):
    """10.00 USD in escrow for thing:1, and where that is."""
    escrow = accounts.escrow("thing:1", "USD")
    post("held", moves={SUSPENSE: -1000, escrow: 1000}, thread="order:1")
    return escrow


def intend(user, source, amount=1000, *, purpose="wallet.top_up", reference="test:1", **data):
    """An intent to charge, committed."""
    with transaction.atomic():
        cause = payments.Cause(purpose, reference, "order:1", data)
        return payments.intend(cause, user=user, source=source, amount=amount, currency="USD")
