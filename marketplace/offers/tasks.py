"""What Celery runs for this app. The timetable is in marketplace/celery.py."""

import logging

from celery import shared_task
from django.db.models import Q

from marketplace import clock
from marketplace.offers import invitations
from marketplace.offers.models import Offer, OfferState

BATCH = 100

logger = logging.getLogger(__name__)


@shared_task
def mail_invitations() -> int:
    """Mail the invitations that were not mailed yet; returns how many.

    Each is marked before it is mailed, so that two workers don't both do it, and unmarked if the mail server refuses.
    """
    nobody_yet = Q(client=None) | Q(freelancer=None)
    waiting = Offer.objects.filter(nobody_yet, invitation_mailed_at=None, state=OfferState.SENT)
    waiting = waiting.exclude(invited_email="").select_related("author", "version").order_by("pk")
    return sum(_mail(offer) for offer in waiting[:BATCH])


def _mail(offer: Offer) -> bool:
    mine = Offer.objects.filter(pk=offer.pk)
    if not mine.filter(invitation_mailed_at=None).update(invitation_mailed_at=clock.now()):
        return False
    try:
        invitations.mail(offer).send()
    except Exception:
        mine.update(invitation_mailed_at=None)
        logger.exception("The invitation to %s could not be mailed; trying again later.", offer)
        return False
    return True
