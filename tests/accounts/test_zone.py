import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from marketplace.accounts import middleware
from marketplace.accounts.models import User


@pytest.mark.parametrize(
    ("user", "zone"),
    [
        (User(time_zone="Asia/Tokyo"), "Asia/Tokyo"),
        (User(time_zone="Mars/Olympus"), "UTC"),  # forgotten by the time zone database
        (User(time_zone="../../etc/passwd"), "UTC"),
        (AnonymousUser(), "UTC"),
    ],
)
def test_the_zone_of_whoever_is_signed_in_is_active(monkeypatch, rf, user, zone):
    monkeypatch.setattr(middleware, "get_user", lambda request: user)
    request = rf.get("/")

    assert middleware.TimeZoneMiddleware(lambda request: timezone.get_current_timezone_name())(request) == zone
    assert timezone.get_current_timezone_name() == "UTC"  # and nobody else's afterwards
