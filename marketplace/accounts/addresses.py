"""Mail addresses in the one form in which they are kept, compared and written to.

Two ways to write the same mailbox must not make two accounts, and a mail's header takes ASCII only. So the domain is
kept as the name system knows it (IDNA 2008, with the mapping of UTS 46), everything in small letters, and what nobody
sees is refused. The database refuses every other form (ONE_FORM).

People are shown the domain in their own letters, where those can't pass for others: each part of it in one script, as
browsers do it (UTS 39, "highly restrictive"; and no part that is Cyrillic or Greek but looks Latin from end to end).
"""

import unicodedata

import idna
from django import forms
from django.core.exceptions import ValidationError

from marketplace.mail import message

LONGEST = 254  # RFC 5321
INVALID = "Enter a valid email address."
ONE_FORM = message.ONE_FORM

TOGETHER = [{"CJK", "HIRAGANA", "KATAKANA"}, {"CJK", "BOPOMOFO"}, {"CJK", "HANGUL"}]  # scripts that one language mixes
LATIN = frozenset("abcdefghijklmnopqrstuvwxyzßæœøđðłþŋ")  # and with accents; others, such as ɑ, pass for these
PASS_FOR_LATIN = {
    "CYRILLIC": frozenset("асԁеһіјӏорԛѕԝхуъьҽпгѵѡмткнвё"),
    "GREEK": frozenset("αικνορτυχϳγη"),
}


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
    if len(kept) > LONGEST or not kept.isascii() or not _has_a_name(domain):
        raise ValidationError(INVALID, code="invalid")
    return kept


def _has_a_name(domain: str) -> bool:
    """Whether it is a name that the world knows: a mail server's own machine, or a number in its network, is none.

    Django takes both, and whoever may invite somebody would have us knock there.
    """
    _, dot, last = domain.rstrip(".").rpartition(".")
    return bool(dot and last) and not last.isdecimal() and not domain.startswith("[")


def readable(address: str) -> str:
    """The address as it is shown: its domain in the letters that people write it in, where nothing passes for others.

    What is kept, compared and written to is the other form: never read this one back.
    """
    local, at, domain = address.rpartition("@")
    return local + at + ".".join(map(_shown, domain.split("."))) if "xn--" in domain else address


def _shown(label: str) -> str:
    """One part of a domain, in its own letters or, where they might deceive, in ASCII."""
    if not label.startswith("xn--"):
        return label
    try:
        letters = idna.decode(label)
        same = idna.encode(letters, uts46=True).decode("ascii") == label
    except (idna.IDNAError, UnicodeError):
        return label
    return letters if same and _is_plain(letters) else label


def _is_plain(letters: str) -> bool:
    """Whether these letters are of one script, and pass for no other one."""
    bases = [unicodedata.normalize("NFD", letter)[0] for letter in letters if letter not in "-0123456789"]
    scripts = {unicodedata.name(letter, "UNKNOWN").partition(" ")[0] for letter in bases}
    if len(scripts) != 1 and not any(scripts <= some for some in TOGETHER):
        return False
    if scripts == {"LATIN"}:
        return LATIN.issuperset(bases)
    return not any(scripts == {name} and alike.issuperset(bases) for name, alike in PASS_FOR_LATIN.items())


class AddressField(forms.EmailField):
    """A mail address, in the form in which it is kept."""

    def __init__(self, **options):
        super().__init__(**{"max_length": LONGEST, **options})

    def clean(self, value):
        value = super().clean(value)
        return normalise(value) if value else value
