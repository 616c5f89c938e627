"""What a person owes the platform (`receivable`): it is never spent, and is paid by what reaches the wallet next.

Amounts are minor units. Debts come of charges that a bank took back (escrow.payments.turning).
"""

from django.db import connection, transaction

from escrow import accounts, ledger

# Whoever owes and has something to pay with: how much of each, and the entry that changed the debt last.
PAYABLE = """
SELECT debt.owner_id, debt.currency, least(-owed.posted, held.posted),
    (SELECT max(entry_id) FROM public.escrow_posting WHERE account_id = debt.id)
FROM public.escrow_account debt
JOIN public.escrow_standing owed ON owed.account_id = debt.id AND owed.posted < 0
JOIN public.escrow_account wallet
    ON wallet.kind = 'wallet' AND wallet.owner_id = debt.owner_id AND wallet.currency = debt.currency
JOIN public.escrow_balance held ON held.account_id = wallet.id AND held.posted > 0
WHERE debt.kind = 'receivable' ORDER BY debt.id
"""


def spendable(user_id: int, currency: str, *, incoming: int = 0) -> int:
    """What a person can spend: the balance, and `incoming`, which reaches it before that, less what they owe."""
    purse = ledger.balances([accounts.wallet(user_id, currency), accounts.receivable(user_id, currency)])
    return max(sum(purse.values()) + incoming, 0)


def settle() -> None:
    """Let everybody's balance pay what they owe. Safe to run twice and at once."""
    with connection.cursor() as cursor:
        cursor.execute(PAYABLE)
        payable = cursor.fetchall()
    for user_id, currency, amount, since in payable:
        _pay(user_id, currency, amount, since)


def _pay(user_id: int, currency: str, amount: int, since: int) -> None:
    """Of two that read the same debt one posts: its key names the entry that they read, and the payment is the next."""
    moves = {accounts.wallet(user_id, currency): -amount, accounts.receivable(user_id, currency): amount}
    try:
        with transaction.atomic():
            ledger.post(f"user:{user_id}:debt:{currency}:{since}", moves, kind="debt.paid")
    except (ledger.AlreadyPosted, ledger.Overdrawn):
        return  # somebody else did, or the balance changed meanwhile: the next run sees what is left
