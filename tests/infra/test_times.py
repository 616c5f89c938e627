"""Times as text, in the viewer's zone."""

import zoneinfo
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from marketplace import clock, elements, formats

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.mark.parametrize(
    ("ahead", "words"),
    [
        (timedelta(seconds=-20), "just now"),
        (timedelta(seconds=20), "in a moment"),
        (timedelta(minutes=-1), "1 minute ago"),
        (timedelta(minutes=59, seconds=40), "in 1 hour"),
        (timedelta(hours=-3), "3 hours ago"),
        (timedelta(hours=8), "today, 20:00"),
        (timedelta(hours=-20), "yesterday, 16:00"),
        (timedelta(days=1), "tomorrow, 12:00"),
        (timedelta(days=-3), "3 days ago"),
        (timedelta(days=6), "in 6 days"),
        (timedelta(days=-19), "2 Nov"),
        (timedelta(days=60), "20 Jan 2027"),
    ],
)
def test_relative_words(ahead, words):
    assert formats.relative_text(NOW + ahead) == words


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(0), "12:00"),
        (timedelta(hours=12), "00:00"),
        (timedelta(hours=13), "Fri"),
        (timedelta(days=6), "Sun"),
        (timedelta(days=7), "14 Nov"),
        (timedelta(days=400), "17 Oct 2025"),
    ],
)
def test_brief_words(ago, words):
    assert formats.brief_text(NOW - ago) == words


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(days=2, hours=14, minutes=59), "2 d 14 h"),
        (timedelta(days=3), "3 d"),
        (timedelta(hours=5, minutes=12), "5 h 12 min"),
        (timedelta(seconds=30), "less than a minute"),
        (timedelta(0), "now"),
        (timedelta(days=-4), "now"),
    ],
)
def test_what_is_left(span, words):
    assert formats.left_text(span) == words
    assert f">{words}<" in elements.left(NOW + span)


def test_the_zone_is_the_viewers():
    with timezone.override(zoneinfo.ZoneInfo("Asia/Tokyo")):
        assert formats.exact_text(NOW) == "Sat 21 Nov, 21:00"
        assert formats.full_text(NOW) == "Sat 21 Nov 2026, 21:00 JST"
        assert formats.relative_text(NOW + timedelta(hours=7)) == "tomorrow, 04:00"


def test_months_are_short_or_whole():
    assert formats.day_text(date(2026, 9, 4)) == "4 Sep"
    assert formats.day_text(date(2027, 9, 4)) == "4 Sep 2027"
    assert formats.long_day_text(NOW) == "21 November 2026"


def test_a_day_elsewhere_says_where():
    assert formats.day_in(date(2026, 11, 24), "Europe/London") == "24 Nov"
    assert formats.day_in(date(2026, 11, 24), "America/Los_Angeles") == "24 Nov in Los Angeles"


def test_the_exact_time_is_on_hover():
    html = elements.when(NOW - timedelta(days=3))

    assert html == ('<time datetime="2026-11-18T12:00:00+00:00" title="Wed 18 Nov 2026, 12:00 UTC">3 days ago</time>')


def test_a_day_may_be_a_date():
    assert ">24 Nov<" in elements.day(date(2026, 11, 24))
    assert elements.day(None) == elements.when(None) == elements.exact(None) == elements.left(None) == ""
