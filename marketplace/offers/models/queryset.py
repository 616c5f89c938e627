"""Which offers: whose, and in which state."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from marketplace.offers.models.states import CLOSED, OPEN, OfferState, Side
from marketplace.policies.models import Origin

if TYPE_CHECKING:
    from marketplace.offers.models.offer import Offer

# What `of` says, for those who read offers by plain SQL; the person's key stands in it four times.
OF_PERSON = """(
    (author_id = %s OR (client_id = %s OR freelancer_id = %s) AND sent_at IS NOT NULL)
    AND NOT (origin = 'gig' AND order_id IS NULL AND author_id = %s)
)"""


class OfferQuerySet(models.QuerySet["Offer"]):
    def lock(self, pk: int) -> "Offer":
        """Lock one offer. Alone, without joins: what a join would bring may be older than the locked row."""
        return self.select_for_update(no_key=True).get(pk=pk)

    def of(self, user):
        """A person's own offers: those they began, and those that were sent to them.

        What a client has ordered of a gig and not paid yet is nothing that its author could see to.
        """
        theirs = self.filter(Q(author=user) | (Q(client=user) | Q(freelancer=user)) & Q(sent_at__isnull=False))
        return theirs.exclude(origin=Origin.GIG, order=None, author=user)

    def visible_to(self, user):
        """What a person may see: their own offers; support sees all."""
        if user.is_staff and user.has_perm("offers.view_offer"):
            return self
        return self.of(user)

    def open(self):
        return self.filter(state__in=OPEN)

    def closed(self):
        return self.filter(state__in=CLOSED)

    def waiting_for(self, user):
        """Open offers in which the next move is this person's."""
        return self.of(user).filter(
            Q(state=OfferState.DRAFT, author=user)
            | Q(awaits=Side.CLIENT, client=user)
            | Q(awaits=Side.FREELANCER, freelancer=user)
            | Q(state__in=[OfferState.FUNDING, OfferState.ACCEPTING], client=user)
        )

    def waiting_for_others(self, user):
        return self.of(user).open().exclude(pk__in=self.waiting_for(user).values("pk"))
