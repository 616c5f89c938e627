"""What several pages say of a post in the same words."""

from marketplace.formats import counted, minor_text, short_text


def budget_words(least: int | None, most: int | None, currency: str) -> str:
    """ "$2,000–$2,800", "$2,000"; that none was said."""
    if not most:
        return "no budget said"
    if not least or least == most:
        return short_text(most, currency)
    return f"{short_text(least, currency)}–{short_text(most, currency)}"


def against_budget(total: int, least: int | None, most: int | None, currency: str) -> tuple[str, str]:
    """How a price stands to the budget, and its tone; nothing where there is no budget."""
    if not most:
        return "", ""
    if total > most:
        return f"{minor_text(total - most, currency)} over the budget", "bad"
    if least and total < least:
        return f"{minor_text(least - total, currency)} under the budget", "good"
    return "within the budget", "good"


def proposals_words(number: int) -> str:
    return counted(number, "proposal", "proposals") if number else "no proposals yet"
