"""Orders by the thousand, written by set-based SQL as the real verbs would have left them, books included.

The first step of every order, 1,000 USD, is delivered and waits for its review; the others have not begun. Its client
has the rest on the balance. `check_books` finds nothing to say about it.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction

from escrow.models import Account
from marketplace import clock
from marketplace.policies import fees
from marketplace.policies.models import Policy

PRICE = 100_000  # minor units of USD
ORDERS_EACH = 25  # orders of one client, and of one freelancer, however many there are in all
WALLET = PRICE * ORDERS_EACH * 10
IN_A_MONTH = timedelta(days=30)
MANY = 50_000  # from so many orders on it is faster to make indexes afterwards


@dataclass(frozen=True)
class Batch:
    """Orders made together. Their keys follow each other; so do those of their milestones, and of their people."""

    order: int
    milestone: int
    client: int
    count: int
    each: int

    def first_milestone(self, number: int) -> int:
        return self.milestone + number * self.each


def rulebook(preset: str, **changes) -> Policy:
    """A preset, or one with some parameters changed, which is published once."""
    published = Policy.objects.filter(key=preset, published_by=None).latest("version")
    if not changes:
        return published
    parameters = {name: value for name, value in vars(published).items() if name not in ("_state", "id")}
    key = f"bench-{preset}"
    return Policy.objects.filter(key=key).first() or Policy.objects.create(
        **{**parameters, **changes, "key": key, "is_default": False, "published_at": clock.now()}
    )


def fill(count: int, policy: Policy, *, each: int = 3, due_at: datetime | None = None) -> Batch:
    """Make so many orders, whose reviews end at `due_at` (default: in a month)."""
    keys = _next_keys()
    batch = Batch(keys["order"], keys["milestone"], keys["user"], count, each)
    values = keys | _terms(batch, policy, due_at or clock.now() + IN_A_MONTH)
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(lambda part: _write(*part, values, later=count >= MANY), PARTS))
    return batch


def _next_keys() -> dict[str, int]:
    """The next key of every table, by its name without the app, and the platform's two accounts."""
    with connection.cursor() as cursor:
        cursor.execute(PLATFORM)
        keys = {}
        for table in [table for tables, _ in PARTS for table in tables if table not in KEYLESS]:
            cursor.execute(f"SELECT coalesce(max(id), 2000) + 1 FROM {table}")  # noqa: S608 - our own tables
            keys[table.partition("_")[2]] = cursor.fetchone()[0]
    return keys | {kind: Account.objects.get(kind=kind, currency="USD").pk for kind in ("suspense", "fees")}


