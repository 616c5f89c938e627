"""Appointments as RFC 5545 has them: lines of 75 octets, and no text that becomes a property."""

from datetime import UTC, datetime, timedelta

import pytest

from marketplace.calendars import Appointment, escaped, folded

AT = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)


def appointment(**own) -> Appointment:
    common = {"uid": "milestone-1@example.org", "stamp": AT, "at": AT, "lasts": timedelta(minutes=30)}
    return Appointment(**common | {"summary": "Call", "url": "https://meet.example.org/1"} | own)


def test_it_is_a_calendar_with_one_event():
    lines = appointment().text.split("\r\n")

    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    assert {"DTSTART:20261201T093000Z", "DTEND:20261201T100000Z", "SUMMARY:Call"} <= set(lines)
    assert lines[-3:] == ["END:VEVENT", "END:VCALENDAR", ""]


@pytest.mark.parametrize(
    ("text", "value"),
    [("a;b,c", "a\\;b\\,c"), ("back\\slash", "back\\\\slash"), ("two\r\nlines", "two\\nlines"), ("x\ry", "x\\ny")],
)
def test_a_text_stays_one_value(text, value):
    assert escaped(text) == value


def test_nobody_adds_a_property_by_a_name():
    text = appointment(summary="Call\r\nATTACH:https://evil.example").text

    assert [line for line in text.split("\r\n") if line.startswith("ATTACH")] == []


@pytest.mark.parametrize("letter", ["x", "é", "語", "🙂"])
def test_a_long_line_is_folded_between_letters(letter):
    line = f"SUMMARY:{letter * 200}"

    parts = list(folded(line))

    assert all(len(part.encode()) <= 75 for part in parts)
    assert all(part.startswith(" ") for part in parts[1:])
    assert parts[0] + "".join(part[1:] for part in parts[1:]) == line
