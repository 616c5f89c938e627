"""Mail addresses in the one form in which they are kept, compared and written to.

Two ways to write the same mailbox must not make two accounts, and a mail's header takes ASCII only. So the domain is
kept as the name system knows it (IDNA 2008, with the mapping of UTS 46), everything in small letters, and what nobody
sees is refused.
"""

import unicodedata

import idna
from django import forms
from django.core.exceptions import ValidationError

LONGEST = 254  # RFC 5321
INVALID = "Enter a valid email address."


def normalise(address: str) -> str:
    """The address as it is kept. Raises ValidationError for what no mail could be sent to."""
    address = address.strip()
    local, at, domain = address.rpartition("@")
    hidden = any(unicodedata.category(letter)[0] in "CZ" for letter in address)
    if len(address) > LONGEST or not (local and domain) or hidden:
        raise ValidationError(INVALID, code="invalid")
    try:
        domain = domain if domain.isascii() else idna.encode(domain, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError) as error:
        raise ValidationError(INVALID, code="invalid") from error
    kept = f"{local}@{domain}".lower()
    if len(kept) > LONGEST or not kept.isascii():
        raise ValidationError(INVALID, code="invalid")
    return kept


def readable(address: str) -> str:
    """The address with its domain in the letters that people write it in."""
    local, at, domain = address.rpartition("@")
    if "xn--" not in domain:
        return address
    try:
        return f"{local}@{idna.decode(domain)}"
    except (idna.IDNAError, UnicodeError):
        return address


class AddressField(forms.EmailField):
    """A mail address, in the form in which it is kept."""

    def __init__(self, **options):
        super().__init__(**{"max_length": LONGEST, **options})

    def clean(self, value):
        value = super().clean(value)
        return normalise(value) if value else value
