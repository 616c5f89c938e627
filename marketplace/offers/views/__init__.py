from marketplace.offers.views.answering import accept, ask_changes, decline, pay, send, withdraw
from marketplace.offers.views.reading import contract, invitation, of_order, offer, offers
from marketplace.offers.views.writing import counter, edit, new

__all__ = [
    "accept",
    "ask_changes",
    "contract",
    "counter",
    "decline",
    "edit",
    "invitation",
    "new",
    "of_order",
    "offer",
    "offers",
    "pay",
    "send",
    "withdraw",
]
