from marketplace.offers.views.again import again
from marketplace.offers.views.agreed import addendum, agreed, of_order, paper, verify
from marketplace.offers.views.answering import view_of
from marketplace.offers.views.ordering import choose, order
from marketplace.offers.views.reading import contract, invitation, offer, offers
from marketplace.offers.views.subscriptions import cancel_subscription, subscription, subscriptions
from marketplace.offers.views.wizard import draft_paper, step
from marketplace.offers.views.writing import edit, new

__all__ = [
    "addendum",
    "again",
    "cancel_subscription",
    "agreed",
    "choose",
    "contract",
    "draft_paper",
    "edit",
    "invitation",
    "new",
    "of_order",
    "offer",
    "offers",
    "order",
    "paper",
    "step",
    "subscription",
    "subscriptions",
    "verify",
    "view_of",
]
