"""Countries, languages and time zones, by the names that CLDR gives them in English."""

import zoneinfo
from functools import cache

from babel import Locale
from babel.core import get_global

# Codes that CLDR has beside the countries of ISO 3166: unions, outlying oceans and codes for testing.
NOT_COUNTRIES = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}


@cache
def countries() -> dict[str, str]:
    """Country names by their two-letter code, in the order of the names."""
    names = Locale("en").territories
    known = {code: name for code, name in names.items() if len(code) == 2 and code not in NOT_COUNTRIES}
    return dict(sorted(known.items(), key=lambda pair: pair[1]))


@cache
def languages() -> dict[str, str]:
    """Names of languages by their two-letter code, in the order of the names."""
    known = {code: name for code, name in Locale("en").languages.items() if len(code) == 2}
    return dict(sorted(known.items(), key=lambda pair: pair[1]))


def language_name(code: str) -> str:
    """The language's name in English, or nothing."""
    return languages().get(code, "")


def country_choices() -> list[tuple[str, str]]:
    return [("", "Not said"), *countries().items()]


@cache
def time_zones() -> frozenset[str]:
    """The names that the time zone database of this machine knows. Asking for them walks the disk, so: once."""
    return frozenset(zoneinfo.available_timezones())


@cache
def time_zone_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """The zones of CLDR that this machine knows, in a group for each part of the world."""
    groups: dict[str, list[tuple[str, str]]] = {"Universal": [("UTC", "UTC")]}
    for name in sorted(time_zones() & set(get_global("zone_territories"))):
        area, slash, place = name.partition("/")
        if slash and area != "Etc":
            groups.setdefault(area, []).append((name, place.replace("_", " ").replace("/", ", ")))
    return list(groups.items())


# Where most people of a country with several zones live.
BUSIEST = {
    "AU": "Australia/Sydney", "BR": "America/Sao_Paulo", "CA": "America/Toronto", "CL": "America/Santiago",
    "AR": "America/Argentina/Buenos_Aires", "CN": "Asia/Shanghai", "DE": "Europe/Berlin", "EC": "America/Guayaquil",
    "ES": "Europe/Madrid", "ID": "Asia/Jakarta", "KZ": "Asia/Almaty", "MX": "America/Mexico_City",
    "NZ": "Pacific/Auckland", "PT": "Europe/Lisbon", "RU": "Europe/Moscow", "UA": "Europe/Kyiv",
    "US": "America/New_York", "UZ": "Asia/Tashkent",
}  # fmt: skip


MOST_LANGUAGES = 10  # of a header that anybody may fill


def time_zone_near(accept_language: str) -> str:
    """A first guess from the browser's languages: "de-AT,en;q=0.8" lives in Vienna. UTC when they do not tell."""
    for language in accept_language[:500].split(",")[:MOST_LANGUAGES]:
        territory = language.partition(";")[0].strip().upper().rpartition("-")[2]
        zones = get_global("territory_zones").get(territory, [])
        zone = BUSIEST.get(territory) or (zones[0] if len(zones) == 1 else "")
        if zone in time_zones():
            return zone
    return "UTC"


def country_name(code: str) -> str:
    """The country's name in English, or nothing."""
    return countries().get(code, "")


def zone_of(user) -> zoneinfo.ZoneInfo:
    """The person's zone; UTC if the time zone database has forgotten its name since."""
    try:
        return zoneinfo.ZoneInfo(user.time_zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return zoneinfo.ZoneInfo("UTC")
