"""The link that is mailed to somebody without an account: who opens it, and signs up or in, may take up the offer."""

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from marketplace.offers.models import Offer

SIGNER = signing.Signer(salt="offers.invitation")


def token(offer: Offer) -> str:
    """Signed, not secret about itself: the offer's key, and the address, so that another address has another link."""
    return SIGNER.sign_object([offer.pk, offer.invited_email])


def link(offer: Offer) -> str:
    return settings.SITE_URL + reverse("offers:invitation", args=[token(offer)])


def offer_of(sealed: str) -> Offer:
    """The offer that a link leads to. Raises Offer.DoesNotExist for a link that is not ours, or not valid any more."""
    try:
        pk, address = SIGNER.unsign_object(sealed)
    except (signing.BadSignature, ValueError) as error:
        raise Offer.DoesNotExist from error
    return Offer.objects.select_related("author").get(pk=pk, invited_email=address, sent_at__isnull=False)


def mail(offer: Offer) -> EmailMessage:
    """The mail that asks somebody to look at an offer."""
    words = {"offer": offer, "author": offer.author, "link": link(offer), "site": settings.SITE_NAME}
    return EmailMessage(
        subject=" ".join(f"{offer.author} sent you an offer: {offer.title}".split()),
        body=render_to_string("offers/mail/invitation.txt", words),
        to=[offer.invited_email],
    )
