"""What can be told from a card number without asking anybody. The number itself is never kept."""

import re

BRANDS = {
    "4": "Visa",
    "5": "Mastercard",
    "2": "Mastercard",
    "3": "American Express",
    "6": "Discover",
}


def digits(number: str) -> str:
    """The number without the blanks and dashes that people put between groups."""
    return re.sub(r"[\s-]", "", number)


def passes_luhn(number: str) -> bool:
    """Whether the last digit fits the others: catches every single wrong digit (ISO/IEC 7812-1)."""
    if not re.fullmatch(r"[0-9]{12,19}", number):
        return False
    doubled = [int(digit) * (1 + position % 2) for position, digit in enumerate(reversed(number))]
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0


def brand(number: str) -> str:
    return BRANDS.get(number[:1], "Card")
