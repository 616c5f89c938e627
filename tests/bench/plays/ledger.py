"""Goals 5 and 6: people and orders for the ledger's own function, which pgbench calls."""

from django.db import connection

from tests.bench.plays import data
from tests.bench.plays.engine import automatic


def stock_ledger(orders: int) -> dict:
    """Make delivered orders. Gives back what the scripts need to know of them."""
    batch = data.fill(orders, automatic())
    return {
        "order": batch.order,
        "milestone": batch.milestone,
        "client": batch.client,
        "people": max(orders // data.ORDERS_EACH, 1),
    }


def let_go() -> None:
    """Close the connection, so that the database can be copied."""
    connection.close()
