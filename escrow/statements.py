"""What the ledger says, as light rows for pages. Amounts are minor units, signed as in the ledger."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from escrow.accounts import Address
from marketplace.accounts.models import User


@dataclass(frozen=True, slots=True)
class ThreadEntry:
    """One entry of a thread with all its lines."""

    id: int
    key: str
    kind: str
    currency: str
    actor_id: int | None
    effective_at: datetime
    moves: dict[Address, int]


@dataclass(frozen=True, slots=True)
class OwnerEntry:
    """What one entry changed for one person, and what the person had after it."""

    id: int
    key: str
    kind: str
    thread: str
    effective_at: datetime
    available: int
    clearing: int
    available_after: int
    clearing_after: int

    @property
    def total(self) -> int:
        return self.available + self.clearing

    @property
    def total_after(self) -> int:
        return self.available_after + self.clearing_after


THREAD = """
SELECT e.id, e.key, e.kind, e.currency, e.actor_id, e.effective_at, a.kind, a.owner_id, a.reference, p.amount
FROM public.escrow_journalentry e
JOIN public.escrow_posting p ON p.entry_id = e.id
JOIN public.escrow_account a ON a.id = p.account_id
WHERE e.thread = %s
ORDER BY e.id, p.line
"""

ACCOUNTS = """
SELECT coalesce(max(id) FILTER (WHERE kind = 'wallet'), 0), coalesce(max(id) FILTER (WHERE kind = 'clearing'), 0)
FROM public.escrow_account WHERE owner_id = %s AND currency = %s AND kind IN ('wallet', 'clearing')
"""

# Each account gives the newest entries of the page by its index, whose use PostgreSQL only sees when it is told the
# account. The balance after the newest of them is today's less what came later; the others follow from it.
OWNER = """
WITH page AS (
    SELECT entry_id, sum(available) AS available, sum(clearing) AS clearing
    FROM (
        (SELECT entry_id, sum(amount) AS available, 0 AS clearing FROM public.escrow_posting
            WHERE account_id = %(wallet)s AND entry_id < %(before)s
            GROUP BY entry_id ORDER BY entry_id DESC LIMIT %(limit)s)
        UNION ALL
        (SELECT entry_id, 0, sum(amount) FROM public.escrow_posting
            WHERE account_id = %(clearing)s AND entry_id < %(before)s
            GROUP BY entry_id ORDER BY entry_id DESC LIMIT %(limit)s)
    ) line
    GROUP BY entry_id ORDER BY entry_id DESC LIMIT %(limit)s
)
SELECT e.id, e.key, e.kind, e.thread, e.effective_at, page.available::bigint, page.clearing::bigint,
    (coalesce((SELECT posted FROM public.escrow_balance WHERE account_id = %(wallet)s), 0)
        - (SELECT coalesce(sum(amount), 0) FROM public.escrow_posting
            WHERE account_id = %(wallet)s AND entry_id >= %(before)s)
        - coalesce(sum(page.available) OVER newer, 0))::bigint,
    (coalesce((SELECT posted FROM public.escrow_balance WHERE account_id = %(clearing)s), 0)
        - (SELECT coalesce(sum(amount), 0) FROM public.escrow_posting
            WHERE account_id = %(clearing)s AND entry_id >= %(before)s)
        - coalesce(sum(page.clearing) OVER newer, 0))::bigint
FROM page JOIN public.escrow_journalentry e ON e.id = page.entry_id
WINDOW newer AS (ORDER BY e.id DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
ORDER BY e.id DESC
"""

NEWEST = 2**63 - 1


def entries_of(thread: str) -> list[ThreadEntry]:
    """Everything that was posted in a thread such as "order:42", oldest first, in one query."""
    entries: dict[int, ThreadEntry] = {}
    with connection.cursor() as cursor:
        cursor.execute(THREAD, [thread])
        for number, key, kind, currency, actor_id, at, account_kind, owner, reference, amount in cursor:
            entry = entries.setdefault(number, ThreadEntry(number, key, kind, currency, actor_id, at, {}))
            address = Address(account_kind, owner, reference, currency)
            entry.moves[address] = entry.moves.get(address, 0) + amount
    return list(entries.values())


def entries_of_owner(user: User, currency: str, *, before: int | None = None, limit: int = 50) -> list[OwnerEntry]:
    """A page of a person's wallet, newest first, in two queries.

    `before` is the id of the last entry of the page before. Entries that only moved money between available and
    clearing are on it too.
    """
    with connection.cursor() as cursor:
        cursor.execute(ACCOUNTS, [user.pk, currency])
        wallet, clearing = cursor.fetchone()
        values = {"wallet": wallet, "clearing": clearing, "before": before or NEWEST, "limit": limit}
        cursor.execute(OWNER, values)
        return [OwnerEntry(*row) for row in cursor]
