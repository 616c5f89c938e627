"""The verbs of an offer.

Each locks the offer, expires it if its time is over, authorizes, acts and writes, in one transaction.
"""

from marketplace.offers.actions.accepting import accept, pay
from marketplace.offers.actions.ending import ask_changes, decline, expire, withdraw
from marketplace.offers.actions.inviting import take_up
from marketplace.offers.actions.sending import counter, send
from marketplace.offers.actions.writing import Heading, save_draft, write

__all__ = [
    "Heading",
    "accept",
    "ask_changes",
    "counter",
    "decline",
    "expire",
    "pay",
    "save_draft",
    "send",
    "take_up",
    "withdraw",
    "write",
]
