"""Goals 1 to 3: the cycle and the sweep, by the real actions."""

import tempfile
from time import perf_counter

from django.db import connection
from django.test.utils import CaptureQueriesContext
from psycopg import pq

from escrow.checks import check_books
from marketplace import clock
from marketplace.accounts.models import User
from marketplace.deadlines.models import Deadline
from marketplace.deadlines.sweep import sweep
from milestones.actions.approve import approve
from milestones.models import Milestone
from tests.bench.plays import data

_stock: list[tuple[Milestone, User]] = []
_waiting: dict[str, list[data.Batch]] = {}


def automatic():
    """Approving pays, and charges the next step to the balance: the rulebook of the cycle."""
    return data.rulebook("steps5", freelancer_paid="per_milestone")


def stock(orders: int) -> dict:
    """Make delivered milestones to approve. Gives back what the raw script needs to know of them."""
    batch = data.fill(orders, automatic())
    keys = [batch.first_milestone(number) for number in range(orders)]
    found = Milestone.objects.select_related("order").in_bulk(keys)
    clients = User.objects.in_bulk([batch.client + number for number in range(max(orders // data.ORDERS_EACH, 1))])
    _stock.extend((found[key], clients[batch.client + number % len(clients)]) for number, key in enumerate(keys))
    return {"orders": orders, "order": batch.order, "milestone": batch.milestone}


def cycle(seconds: float) -> float:
    """Approve one after the other for so long; each is paid and the next step funded. Cycles a second."""
    done, started = 0, perf_counter()
    while _stock and perf_counter() - started < seconds:
        milestone, client = _stock.pop()
        approve(milestone, by=client)
        done += 1
    return done / (perf_counter() - started)


def trips() -> dict:
    """What one cycle says to PostgreSQL, by libpq's own trace: how often it waits for an answer, and what it asks."""
    cycle(seconds=0.05)  # connected, warm
    milestone, client = _stock.pop()
    with tempfile.TemporaryFile() as trace:
        session = connection.connection.pgconn
        session.trace(trace.fileno())
        session.set_trace_flags(pq.Trace.SUPPRESS_TIMESTAMPS)
        approve(milestone, by=client)
        session.untrace()
        trace.seek(0)
        said = [line.split("\t") for line in trace.read().decode().splitlines() if line.startswith("F")]
    milestone, client = _stock.pop()
    with CaptureQueriesContext(connection) as captured:
        approve(milestone, by=client)
    statements = [one["sql"] for one in captured if one["sql"] not in ("BEGIN", "COMMIT")]
    return {
        "all": sum(one[2] in ("Query", "Sync", "Flush") for one in said),
        "inside": len(statements),
        "statements": sum(len(one.split("; ")) for one in statements),
    }


def stock_sweeps(policy: str, rounds: int, orders: int) -> None:
    """For each round orders whose reviews will end together."""
    rulebook = data.rulebook(policy)
    _waiting[policy] = [data.fill(orders, rulebook) for _ in range(rounds)]


def end_reviews(policy: str) -> int:
    """Let the reviews of one round end. How many timers are due now.

    Outside of the bench nothing is written for that, so what it leaves behind is cleared away.
    """
    batch = _waiting[policy].pop()
    orders = range(batch.order, batch.order + batch.count)
    due = Deadline.objects.filter(order__in=orders, settled_at=None).update(due_at=clock.now())
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE deadlines_deadline")
    return due


def sweep_due() -> int:
    """A sweep comes. How many timers it fired."""
    return sweep()


def books() -> list[str]:
    """What is wrong with the books after all that: nothing."""
    return [str(problem) for problem in check_books()]
