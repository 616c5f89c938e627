"""The link that is mailed to somebody who is invited by address: who holds it reads the post, and may take it up.

As for offers (`marketplace.offers.invitations`): the mailed link proves the mailbox that it was sent to, for a while,
so that whoever signs up with that address need not confirm it again.
"""

from django.conf import settings
from django.core import signing
from django.template.loader import render_to_string
from django.urls import reverse

from marketplace import clock
from marketplace.jobs.models import Invitation
from marketplace.mail import ceilings, outbox

PROOF = signing.Signer(salt="jobs.invitation.mailed")
PROVES_FOR = clock.days(14)  # from when it was sent
CEILING = ceilings.Ceiling(kinds=("jobs.invitation",), to_one=5, firsts=15, by_one_to_one=3)


def token(invitation: Invitation) -> str:
    """Signed, not secret about itself: its key, and the address, so that another address has another link."""
    return PROOF.sign_object([invitation.pk, invitation.email])


def invitation_of(sealed: str) -> Invitation:
    """The one that a link leads to. Raises Invitation.DoesNotExist for a link that is not ours."""
    try:
        pk, address = PROOF.unsign_object(sealed)
    except (signing.BadSignature, ValueError) as error:
        raise Invitation.DoesNotExist from error
    return Invitation.objects.select_related("post__client", "post__version", "freelancer").get(pk=pk, email=address)


def proves(invitation: Invitation) -> bool:
    """Whether the link still stands for its mailbox: while nobody took it up, and for some days."""
    return invitation.freelancer_id is None and clock.now() < invitation.at + PROVES_FOR


def key(invitation: Invitation) -> str:
    return f"{invitation.reference}:mail"


def post(invitation: Invitation) -> None:
    """Write down the mail that asks somebody to look at a post, in the transaction that invites them."""
    job, client = invitation.post, invitation.post.client
    link = settings.SITE_URL + reverse("jobs:invitation", args=[token(invitation)])
    about = {"post": job, "client": client, "message": invitation.message, "link": link, "site": settings.SITE_NAME}
    outbox.post_later(
        CEILING,
        ceilings.Sender(f"user:{client.pk}"),
        key=key(invitation),
        kind="jobs.invitation",
        to=invitation.email,
        subject=f"{client} invites you to propose: {job.title}",
        body=render_to_string("jobs/mail/invitation.txt", about),
    )
