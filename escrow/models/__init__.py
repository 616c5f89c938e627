from escrow.models.ledger import Account, Balance, BalanceRollup, JournalEntry, Posting, Standing
from escrow.models.payments import Payment, PaymentSource
from escrow.models.turns import PaymentTurn

__all__ = [
    "Account",
    "Balance",
    "BalanceRollup",
    "JournalEntry",
    "Payment",
    "PaymentSource",
    "PaymentTurn",
    "Posting",
    "Standing",
]
