"""Orders as they stand, for a page or a list: one round trip for one as for fifty."""

from collections import defaultdict

from escrow.models import Payment
from marketplace.deadlines import kinds
from marketplace.deadlines.models import Deadline
from marketplace.postgresql.reading import Reading
from milestones.models import Case, CaseState, Milestone, Order
from milestones.queries.order_snapshot import OrderSnapshot
from milestones.queries.reader import Reader

PLANS = "order_id = ANY (%s) ORDER BY order_id, position"
TIMERS = "order_id = ANY (%s) AND settled_at IS NULL AND kind <> ALL (%s) ORDER BY due_at"  # Deadline.objects.shown()
CASES = "order_id = ANY (%s) AND state = %s ORDER BY id DESC"
NEWEST_PAYMENTS = """id = ANY (ARRAY(
    SELECT max(id) FROM escrow_payment WHERE thread = ANY (%s) AND purpose = 'milestone.fund' GROUP BY thread))"""


def snapshots_of(orders: list[Order], user, also: Reading | None = None) -> list[OrderSnapshot]:
    """Each order as it stands, with its plan. The orders have their client and freelancer loaded.

    What `also` reads comes in the same round trip.
    """
    reading, keys = also or Reading(), [order.pk for order in orders]
    timers = reading.select(Deadline, TIMERS, [keys, kinds.reminders()])
    cases = reading.select(Case, CASES, [keys, CaseState.OPEN.value])
    payments = reading.select(Payment, NEWEST_PAYMENTS, [[order.thread for order in orders]])
    with_plans(orders, also=reading)

    timers_of, cases_of = _by_order(timers), _by_order(cases)
    payment_of = {one.thread: one for one in payments}
    for order in orders:
        order.open_cases = cases_of[order.pk]
        for case in order.open_cases:
            case.order = order
    return [OrderSnapshot(Reader(order, user), timers_of[order.pk], payment_of.get(order.thread)) for order in orders]


def with_plans(orders: list[Order], also: Reading | None = None) -> None:
    """Load the plans of all of them, in the one round trip of what `also` reads."""
    reading = also or Reading()
    found = reading.select(Milestone, PLANS, [[order.pk for order in orders]])
    reading.run()
    plans = _by_order(found)
    for order in orders:
        order.plan = plans[order.pk]
        for milestone in order.plan:
            milestone.order = order


def _by_order(rows) -> dict[int, list]:
    found = defaultdict(list)
    for row in rows:
        found[row.order_id].append(row)
    return found
