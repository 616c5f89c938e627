"""On a real site there is no demo: no page, no sign-in without a password, no clock to move."""

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.demo import urls
from marketplace.demo.cast import CAST
from marketplace.demo.context_processors import demo as context
from marketplace.demo.models import DemoClock
from tests.conftest import person

pytestmark = pytest.mark.django_db


def address(pattern) -> str:
    name = f"demo:{pattern.name}"
    return reverse(name, args=["00000000000000000001-00000000.eml"]) if "<" in str(pattern.pattern) else reverse(name)


@pytest.mark.parametrize("pattern", urls.urlpatterns, ids=lambda pattern: pattern.name)
@pytest.mark.parametrize("method", ["get", "post"])
def test_every_address_is_nowhere(client, pattern, method):
    assert getattr(client, method)(address(pattern), {"days": "8"}).status_code == 404


def test_nobody_signs_in_without_a_password(client):
    user = person("Lovelace")
    User.objects.filter(pk=user.pk).update(email=CAST[0].email)

    response = client.post(reverse("demo:sign_in"), {"email": CAST[0].email})

    assert response.status_code == 404
    assert "_auth_user_id" not in client.session


def test_the_clock_is_real(client):
    client.post(reverse("demo:forward"), {"days": "8"})

    assert clock.offset() == clock.ZERO
    assert not DemoClock.objects.exists()


@pytest.mark.parametrize("command", ["load_demo", "demo_logins"])
def test_its_commands_refuse(command):
    with pytest.raises(CommandError, match="not a demo"):
        call_command(command)


def test_pages_have_no_clock(client, rf):
    assert context(rf.get("/")) == {}
    assert b"demo-clock" not in client.get("/").content
