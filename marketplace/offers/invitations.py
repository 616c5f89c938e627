"""The link that is mailed to somebody without an account: who holds it reads the offer, and may take it up.

There are two. The mailed one proves the mailbox that it was sent to, so that whoever signs up with that address need
not confirm it again. The author sees the other one, to pass it on: it shows the offer and proves nothing.
"""

from django.conf import settings
from django.core import signing
from django.template.loader import render_to_string
from django.urls import reverse

from marketplace import clock
from marketplace.mail import ceilings, outbox
from marketplace.offers.models import Offer

LINK, PROOF = signing.Signer(salt="offers.invitation"), signing.Signer(salt="offers.invitation.mailed")
WITH = ["author", "client", "freelancer", "policy", "category__parent", "version__by", "version__upload"]
PROVES_FOR = clock.days(14)  # from when the offer was sent
CEILING = ceilings.Ceiling(kinds=("offers.invitation",), to_one=5, firsts=15, by_one_to_one=3)


def link(offer: Offer) -> str:
    """For the author, to pass on."""
    return _url(token(offer))


def token(offer: Offer, signer: signing.Signer = LINK) -> str:
    """Signed, not secret about itself: the offer's key, and the address, so that another address has another link."""
    return signer.sign_object([offer.pk, offer.invited_email])


def _url(sealed: str) -> str:
    return settings.SITE_URL + reverse("offers:invitation", args=[sealed])


def offer_of(sealed: str) -> tuple[Offer, bool]:
    """The offer that a link leads to, and whether the link came by mail.

    Raises Offer.DoesNotExist for a link that is not ours, or whose offer goes to another address by now.
    """
    for signer in (PROOF, LINK):
        try:
            pk, address = signer.unsign_object(sealed)
        except (signing.BadSignature, ValueError):
            continue
        found = Offer.objects.select_related(*WITH)
        return found.get(pk=pk, invited_email=address, sent_at__isnull=False), signer is PROOF
    raise Offer.DoesNotExist


def proves(offer: Offer) -> bool:
    """Whether the mailed link still stands for its mailbox: while nobody took the offer up, and for some days."""
    is_free = offer.client_id is None or offer.freelancer_id is None
    return is_free and offer.is_open and clock.now() < offer.sent_at + PROVES_FOR


def key(offer: Offer) -> str:
    return f"{offer.thread}:invitation"


def post(offer: Offer) -> None:
    """Write down the mail that asks somebody to look at an offer, in the transaction that sends it."""
    about = {"offer": offer, "author": offer.author, "link": _url(token(offer, PROOF)), "site": settings.SITE_NAME}
    outbox.post_later(
        CEILING,
        ceilings.Sender(f"user:{offer.author_id}"),
        key=key(offer),
        kind="offers.invitation",
        to=offer.invited_email,
        subject=f"{offer.author} sent you an offer: {offer.title}",
        body=render_to_string("offers/mail/invitation.txt", about),
    )


def call_off(offer: Offer) -> None:
    """Nobody need be asked any more: what has not left yet does not leave."""
    if offer.invited_email:
        outbox.call_off(key(offer))
