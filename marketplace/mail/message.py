"""Mails as bytes: what people typed is text in them, whatever it looks like.

Python's mail package reads a header that it is given as if it had come by mail: `=?utf-8?q?…?=` in a title would become
what it encodes, and long values are folded in places that other programs do not put together again. So the headers that
hold people's text, and the long ones, are written here and stored as they are.
"""

import copy
import email.policy
import unicodedata
from email.header import Header

import idna
from django.core.mail import EmailMultiAlternatives

ONE_FORM = r"^[!-@\[-~]+@[!-?\[-~]+$"  # of an address: ASCII that is seen, no capitals
LINE = 74  # letters; with the blank in front of it and the marks of an encoded word it stays below the limits
LONGEST_WORD = 60  # letters; a longer one is encoded, which is the only way to fold it
TURNS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}  # marks that turn the writing round


class Letter(EmailMultiAlternatives):
    """A mail to one person, whose subject and name are text and whose long addresses in headers stay whole.

    `to` is the address as it is stored; `name` is whose it is. Building it raises ValueError (UnicodeError is one) for
    an address that no mail can ever be sent to.
    """

    def __init__(self, *, to: str, name: str = "", subject: str = "", **others):
        address, phrase = ascii_address(to), _phrase(one_line(name))
        recipient = f"{phrase} <{address}>" if phrase else address
        self.header_to = recipient
        super().__init__(subject=one_line(subject), to=[recipient.replace("\n", "")], **others)

    def message(self, *, policy=email.policy.default):
        """The mail itself. A header that we wrote is not folded again."""
        bare = copy.copy(self)
        bare.subject, bare.extra_headers = (
            "",
            {name: self.extra_headers[name] for name in self.extra_headers if name == "Date"},
        )
        bare.to = []
        message = EmailMultiAlternatives.message(bare, policy=policy.clone(refold_source="none"))
        del message["Message-ID"], message["Subject"]
        written = {"Subject": folded("Subject", str(self.subject)), "To": self.header_to} | self.extra_headers
        for name, value in written.items():
            if name != "Date":
                message.set_raw(name, _checked(value))
        return message


def one_line(text: str) -> str:
    """The text as one line, without letters that would break it or turn it round."""
    kept = (letter for letter in text if unicodedata.bidirectional(letter) not in TURNS)
    return " ".join("".join(" " if _breaks(letter) else letter for letter in kept).split())


def _breaks(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp")


def folded(name: str, text: str) -> str:
    """The value of a header by RFC 2047: short lines, encoded words of at most 75. Decoded, it is this text again."""
    plain = text.isascii() and "=?" not in text and all(len(word) <= LONGEST_WORD for word in text.split())
    return Header(text, "us-ascii" if plain else "utf-8", maxlinelen=LINE, header_name=name).encode()


def _phrase(name: str) -> str:
    """A name in front of an address: quoted, or encoded where it is not plain or looks encoded already."""
    if not name:
        return ""
    if not name.isascii() or "=?" in name or len(name) > LONGEST_WORD:
        return Header(name, "utf-8", maxlinelen=LINE, header_name="To").encode() + "\n"
    return '"{}"'.format(name.replace("\\", "\\\\").replace('"', '\\"'))


def ascii_address(address: str) -> str:
    """The address as mail servers know it, its domain in punycode. Raises ValueError where there is no such form."""
    local, at, domain = address.rpartition("@")
    if not (at and local and local.isascii()):
        raise ValueError(f"No mail server takes this address: {address!r}")
    return f"{local}@{domain if domain.isascii() else idna.encode(domain, uts46=True).decode('ascii')}"


def _checked(value: str) -> str:
    """A header that can't hold another one: a line goes on only with a blank."""
    if any(line[:1] not in (" ", "\t") for line in str(value).splitlines()[1:]):
        raise ValueError(f"This header holds a line end: {value!r}")
    return str(value)
