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
def test_the_zone_of_whoever_is_signed_in_is_active(rf, user, zone):
    request = rf.get("/")
    request.user = user

    assert middleware.TimeZoneMiddleware(lambda request: timezone.get_current_timezone_name())(request) == zone
    assert timezone.get_current_timezone_name() == "UTC"  # and nobody else's afterwards


def test_pages_are_given_the_person_and_no_stand_in(client, ada):
    client.force_login(ada)

    assert type(client.get("/settings/").wsgi_request.user) is User
