"""Somebody who was asked to come: the sign-up and sign-in forms know the address that the invitation went to.

Whoever opens the link in the mail has shown that the mailbox is theirs. allauth calls that a stashed address: signing
up with it needs no second mail. It is known to this browser's session only.
"""

from allauth.account.adapter import get_adapter

INVITED = "invited_address"


def expect(request, address: str, *, proven: bool) -> None:
    """Fill `address` in from now on; `proven` if a mail to it led here."""
    request.session[INVITED] = address
    if proven:
        get_adapter(request).stash_verified_email(request, address)


def expected(request) -> str:
    """The address that an invitation went to, or nothing."""
    return request.session.get(INVITED, "")
