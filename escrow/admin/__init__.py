"""The books and the payments, for support: looked at, never edited."""

from escrow.admin import ledger, payments

__all__ = ["ledger", "payments"]
