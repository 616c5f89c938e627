from marketplace.offers.views.answering import view_of
from marketplace.offers.views.reading import contract, invitation, of_order, offer, offers
from marketplace.offers.views.writing import edit, new

__all__ = ["contract", "edit", "invitation", "new", "of_order", "offer", "offers", "view_of"]
