"""An offer to somebody who has no account yet."""

import pytest
from django.core import mail

from marketplace.errors import Refused
from marketplace.offers import actions, invitations, tasks
from tests.offers import conftest as do

ADDRESS = "new@example.net"


@pytest.fixture
def invited(ada, visa):
    return do.send(do.write(ada, ADDRESS, "fair", role="client"), by=ada, source=visa, message="Hello there")


def path(offer) -> str:
    return invitations.link(offer).removeprefix("http://testserver")


def test_the_link_is_mailed_once(invited):
    assert tasks.mail_invitations() == 1
    assert tasks.mail_invitations() == 0

    letter = mail.outbox[0]
    assert letter.to == [ADDRESS]
    assert letter.subject == "Ada sent you an offer: Website"
    assert invitations.link(invited) in letter.body
    assert "Hello there" in letter.body


def test_a_mail_server_that_is_down_loses_nothing(invited, settings):
    working = settings.MAILERS
    settings.MAILERS = {"default": {"BACKEND": "nowhere.EmailBackend"}}
    assert tasks.mail_invitations() == 0

    settings.MAILERS = working
    assert tasks.mail_invitations() == 1


def test_a_title_cannot_forge_a_header(ada, visa):
    terms = do.terms("fair", title="Website\r\nBcc: everybody@example.org")
    do.send(do.write(ada, ADDRESS, "fair", role="client", terms=terms), by=ada, source=visa)

    tasks.mail_invitations()

    assert mail.outbox[0].bcc == []
    assert "\n" not in mail.outbox[0].subject


def test_it_leads_through_sign_in_to_the_offer(client, grace, invited):
    assert path(invited) in client.get(path(invited)).url.replace("%3A", ":")
    client.force_login(grace)
    assert "Ada sent you an offer" in client.get(path(invited)).content.decode()

    response = client.post(path(invited))

    assert response.url == invited.get_absolute_url()
    assert do.again(invited).freelancer == grace
    assert client.get(response.url).status_code == 200
    assert do.accept(invited, by=grace).state == "accepted"


def test_reading_the_link_takes_nothing_up(client, grace, invited):
    client.force_login(grace)
    client.get(path(invited))

    assert do.again(invited).freelancer is None


def test_the_address_of_an_account_proves_nothing(client, invited):
    somebody = do.again(invited).author.__class__.objects.create_user(ADDRESS, "x" * 12, display_name="New")
    client.force_login(somebody)

    assert client.get(invited.get_absolute_url()).status_code == 404


def test_the_first_who_opens_it_is_it(client, grace, mallory, invited):
    actions.take_up(invited, by=grace)
    client.force_login(mallory)

    assert client.get(path(invited)).status_code == 404
    assert client.post(path(invited)).status_code == 404
    with pytest.raises(Refused, match="taken up"):
        actions.take_up(invited, by=mallory)


def test_twice_is_once(client, grace, invited):
    client.force_login(grace)
    client.post(path(invited))

    assert client.post(path(invited)).url == invited.get_absolute_url()
    assert do.story(invited).count("offer.taken_up") == 1


def test_nobody_takes_up_their_own(client, ada, invited):
    client.force_login(ada)

    assert client.post(path(invited)).status_code == 409
    assert do.again(invited).freelancer is None


@pytest.mark.parametrize("sealed", ["x", "WzEsImEiXQ:1abcde:forged", ":::"])
def test_a_forged_link_leads_nowhere(client, grace, invited, sealed):
    client.force_login(grace)

    assert client.get(f"/offers/invitation/{sealed}/").status_code == 404


def test_what_is_over_can_t_be_taken_up(grace, ada, invited):
    actions.withdraw(invited, by=ada)

    with pytest.raises(Refused, match="withdrawn"):
        actions.take_up(invited, by=grace)


def test_until_then_nobody_can_accept(client, ada, invited):
    assert do.press(client, ada, invited, "accept", version=1).status_code == 403


def test_the_author_can_pass_the_link_on(client, ada, grace, invited):
    client.force_login(ada)
    assert invitations.link(invited) in client.get(invited.get_absolute_url()).content.decode()

    actions.take_up(invited, by=grace)

    assert invitations.link(invited) not in client.get(invited.get_absolute_url()).content.decode()


def test_twenty_a_day_are_enough(ada, visa, monkeypatch):
    monkeypatch.setattr("marketplace.offers.actions.sending.MOST_INVITATIONS", 1)
    do.send(do.write(ada, ADDRESS, "fair", role="client"), by=ada, source=visa)

    with pytest.raises(Refused, match="people a day"):
        do.send(do.write(ada, "other@example.net", "fair", role="client"), by=ada, source=visa)


def test_a_newcomer_signs_up_by_the_link_and_stands_before_the_offer(client, invited):
    """All the way: the link, the sign-up, the mail that proves the address, the offer."""
    login = client.get(path(invited)).url
    signup = login.replace("/login/", "/signup/")
    client.get(signup)
    client.post(
        signup,
        {
            "display_name": "Nell New",
            "email": ADDRESS,
            "password1": "a sentence of mine",
            "time_zone": "UTC",
            "next": path(invited),
        },
    )
    confirm = next(word for word in mail.outbox[-1].body.split() if "confirm-email" in word).removeprefix(
        "http://testserver"
    )

    response = client.post(confirm, follow=True)

    assert response.redirect_chain[-1][0] == path(invited)
    assert "Open it as <b>Nell New</b>" in response.content.decode()
