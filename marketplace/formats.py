"""Amounts, shares, moments, spans of time, counts and lists as people read them: text, never HTML.

    money_text(milestone.price)         "$1,000.00", of a Money
    minor_text(80_000, "USD")           "$800.00", of an integer in minor units (the ledger's)
    percent_text(550)                   "5.5 %", of basis points
    exact_text(deadline.due_at)         "Tue 24 Nov, 10:15", in the viewer's zone
    left_text(span)                     "2 d 14 h"
    counted(3, "step", "steps")         "3 steps"
    listed(["a", "b", "c"])             "a, b and c"

How a language writes is CLDR's, as Babel has it, and marketplace.spelling's where CLDR leaves it open. Amounts are
exact: integers and decimals only, a float raises TypeError. Times are relative to marketplace.clock.now();
TimeZoneMiddleware activates the viewer's zone, and the year is only said when it is not this one.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache, lru_cache

from babel import dates, lists, numbers
from django.utils import timezone
from moneyed import Money, get_currency

from marketplace import clock
from marketplace.spelling import Spelling, spelling

MINUS = "\N{MINUS SIGN}"
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
ALIKE = 4096  # amounts whose text is kept: a page says the same ones again and again


# Amounts


@cache
def _digits(code: str) -> int:
    """How many decimals the currency has by ISO 4217: 2 for USD, 0 for JPY, 3 for KWD. CLDR's are those of shops."""
    return len(str(get_currency(code).sub_unit)) - 1


@cache
def _pattern(code: str, spelled: Spelling) -> numbers.NumberPattern:
    """CLDR's pattern with the currency's decimals, and with a space between a sign of letters and the digits."""
    decimals = f".{'0' * _digits(code)}".rstrip(".")
    pattern = spelled.locale.currency_formats["standard"].pattern.replace(".00", decimals)
    if numbers.get_currency_symbol(code, spelled.locale)[-1].isalpha():
        pattern = re.sub("¤(?=[#0])", "¤\N{NO-BREAK SPACE}", pattern)
    return numbers.parse_pattern(pattern)


@lru_cache(ALIKE)
def _unsigned(amount: Decimal, code: str, spelled: Spelling) -> str:
    return _pattern(code, spelled).apply(amount, spelled.locale, currency=code, currency_digits=False)


def _units(amount: int, code: str) -> Decimal:
    """Minor units as a decimal amount of the currency."""
    if not isinstance(amount, int):
        raise TypeError(f"Minor units are an integer, not {amount!r}.")
    return Decimal(amount).scaleb(-_digits(code))


def amount_text(amount: Decimal, code: str, *, plus: str = "") -> str:
    """`amount` of the currency `code`; `plus` goes before what is above zero."""
    if not isinstance(amount, Decimal):
        raise TypeError(f"An amount is a Decimal, not {amount!r}.")
    sign = MINUS if amount < 0 else plus if amount > 0 else ""
    return sign + _unsigned(abs(amount), code, spelling())


def minor_text(amount: int, currency) -> str:
    """Minor units of a currency: "$800.00", "−$5.00"."""
    code = str(currency)
    return amount_text(_units(amount, code), code)


def signed_minor_text(amount: int, currency) -> str:
    """Minor units with a plus or a minus in front."""
    code = str(currency)
    return amount_text(_units(amount, code), code, plus="+")


def money_text(value: Money) -> str:
    """A Money: "$1,000.00", "¥1,000", "KWD 1.000"."""
    return amount_text(value.amount, value.currency.code)


def signed_text(value: Money) -> str:
    """A Money with a plus or a minus in front."""
    return amount_text(value.amount, value.currency.code, plus="+")


def decimal_text(amount: int, currency) -> str:
    """Minor units as bare digits, for machines and inputs: "1000.00", "-5.00"."""
    code = str(currency)
    return f"{_units(amount, code):.{_digits(code)}f}"


def symbol(currency) -> str:
    """The sign of a currency as the language's readers know it: "$", "CA$", "KWD"."""
    return numbers.get_currency_symbol(str(currency), spelling().locale)


def percent_text(basis_points: int) -> str:
    """ "5.5 %" of 550."""
    spelled = spelling()
    share = (Decimal(basis_points) / 100).normalize()
    return spelled.percent.format(numbers.format_decimal(share, locale=spelled.locale))


# Counts and lists


def plural(number: int, one: str, many: str) -> str:
    """The words for so many, whole, so that they can be translated: `plural(2, "step goes on", "steps go on")`."""
    return one if spelling().locale.plural_form(number) == "one" else many


