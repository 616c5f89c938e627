from escrow.models.ledger import Account, Balance, BalanceRollup, JournalEntry, Posting, Standing
from escrow.models.payments import Payment, PaymentSource

__all__ = [
    "Account",
    "Balance",
    "BalanceRollup",
    "JournalEntry",
    "Payment",
    "PaymentSource",
    "Posting",
    "Standing",
]
