"""What somebody looks for: the words and filters of an address, read without trusting any of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.conf import settings
from django.http import QueryDict

from escrow import amounts
from escrow.money import exponent
from marketplace.accounts.locales import countries, country_name, language_name, languages
from marketplace.formats import listed, short_text
from marketplace.gigs.models import Category
from marketplace.gigs.search.sorting import BEST, SORTS
from marketplace.numbers import whole_number
from marketplace.postgresql.full_text import MOST_LETTERS

DAYS = (7, 14, 30)
MOST_LANGUAGES = 8
DOLLAR = "USD"
UPSIDE_DOWN = "This is less than the least."


@dataclass(frozen=True)
class Filters:
    """What the address asks for; what it says that can't be read is in `errors` (by field) or `ignored` (names).

    `least` and `most` are minor units of `currency`; `rates` gives units of each currency for one US dollar. `category`
    is a field of work or a kind of it.
    """

    words: str = ""
    category: Category | None = None
    least: int | None = None
    most: int | None = None
    currency: str = DOLLAR
    days: int | None = None
    in_steps: bool = False
    languages: tuple[str, ...] = ()
    country: str = ""
    sort: str = BEST
    rates: Callable[[], Mapping[str, str]] = dict
    errors: Mapping[str, str] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    typed: Mapping[str, str] = field(default_factory=dict)

    @property
    def field(self) -> Category | None:
        """The field of work that it is within."""
        return (self.category.parent or self.category) if self.category else None

    @property
    def least_usd(self) -> int | None:
        return self._in_cents(self.least)

    @property
    def most_usd(self) -> int | None:
        return self._in_cents(self.most)

    def _in_cents(self, amount: int | None) -> int | None:
        """US cents by the reference rate: for comparing, never for paying."""
        if amount is None:
            return None
        units = Decimal(amount).scaleb(-exponent(self.currency)) / self._rate
        return int(units.scaleb(2).to_integral_value(ROUND_HALF_UP))

    @property
    def _rate(self) -> Decimal:
        return Decimal(1) if self.currency == DOLLAR else Decimal(self.rates().get(self.currency, "1"))

    @property
    def budget(self) -> str:
        """ "Up to $2,500", or nothing."""
        least, most = (short_text(one, self.currency) if one else "" for one in (self.least, self.most))
        if least and most:
            return f"{least} to {most}"
        return f"Up to {most}" if most else f"From {least}" if least else ""

    def chips(self) -> list[tuple[str, tuple[str, ...]]]:
        """The filters in use, as words, each with the names that it has in the address."""
        found: list[tuple[str, tuple[str, ...]]] = [("In steps", ("steps",))] if self.in_steps else []
        if self.category and self.category.parent_id:
            found.append((self.category.name, ("category",)))
        if self.budget:
            found.append((self.budget, ("from", "to", "currency")))
        if self.days:
            found.append((f"Within {self.days} days", ("days",)))
        if self.languages:
            found.append((listed([language_name(one) for one in self.languages], "or"), ("language",)))
        if self.country:
            found.append((f"Lives in {country_name(self.country)}", ("country",)))
        return found

    def without(self, *names: str) -> "Filters":
        """The same with some filters taken away."""
        plain = {one: getattr(NOTHING, one) for one in names}
        return replace(self, **plain)


NOTHING = Filters()


def read(
    asked: QueryDict,
    *,
    within: Category | None,
    categories: dict[str, Category],
    rates: Callable[[], Mapping[str, str]],
) -> Filters:
    """The filters of an address. `within` is the category of its path, which one that is named goes before."""
    reader = Reader(asked)
    currency = reader.one_of("currency", settings.CURRENCIES) or DOLLAR
    least, most = reader.amount("from", currency), reader.amount("to", currency)
    if least and most and least > most:
        reader.errors["to"], most = UPSIDE_DOWN, None
    days = reader.one_of("days", [str(one) for one in DAYS])
    named = reader.one_of("category", categories)
    country = reader.one_of("country", countries())
    return Filters(
        words=" ".join(reader.text("q").split())[:MOST_LETTERS],
        category=categories[named] if named else within,
        least=least,
        most=most,
        currency=currency,
        days=int(days) if days else None,
        in_steps=bool(reader.text("steps")),
        languages=reader.some_of("language", languages()),
        country=country,
        sort=reader.one_of("sort", SORTS) or BEST,
        rates=rates,
        errors=reader.errors,
        ignored=tuple(reader.ignored),
        typed={name: reader.text(name) for name in ("from", "to")},
    )


class Reader:
    """Reads one name after the other, and notes what it could not read."""

    def __init__(self, asked: QueryDict):
        self.asked = asked
        self.errors: dict[str, str] = {}
        self.ignored: list[str] = []

    def text(self, name: str) -> str:
        return self.asked.get(name, "").replace("\0", " ").strip()

    def one_of(self, name: str, known: Any) -> str:
        """What was chosen, if it is one of those that there are."""
        chosen = self.text(name)
        if not chosen or chosen in known:
            return chosen
        self.ignored.append(name)
        return ""

    def some_of(self, name: str, known: Any) -> tuple[str, ...]:
        chosen = [one for one in dict.fromkeys(self.asked.getlist(name)) if one]
        kept = tuple(one for one in chosen if one in known)[:MOST_LANGUAGES]
        if len(kept) < len(chosen):
            self.ignored.append(name)
        return kept

    def amount(self, name: str, currency: str) -> int | None:
        try:
            return amounts.read(self.text(name), currency)
        except amounts.NotAnAmount as wrong:
            self.errors[name] = str(wrong)
            return None


def page_of(asked: QueryDict) -> int:
    """The number of the page that is asked for; the first where it can't be read."""
    return max(whole_number(asked.get("page")) or 1, 1)
