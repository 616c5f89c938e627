"""One way to read an amount that somebody typed, for every form and for the plan editor.

static/js/plan.js reads the same way for its running total; tests/amounts.json holds both to it.
"""

import re
import unicodedata

from escrow.money import exponent

LARGEST = 1_000_000_000  # whole units of any currency, in one field
LONGEST = 40  # letters: nobody types more, and a longer text is not even looked at
BLANKS = " \t\r\n\u00a0\u2009\u202f"
PLAIN = re.compile(r"([0-9]{0,20})(?:\.([0-9]{0,20}))?")
GROUPED = re.compile(r"([0-9]{1,3}(?:,[0-9]{3}){1,6})(?:\.([0-9]{0,20}))?")
THREE_OR_THOUSAND = re.compile(r"[0-9]{1,3},[0-9]{3}")  # "1,000" of a currency with three decimals

WANTED = "Enter an amount, such as 250 or 250.50."
COMMA = "Write decimals with a point, such as 1000.50: a comma only groups thousands, as in 1,000.50."
TOO_SMALL = "The amount must be more than zero."
TOO_LARGE = f"An amount can be {LARGEST:,} at most."


class NotAnAmount(ValueError):
    """What was typed is no amount of this currency; its text is the sentence for the person who typed it."""


def read(typed: str, currency: str) -> int | None:
    """The typed amount in minor units: read("1,000.50", "USD") is 100050. None where nothing was typed.

    Digits of every script count. A comma that does not group thousands could mean decimals, and is refused rather than
    guessed; so are exponents and signs. Raises NotAnAmount.
    """
    if len(typed) > LONGEST:
        typed = typed.strip(BLANKS)[: LONGEST + 1]
    text = "".join(_digit(letter) for letter in typed.strip(BLANKS))
    if not text:
        return None
    match = PLAIN.fullmatch(text) or GROUPED.fullmatch(text)
    if not match or len(text) > LONGEST or text == ".":
        raise NotAnAmount(_what_is_wrong(text))
    places = exponent(currency)
    if places == 3 and THREE_OR_THOUSAND.fullmatch(text):
        raise NotAnAmount(f"This could be {text.replace(',', '.')} or {text.replace(',', '')}: write one of them.")
    whole, decimals = match[1].replace(",", ""), match[2] or ""
    if len(decimals) > places:
        raise NotAnAmount(too_fine(currency))
    minor = int((whole + decimals.ljust(places, "0")) or "0")
    if minor > LARGEST * 10**places:
        raise NotAnAmount(TOO_LARGE)
    return minor


def too_fine(currency: str) -> str:
    """The sentence for an amount with more decimals than its currency."""
    places = exponent(currency)
    return f"{currency} has {places} decimals at most." if places else f"{currency} has no decimals: round the amount."


def too_large(minor: int, currency: str) -> bool:
    """Whether an amount in minor units is more than one field takes."""
    return minor > LARGEST * 10 ** exponent(currency)


def _digit(letter: str) -> str:
    value = unicodedata.decimal(letter, None)
    return letter if value is None else str(value)


def _what_is_wrong(text: str) -> str:
    if text[0] in "-\u2212" and PLAIN.fullmatch(text[1:]):
        return TOO_SMALL
    return COMMA if "," in text and re.fullmatch(r"[0-9.,]{1,41}", text) else WANTED
