"""Asking people to propose, and their answers."""

from django.core.exceptions import ValidationError
from django.db import transaction

from marketplace import clock
from marketplace.accounts import addresses
from marketplace.accounts.models import User
from marketplace.errors import Refused
from marketplace.jobs import invitations
from marketplace.jobs.actions.parts.locking import on_post, record
from marketplace.jobs.limits import MOST_INVITATIONS
from marketplace.jobs.models import Invitation, Post
from marketplace.jobs.models.post import is_not_removed
from marketplace.transitions import authorize, insist, insist_in_trade, insist_on_active

LONGEST_MESSAGE, LONGEST_REASON = 2000, 1000
NO_MESSAGE = "Say why you ask this person: in your own words."


@transaction.atomic(durable=True)
def invite(post: Post, *, by, message: str, to: User | None = None, email: str = "") -> Invitation:
    """Ask somebody to propose, by name or by an address that a link is mailed to. Counted under the post’s lock."""
    post = on_post(post, by)
    authorize(post.invite, by)
    if not message.strip():
        raise Refused(NO_MESSAGE, field="message")
    if len(message) > LONGEST_MESSAGE:
        raise Refused(f"A message has up to {LONGEST_MESSAGE:,} letters.", field="message")
    address = "" if to else _address(email)
    _insist_on_somebody(post, by, to, address)
    if post.invitations.count() >= MOST_INVITATIONS:
        raise Refused(f"You can invite {MOST_INVITATIONS} people to one job.")
    made = Invitation.objects.create(post=post, freelancer=to, email=address, message=message.strip(), at=clock.now())
    if address:
        invitations.post(made)
    record(post, "post.invited", by=by, about=made)
    return made


def _address(email: str) -> str:
    try:
        return addresses.normalise(email) if email.strip() else ""
    except ValidationError as error:
        raise Refused(error.messages[0], field="email") from error


def _insist_on_somebody(post: Post, by, to: User | None, address: str) -> None:
    if to is None and not address:
        raise Refused("Choose whom to invite, or type their address.", field="who")
    if by in (to, None) or address == by.email:
        raise Refused("You can’t invite yourself.", field="who" if to else "email")
    if to and not User.objects.confirmed().in_trade().filter(pk=to.pk).exists():
        raise Refused("Nobody can be invited by this name at the moment.", field="who")
    if to and post.proposals.filter(freelancer=to).exists():
        raise Refused(f"{to} has proposed already.", field="who")
    again = post.invitations.filter(freelancer=to) if to else post.invitations.filter(email=address)
    if again.exists():
        raise Refused("They are invited already.", field="who" if to else "email")


@transaction.atomic(durable=True)
def take_up(invitation: Invitation, *, by) -> Invitation:
    """Become the one whom a mailed link was for. The first who does so is it; to do so twice is once.

    The caller has checked the link, which is all that is asked: the address proves nothing about the account. The post
    is locked before the invitation, so that two links, or a link and a client who invites by name, are one after the
    other: whoever is invited already stays invited once.
    """
    post = on_post(invitation.post_id, by)
    insist_in_trade(by)
    insist(post, is_not_removed)
    invitation = Invitation.objects.select_for_update(no_key=True).get(pk=invitation.pk)
    if by.pk == post.client_id:
        raise Refused("This is your own job post: the link is for whom you invited.")
    if invitation.freelancer_id == by.pk:
        return invitation
    if invitation.freelancer_id:
        raise Refused("Somebody else has taken up this invitation.")
    if already := post.invitations.filter(freelancer=by).first():
        return already
    invitation.freelancer = by
    invitation.save(update_fields=["freelancer"])
    return invitation


@transaction.atomic(durable=True)
def decline_invitation(invitation: Invitation, *, by, reason: str) -> Invitation:
    """Say no to being asked, and why."""
    invitation = Invitation.objects.select_for_update(no_key=True).get(pk=invitation.pk)
    insist_on_active(by)
    authorize(invitation.decline, by)
    if not reason.strip() or len(reason) > LONGEST_REASON:
        raise Refused("Say in a sentence why not: it helps the client.", field="reason")
    invitation.declined_at, invitation.reason = clock.now(), reason.strip()
    invitation.save(update_fields=["declined_at", "reason"])
    record(invitation.post, "invitation.declined", by=by, about=invitation, reason=invitation.reason)
    return invitation
