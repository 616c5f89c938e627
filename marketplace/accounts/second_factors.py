"""The second factors of an account: whether a session gave one, and taking a lost one away."""

from datetime import datetime

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.db import transaction

from marketplace.events.models import Event

KINDS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]  # recovery codes alone are none


def has_one(user) -> bool:
    """Whether this account has an app or a passkey."""
    return is_mfa_enabled(user, KINDS)


def was_given(request) -> bool:
    """Whether this very session gave a second factor: at the sign-in, or since, when it was asked who is there.

    That the account has one is not enough: a session may be older than the factor, and a thief's.
    """
    return any(one.get("method") == "mfa" for one in get_authentication_records(request, request.user))


def remove(user, *, by, reason: str, only: Authenticator | None = None) -> int:
    """Take the second factors of an account away, or `only` one of them, for somebody who has lost it.

    Ends every session of that account, is written down in the audit trail with the reason, and is told to the person.
    `by` is Support or the operator. Returns how many were removed, and does nothing when there are none.
    """
    with transaction.atomic():
        found = list(Authenticator.objects.select_for_update().filter(user=user).order_by("pk"))
        removed = [one for one in found if only is None or one.pk == only.pk]
        left = [one for one in found if one not in removed]
        if not any(one.type in KINDS for one in left):
            removed = found  # recovery codes go with the last factor
        if not removed:
            return 0
        kinds = [one.type for one in removed]
        Authenticator.objects.filter(pk__in=[one.pk for one in removed]).delete()
        thread = f"user:{user.pk}"
        Event.record("account.unprotected", thread=thread, about=thread, by=by, factors=kinds, reason=reason)
        end_sessions(user)
        get_adapter().send_mail("mfa/email/removed_by_support", user.email, {})
    return len(removed)


def drop_since(user, moment: datetime) -> list[str]:
    """Take away what was set up since a moment, in the caller's transaction. Returns the kinds that went.

    Recovery codes alone are no factor: they go with the last one, and an account is never left with codes that only
    somebody else has seen.
    """
    found = Authenticator.objects.filter(user=user)
    if not found.filter(type__in=KINDS, created_at__lt=moment).exists():
        dropped = found
    else:
        dropped = found.filter(created_at__gte=moment)
    kinds = sorted(dropped.values_list("type", flat=True))
    dropped.delete()
    return kinds


def end_sessions(user, *, but: str | None = None) -> None:
    """Sign an account out everywhere, but in the session with the key `but`."""
    for session in UserSession.objects.filter(user=user).exclude(session_key=but):
        session.end()


def end_other_sessions(request, user, **kwargs) -> None:
    """A second factor was added: whoever is signed in elsewhere never gave it, and may be why it was added."""
    end_sessions(user, but=request.session.session_key)
