"""What several pages say of a post in the same words."""

from collections.abc import Mapping

from marketplace.formats import counted, minor_text, short_text
from marketplace.jobs.rest import Fate


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


def fates_words(fates: Mapping[Fate, int]) -> list[str]:
    """What becomes of the proposals for a post that is closed, for its client, before they press."""
    return [said(fates[fate]) for fate, said in BECOMES.items() if fates.get(fate)]


def _declined(number: int) -> str:
    one = "proposal waits for your answer. It is declined with your sentence."
    return counted(number, one, "proposals wait for your answer. They are declined with your sentence.")


def _withdrawn(number: int) -> str:
    one = "offer that you made is withdrawn. What you deposited for it comes back."
    return counted(number, one, "offers that you made are withdrawn. What you deposited for them comes back.")


def _left(number: int) -> str:
    one = "proposal is being paid just now. No order comes of it: what is charged comes back, and then it ends as well."
    more = "proposals are being paid just now. No order comes of them: what is charged comes back, and then they end."
    return counted(number, one, more)


BECOMES = {Fate.DECLINED: _declined, Fate.WITHDRAWN: _withdrawn, Fate.LEFT: _left}
