"""The orders that results have. "Best match" is in marketplace.gigs.search.ranking, the others are plain columns."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Model, Q, QuerySet

from marketplace.numbers import whole_number

BEST, CHEAPEST, SOONEST, NEWEST = "", "price", "days", "newest"
SORTS = {BEST: "Best match", CHEAPEST: "Lowest price", SOONEST: "Soonest", NEWEST: "Newest"}

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
LATEST = 253_402_300_799_000_000  # microseconds of the year 9999
LARGEST = 2**63 - 1


@dataclass(frozen=True)
class Column:
    """An order by one column, and by the number of the row where that is the same: the key of the next page.

    What falls is a time, and what rises a number, unless it says otherwise.
    """

    name: str
    falls: bool = False
    is_time: bool | None = None

    @property
    def _has_times(self) -> bool:
        return self.falls if self.is_time is None else self.is_time

    def ordered[Row: Model](self, found: QuerySet[Row]) -> QuerySet[Row]:
        return found.order_by(f"-{self.name}", "-pk") if self.falls else found.order_by(self.name, "pk")

    def after(self, mark: str) -> Q:
        """What comes after a row, by the mark of it. A mark that can't be read begins at the first."""
        value, _, pk = mark.partition(".")
        number, key = whole_number(value), whole_number(pk)
        if number is None or key is None or number > (LATEST if self._has_times else LARGEST):
            return Q()
        beyond, here = ("lt" if self.falls else "gt"), self._read(number)
        # The first part says no more than the others, but lets PostgreSQL begin to read the index there.
        from_here = Q(**{f"{self.name}__{beyond}e": here})
        return from_here & (Q(**{f"{self.name}__{beyond}": here}) | Q(**{f"pk__{beyond}": key}))

    def mark(self, row: Model) -> str:
        """What the address of the page after this row says."""
        value = getattr(row, self.name)
        number = (value - EPOCH) // MICROSECOND if self._has_times else value
        return f"{number}.{row.pk}"

    def _read(self, number: int):
        return EPOCH + number * MICROSECOND if self._has_times else number


COLUMNS = {
    CHEAPEST: Column("price_usd"),
    SOONEST: Column("days_from"),
    NEWEST: Column("published_at", falls=True),
}
