"""The one rule for short texts that stand for somebody or something: names, titles, milestones, signatures.

They end up in lists, links and subjects of mails, next to those of others, so they have to be text that can be seen,
is read in one direction, and means the same in a mail as on a page.
"""

import re
import unicodedata

from django.core.exceptions import ValidationError

ZWNJ, ZWJ = "\u200c", "\u200d"
# Letters and symbols by their category, and yet nothing to see: fillers, blanks, selectors. From the
# Default_Ignorable_Code_Point list of Unicode, with the Braille blank and the empty note head.
BLANK = {
    "\u034f", "\u115f", "\u1160", "\u17b4", "\u17b5", "\u180b", "\u180c", "\u180d", "\u180f", "\u2800", "\u3164",
    "\uffa0", "\U0001d159", "\U00016fe4",
}  # fmt: skip
HIDDEN = ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp")
SELECTORS = {*map(chr, range(0xFE00, 0xFE10)), *map(chr, range(0xE0100, 0xE01F0))}
TAGS = set(map(chr, range(0xE0020, 0xE0080)))  # they spell a flag's region, behind a black flag
BLACK_FLAG = "\U0001f3f4"
JOINED = ("Lo", "Ll", "Lu", "Lt", "Lm", "Mn", "Mc", "So", "Sk", "Sm")
MOST_MARKS = 5  # accents on one letter: Vietnamese, Hebrew and Tibetan get along with fewer

HIDDEN_WORDS = "It can't hold invisible characters"
HIDDEN_IN_NAME = "A name can't hold invisible characters"
SHOWN = 20  # characters before one that can't be seen
ADDRESS = re.compile(r"://|www\.|@|[^\W_]\.[^\W\d_]{2}", re.IGNORECASE)


def validate_line(text: str) -> None:
    """Refuse what can't be seen, turns the writing round, or would be decoded to something else in a mail."""
    _insist_visible(text, HIDDEN_WORDS)
    if is_encoded(text):
        raise ValidationError("“=?…?=” is how mails write other letters. Write the letters themselves.", code="encoded")
    if text and not any(unicodedata.category(letter)[0] in "LN" for letter in text):
        raise ValidationError("Write at least one letter or number.", code="letterless")


def validate_name(name: str) -> None:
    """A line that somebody goes by. It is no place for addresses: our mails to strangers begin with it."""
    _insist_visible(name, HIDDEN_IN_NAME)
    validate_line(name)
    if name and not any(unicodedata.category(letter)[0] == "L" for letter in name):
        raise ValidationError("A name has at least one letter.", code="letterless")
    if ADDRESS.search(unicodedata.normalize("NFKC", name).replace("。", ".")):
        raise ValidationError("A name can't hold a web or mail address.", code="address")


def _insist_visible(text: str, refusal: str) -> None:
    """Say where the first one is, as nobody sees it."""
    place = first_hidden(text)
    if place is not None:
        before = text[max(place - SHOWN, 0) : place].strip()
        where = f"after “{before}”" if before else "at the beginning"
        raise ValidationError(f"{refusal}; one is {where}. Delete that part and type it anew.", code="invisible")


def first_hidden(text: str) -> int | None:
    """The place of the first character that can't be seen and joins no two that can: letters, parts of an emoji."""
    marks = 0
    for place, letter in enumerate(text):
        before, after = text[place - 1 : place], text[place + 1 : place + 2]
        if letter in (ZWNJ, ZWJ):
            if not (_joins(before) and _joins(after)):
                return place
        elif letter in SELECTORS:
            if not before or before in SELECTORS or before.isspace():
                return place
        elif letter in TAGS:
            if before != BLACK_FLAG and before not in TAGS:
                return place
        elif letter in BLANK or unicodedata.category(letter) in HIDDEN:
            return place
        marks = marks + 1 if unicodedata.category(letter) == "Mn" else 0
        if marks > MOST_MARKS:
            return place
    return None


def says_something(text: str) -> bool:
    """Whether there is anything to see in it."""
    return any(
        unicodedata.category(letter)[0] in "LMNPS" and letter not in BLANK and letter not in SELECTORS
        for letter in text
    )


def is_encoded(text: str) -> bool:
    """Whether it looks like an encoded word of RFC 2047, which mail programs decode in a subject."""
    start = text.find("=?")
    return start >= 0 and "?=" in text[start + 2 :]


def _joins(letter: str) -> bool:
    """Whether this can stand beside a joiner: a letter or its mark, an emoji, or what colours or selects one."""
    return letter != "" and letter not in BLANK and unicodedata.category(letter) in JOINED