def _terms(batch: Batch, policy: Policy, due_at: datetime) -> dict:
    return {
        "count": batch.count,
        "each": batch.each,
        "people": max(batch.count // ORDERS_EACH, 1),
        "policy": policy.pk,
        "price": PRICE,
        "fee": fees.client_fee(policy, "USD", PRICE, opening=True),
        "wallet": WALLET,
        "now": clock.now(),
        "due": due_at,
        "delivered": due_at - timedelta(days=policy.review_days or 0),
        "funded": min(clock.now(), due_at) - timedelta(days=20),
    }


def _write(tables: list[str], statements: list[str], values: dict, *, later: bool) -> None:
    """Fill some tables, which no statement of the others reads, by a connection of this thread's own."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica; SET LOCAL synchronous_commit = off")
            cursor.execute("SET LOCAL maintenance_work_mem = '256MB'; SET LOCAL work_mem = '64MB'")
            indexes = _drop_indexes(cursor, tables) if later else []
            for statement in [*statements, *indexes]:
                cursor.execute(statement, values)
            for table in set(tables) - KEYLESS:
                cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(f"VACUUM ANALYZE {', '.join(tables)}")
    finally:
        connection.close()


def _drop_indexes(cursor, tables: list[str]) -> list[str]:
    """Drop the indexes that no constraint stands on, and give back how to make them."""
    cursor.execute(
        "SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i"
        " WHERE i.indrelid = ANY (%s::regclass[])"
        " AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)",
        [tables],
    )
    indexes = cursor.fetchall()
    for name, _ in indexes:
        cursor.execute(f"DROP INDEX {name}")
    return [definition for _, definition in indexes]


# Order n of a batch belongs to these people, and this is its first step.
CLIENT = "(%(user)s + n %% %(people)s)"
FREELANCER = "(%(user)s + %(people)s + (n + n / %(people)s) %% %(people)s)"
FIRST = "(%(milestone)s + n * %(each)s)"
ORDERS = "generate_series(0, %(count)s - 1) n"
CLIENTS = "generate_series(0, %(people)s - 1) n"

DEAL = [
    """
INSERT INTO accounts_user (id, password, is_superuser, email, display_name, headline, about, country, time_zone, avatar,
                           skills, is_staff, is_active, date_joined)
SELECT %(user)s + n, '!', false, 'person-' || (%(user)s + n) || '@example.org', 'Person ' || (%(user)s + n), '', '',
       'DE', 'UTC', '', '[]', false, true, %(now)s
FROM generate_series(0, 2 * %(people)s - 1) n
""",
    f"""
INSERT INTO milestones_order (id, title, scope, currency, revisions_allowed, state, ending, created_at, client_id,
                              freelancer_id, policy_id, origin)
SELECT %(order)s + n, 'Website number ' || n, 'Everything that was agreed.', 'USD', 2, 'active', '', %(funded)s,
       {CLIENT}, {FREELANCER}, %(policy)s, 'direct'
FROM {ORDERS}
""",
    f"""
INSERT INTO milestones_milestone (id, order_id, position, name, description, deliverables, substeps, days, due_at,
                                  amount_currency, amount, revisions_allowed, revisions_used, review_extended, state,
                                  disputed_from, carried, client_fee, released, refunded, charges, funded_at,
                                  delivered_at)
SELECT {FIRST} + k - 1, %(order)s + n, k, 'Part ' || k, 'What part ' || k || ' is.', '{{Files}}', '[]', 10,
       CASE k WHEN 1 THEN %(funded)s::timestamptz + interval '10 days' END, 'USD', %(price)s / 100.0, 2, 0, false,
       CASE k WHEN 1 THEN 'delivered' ELSE 'pending' END, '', 0, CASE k WHEN 1 THEN %(fee)s ELSE 0 END, 0, 0, '[]',
       CASE k WHEN 1 THEN %(funded)s::timestamptz END, CASE k WHEN 1 THEN %(delivered)s::timestamptz END
FROM {ORDERS}, generate_series(1, %(each)s) k
""",
    f"""
INSERT INTO milestones_delivery (id, number, message, links, full_project, at, revision_reason, by_id, milestone_id)
SELECT %(delivery)s + n, 1, 'Here it is.', '[]', false, %(delivered)s, '', {FREELANCER}, {FIRST}
FROM {ORDERS}
""",
    f"""
INSERT INTO deadlines_deadline (id, kind, due_at, reference, data, created_at, outcome, milestone_id, order_id)
SELECT %(deadline)s + n, 'review', %(due)s, '', '{{}}', %(delivered)s, '', {FIRST}, %(order)s + n
FROM {ORDERS}
""",
]

HISTORY = [
    f"""
INSERT INTO events_event (id, kind, thread, about, actor_kind, data, at, dispatched_at, actor_id)
SELECT %(event)s + n * 3 + k - 1, (ARRAY['order.placed', 'milestone.funded', 'milestone.delivered'])[k],
       'order:' || %(order)s + n,
       CASE k WHEN 1 THEN 'order:' || %(order)s + n ELSE 'milestone:' || {FIRST} END, 'person',
       CASE k WHEN 1 THEN '{{}}'::jsonb
              WHEN 2 THEN jsonb_build_object('amount', %(price)s, 'fee', %(fee)s, 'currency', 'USD')
              ELSE '{{"number": 1, "full_project": false, "late": false}}' END,
       CASE k WHEN 3 THEN %(delivered)s::timestamptz ELSE %(funded)s::timestamptz END, %(now)s,
       CASE k WHEN 3 THEN {FREELANCER} ELSE {CLIENT} END
FROM {ORDERS}, generate_series(1, 3) k
""",
]

# The client's balance came out of nowhere (suspense); from it the first step and its fee were paid.
LEDGER = [
    f"""
INSERT INTO escrow_account (id, kind, reference, currency, owner_id)
SELECT %(account)s + n, 'wallet', '', 'USD', %(user)s + n FROM {CLIENTS}
""",
    f"""
INSERT INTO escrow_account (id, kind, reference, currency)
SELECT %(account)s + %(people)s + n, 'escrow', 'milestone:' || {FIRST}, 'USD' FROM {ORDERS}
""",
    f"""
INSERT INTO escrow_journalentry (id, kind, currency, key, thread, effective_at)
SELECT %(journalentry)s + n, 'test.gift', 'USD', 'bench:wallet:' || %(user)s + n, '', %(funded)s FROM {CLIENTS}
""",
    f"""
INSERT INTO escrow_journalentry (id, kind, currency, key, thread, actor_id, effective_at)
SELECT %(journalentry)s + %(people)s + n, 'milestone.fund', 'USD', 'milestone:' || {FIRST} || ':fund',
       'order:' || %(order)s + n, {CLIENT}, %(funded)s
FROM {ORDERS}
""",
    f"""
INSERT INTO escrow_posting (entry_id, line, account_id, currency, amount)
SELECT %(journalentry)s + n, line, CASE line WHEN 1 THEN %(suspense)s ELSE %(account)s + n END, 'USD',
       CASE line WHEN 1 THEN -1 ELSE 1 END * %(wallet)s::bigint
FROM {CLIENTS}, generate_series(1, 2) line
""",
    f"""
INSERT INTO escrow_posting (entry_id, line, account_id, currency, amount)
SELECT %(journalentry)s + %(people)s + n, line,
       CASE line WHEN 1 THEN %(account)s + %(people)s + n WHEN 2 THEN %(fees)s ELSE %(account)s + n %% %(people)s END,
       'USD', CASE line WHEN 1 THEN %(price)s WHEN 2 THEN %(fee)s ELSE -%(price)s - %(fee)s END
FROM {ORDERS}, generate_series(1, 3) line
""",
    """
INSERT INTO escrow_balance (account_id, posted, floor)
SELECT account_id, sum(amount), 0 FROM escrow_posting WHERE account_id >= %(account)s GROUP BY account_id
""",
]

PARTS = [
    (
        [
            "accounts_user",
            "milestones_order",
            "milestones_milestone",
            "milestones_delivery",
            "deadlines_deadline",
        ],
        DEAL,
    ),
    (["escrow_account", "escrow_journalentry", "escrow_posting", "escrow_balance"], LEDGER),
    (["events_event"], HISTORY),
]
KEYLESS = {"escrow_posting", "escrow_balance"}

PLATFORM = """
INSERT INTO escrow_account (kind, reference, currency) VALUES ('suspense', '', 'USD'), ('fees', '', 'USD')
ON CONFLICT DO NOTHING
"""
