"""An address that nobody confirmed is not found, shown or written to."""

import pytest
from django.core import mail

from marketplace.accounts.models import User
from marketplace.errors import Refused
from marketplace.notifications.models import Notification
from marketplace.notifications.tasks import dispatch
from tests.offers import conftest as do


@pytest.fixture
def eve(db):
    """Signed up with an address that may be anybody's."""
    user = User.objects.create_user("eve@example.org", "cairn-demo", display_name="Cairn Support")
    user.emailaddress_set.create(email=user.email, verified=False, primary=True)
    return user


def confirm(user):
    user.emailaddress_set.update(verified=True)


@pytest.mark.parametrize("who", [None, "ada"])
def test_their_page_is_not_there(client, eve, who, request):
    if who:
        client.force_login(request.getfixturevalue(who))
    assert client.get(f"/people/{eve.pk}/").status_code == 404

    confirm(eve)
    assert client.get(f"/people/{eve.pk}/").status_code == 200


def test_nor_is_their_picture(client, eve):
    User.objects.filter(pk=eve.pk).update(avatar="avatars/eve.webp")
    assert client.get(f"/people/{eve.pk}/avatar/eve.webp").status_code == 404


def test_they_see_themselves(client, eve):
    client.force_login(eve)
    assert client.get(f"/people/{eve.pk}/").status_code == 200


def test_who_moved_to_an_address_that_is_not_confirmed_is_not_shown_either(client, eve):
    confirm(eve)
    User.objects.filter(pk=eve.pk).update(email="other@example.org")

    assert client.get(f"/people/{eve.pk}/").status_code == 404


def test_they_are_not_found_by_name(client, ada, eve):
    client.force_login(ada)
    typed = {"op": "search", "who": "Cairn", "role": "client"}
    assert "Cairn Support" not in client.post("/offers/new/", typed).content.decode()

    confirm(eve)
    assert "Cairn Support" in client.post("/offers/new/", typed).content.decode()


def test_nor_by_their_number(client, ada, eve):
    client.force_login(ada)

    assert "Cairn Support" not in client.get(f"/offers/new/?to={eve.pk}").content.decode()


@pytest.mark.django_db(transaction=True)
def test_nothing_is_sent_to_them(ada, visa, eve):
    draft = do.write(ada, eve, "fair", role="client")

    with pytest.raises(Refused, match="not confirmed"):
        do.send(draft, by=ada, source=visa)


@pytest.mark.django_db(transaction=True)
def test_what_happens_meanwhile_is_told_on_the_site_and_not_by_mail(ada, grace, visa):
    do.send(do.write(ada, grace, "fair", role="client"), by=ada, source=visa)
    grace.emailaddress_set.update(verified=False)
    dispatch()

    assert Notification.objects.get(user=grace).next_try_at is None
    assert mail.outbox == []


@pytest.mark.django_db(transaction=True)
def test_what_waits_when_it_is_taken_back_is_not_mailed(ada, grace, visa, monkeypatch):
    monkeypatch.setattr("marketplace.notifications.deliver.send", lambda: 0)
    do.send(do.write(ada, grace, "fair", role="client"), by=ada, source=visa)
    dispatch()
    monkeypatch.undo()
    grace.emailaddress_set.update(verified=False)
    dispatch()

    assert Notification.objects.get(user=grace).failed_at
    assert mail.outbox == []
