"""The verbs of an offer.

Each locks the offer, expires it if its time is over, authorizes, acts and writes, in one transaction; what several of
them share is in `parts`. Those that may have to charge the client give back a Deal, the others the offer.
"""

from marketplace.offers.actions.accepting import accept, pay
from marketplace.offers.actions.copying import copy
from marketplace.offers.actions.ending import ask_changes, decline, expire, withdraw
from marketplace.offers.actions.inviting import take_up
from marketplace.offers.actions.ordering import Changed, Purchase, order
from marketplace.offers.actions.parts.paying import Deal
from marketplace.offers.actions.renewing import cancel_subscription, end_subscription, renew
from marketplace.offers.actions.sending import counter, send
from marketplace.offers.actions.writing import Heading, Stale, mark_of, save_draft, write

__all__ = [
    "Changed",
    "Deal",
    "Heading",
    "Purchase",
    "Stale",
    "accept",
    "ask_changes",
    "cancel_subscription",
    "copy",
    "counter",
    "decline",
    "end_subscription",
    "expire",
    "mark_of",
    "order",
    "pay",
    "renew",
    "save_draft",
    "send",
    "take_up",
    "withdraw",
    "write",
]