def counted(number: int, one: str, many: str, *, space: str = " ") -> str:
    """A number of something: "1 step", "2 steps"."""
    return f"{number}{space}{plural(number, one, many)}"


def listed(words: Iterable, style: str = "standard") -> str:
    """ "a", "a and b", "a, b and c"; with the style "or": "a, b or c". Nothing of nothing."""
    return lists.format_list([str(one) for one in words], style, spelling().lists)


def capital(words: str) -> str:
    """The words as the beginning of a sentence."""
    return words[:1].upper() + words[1:]


# Moments and spans


def _local(value: datetime) -> datetime:
    """An instant in the viewer's zone."""
    return timezone.localtime(value)


@lru_cache(ALIKE)
def _date_text(value: date, pattern: str, spelled: Spelling) -> str:
    return dates.format_date(value, pattern, spelled.locale)


def day_text(value: date | datetime) -> str:
    """ "24 Nov", or "24 Nov 2027" in another year."""
    value, spelled = _day(value), spelling()
    this_year = value.year == _local(clock.now()).year
    return _date_text(value, spelled.day if this_year else spelled.day_of_another_year, spelled)


def long_day_text(value: date | datetime) -> str:
    """ "24 November 2026": for what is kept, and read in other years."""
    return _date_text(_day(value), spelling().long_day, spelling())


def _day(value: date | datetime) -> date:
    return _local(value).date() if isinstance(value, datetime) else value


def weekday_text(value: datetime) -> str:
    """ "Tue", in the zone that the moment has."""
    return _date_text(value.date(), "EEE", spelling())


def weekday_time_text(value: datetime) -> str:
    """ "Tue 10:15", in the zone that the moment has."""
    return f"{weekday_text(value)} {_time(value)}"


def exact_text(value: datetime) -> str:
    """ "Tue 24 Nov, 10:15" in the viewer's zone."""
    value = _local(value)
    return spelling().exact.format(weekday=weekday_text(value), day=day_text(value), time=_time(value))


def full_text(value: datetime) -> str:
    """ "Tue 24 Nov 2026, 10:15 CET": everything there is to say. CLDR has no short name for most zones, tzdata has."""
    value, spelled = _local(value), spelling()
    day = _date_text(value.date(), spelled.whole_day, spelled)
    return spelled.full.format(day=day, time=_time(value), zone=f"{value:%Z}")


def _time(value: datetime) -> str:
    return f"{value:%H:%M}"


def relative_text(value: datetime) -> str:
    """ "just now", "5 minutes ago", "today, 18:20", "tomorrow, 10:15", "in 3 days", "24 Nov"."""
    now, value, spelled = _local(clock.now()), _local(value), spelling()
    ahead, span = value > now, abs(value - now)
    if span < MINUTE:
        return spelled.moment[ahead]
    if span < 6 * HOUR:
        unit = MINUTE if span < HOUR - MINUTE / 2 else HOUR
        return _direction(round(span / unit) * unit * (1 if ahead else -1), "minute")
    days = (value.date() - now.date()).days
    if abs(days) <= 1:
        return spelled.near_days[days + 1].format(_time(value))
    return _direction(days * DAY, "day") if abs(days) < 7 else day_text(value)


def _direction(span: timedelta, unit: str) -> str:
    """ "in 3 days", "3 days ago"."""
    return dates.format_timedelta(span, unit, threshold=1, add_direction=True, locale=spelling().locale)


def left_text(span: timedelta) -> str:
    """ "2 d 14 h", "5 h 12 min", "12 min"; "now" when nothing is left."""
    spelled, whole = spelling(), max(0, int(span / MINUTE))
    days, hours, minutes = whole // 1440, whole // 60 % 24, whole % 60
    parts = (days, hours, 0) if days else (0, hours, minutes)
    words = " ".join(unit.format(number) for number, unit in zip(parts, spelled.units, strict=True) if number)
    return words or (spelled.nearly_over if span > timedelta(0) else spelled.over)


def place_of(zone: str) -> str:
    """ "Los Angeles" of "America/Los_Angeles": where days of this zone begin and end."""
    return zone.rpartition("/")[2].replace("_", " ")


def day_in(value: date, zone: str) -> str:
    """ "24 Nov", with where that day is for whoever looks from another zone: "24 Nov in Los Angeles"."""
    here = timezone.get_current_timezone()
    noon = datetime.combine(value, datetime.min.time()) + timedelta(hours=12)
    alike = noon.replace(tzinfo=here).utcoffset() == noon.replace(tzinfo=clock.zone(zone)).utcoffset()
    return day_text(value) if alike else spelling().day_elsewhere.format(day=day_text(value), place=place_of(zone))
