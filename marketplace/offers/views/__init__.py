from marketplace.offers.views.answering import view_of
from marketplace.offers.views.ordering import choose, order
from marketplace.offers.views.reading import contract, invitation, of_order, offer, offers
from marketplace.offers.views.writing import edit, new

__all__ = ["choose", "contract", "edit", "invitation", "new", "of_order", "offer", "offers", "order", "view_of"]
