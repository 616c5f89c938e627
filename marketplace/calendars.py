"""Appointments as calendar programs read them: iCalendar, RFC 5545."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.http import HttpResponse

OCTETS = 75  # of a line, without its end (3.1)


@dataclass(frozen=True)
class Appointment:
    """`uid` stays the same when it is moved, and `stamp` says which of two is newer. `lasts` is how long it blocks."""

    uid: str
    stamp: datetime
    at: datetime
    lasts: timedelta
    summary: str
    url: str
    description: str = ""

    @property
    def text(self) -> str:
        """The calendar of this one appointment."""
        return "".join(f"{part}\r\n" for line in self._lines() for part in folded(line))

    def _lines(self) -> Iterator[str]:
        yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Cairn//Cairn//EN", "METHOD:PUBLISH", "BEGIN:VEVENT")
        yield f"UID:{escaped(self.uid)}"
        yield f"DTSTAMP:{_instant(self.stamp)}"
        yield f"DTSTART:{_instant(self.at)}"
        yield f"DTEND:{_instant(self.at + self.lasts)}"
        yield f"SUMMARY:{escaped(self.summary)}"
        yield f"LOCATION:{escaped(self.url)}"
        yield f"URL:{self.url}"
        if self.description:
            yield f"DESCRIPTION:{escaped(self.description)}"
        yield from ("END:VEVENT", "END:VCALENDAR")


def calendar_file(name: str, appointment: Appointment) -> HttpResponse:
    """A download of one appointment."""
    response = HttpResponse(appointment.text, content_type="text/calendar; charset=utf-8; method=PUBLISH")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def escaped(text: str) -> str:
    """A text as a value (3.3.11): no line of it can begin a property of its own."""
    for before, after in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\n", "\\n"), ("\r", "\\n")):
        text = text.replace(before, after)
    return text


def folded(line: str) -> Iterator[str]:
    """A line in parts of at most 75 octets, all but the first with a blank before them; no letter is cut in two."""
    part = ""
    for letter in line:
        if len((part + letter).encode()) > OCTETS:
            yield part
            part = " "
        part += letter
    yield part


def _instant(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
