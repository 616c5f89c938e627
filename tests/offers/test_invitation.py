"""An offer to somebody who has no account yet."""

from urllib.parse import urlencode

import pytest
from django.core import mail
from django.core.cache import cache

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.errors import Refused
from marketplace.mail.models import OutgoingMail
from marketplace.mail.sending import QUEUE
from marketplace.offers import actions, invitations
from tests.offers import conftest as do

ADDRESS = "new@example.net"
NOBODY_THERE = {"host": "127.0.0.1", "port": 9, "timeout": 1}


@pytest.fixture(autouse=True)
def fresh_limits():
    """allauth counts sign-ups in the cache, which tests share."""
    cache.clear()


@pytest.fixture
def invited(ada, visa):
    return do.send(do.write(ada, ADDRESS, "fair", role="client"), by=ada, source=visa, message="Hello there")


def path(offer) -> str:
    """The link that the author sees."""
    return invitations.link(offer).removeprefix("http://testserver")


def mailed_path() -> str:
    """The link in the mail."""
    link = next(word for word in mail.outbox[0].body.split() if "/offers/invitation/" in word)
    return link.removeprefix("http://testserver")


def test_the_link_is_mailed_once(invited):
    assert QUEUE.send() == 0

    (letter,) = mail.outbox
    assert letter.to == [ADDRESS]
    assert letter.subject == "Ada sent you an offer: Website"
    assert "http://testserver" + mailed_path() in letter.body
    assert invitations.offer_of(mailed_path().split("/")[-2]) == (invited, True)
    assert "Hello there" in letter.body


def test_a_mail_server_that_is_down_loses_nothing(ada, visa, settings):
    working = settings.MAILERS
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": NOBODY_THERE}}
    do.send(do.write(ada, ADDRESS, "fair", role="client"), by=ada, source=visa)
    assert mail.outbox == []

    settings.MAILERS = working
    OutgoingMail.objects.update(next_try_at=clock.real())
    assert QUEUE.send() == 1
    assert mail.outbox[0].to == [ADDRESS]


def test_a_title_cannot_forge_a_header(ada, visa):
    terms = do.terms("fair", title="Website\r\nBcc: everybody@example.org")
    do.send(do.write(ada, ADDRESS, "fair", role="client", terms=terms), by=ada, source=visa)

    assert mail.outbox[0].bcc == []
    assert "\n" not in mail.outbox[0].subject


def test_it_leads_through_sign_in_to_the_offer(client, grace, invited):
    assert path(invited) in client.post(path(invited)).url.replace("%3A", ":")
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
    """All the way by a link that was passed on: the sign-up, the mail that proves the address, the offer."""
    signup = "/accounts/signup/?" + urlencode({"next": path(invited)})
    assert signup in client.get(path(invited)).content.decode()
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


NEWCOMER = {"display_name": "Nell New", "email": ADDRESS, "password1": "a sentence of mine", "time_zone": "UTC"}


def test_a_stranger_reads_the_offer_before_anything_else(client, invited):
    page = client.get(mailed_path()).content.decode()

    for words in ("Ada sent you an offer", ADDRESS, "Website", "All of it.", "Hello there", "Sign up", "Sign in"):
        assert words in page
    assert "You get in all, after fees" in page


@pytest.mark.parametrize("door", ["signup", "login"])
def test_both_doors_have_the_address_filled_in(client, invited, door):
    client.get(mailed_path())

    assert f'value="{ADDRESS}"' in client.get(f"/accounts/{door}/").content.decode()


def test_the_mail_proved_the_address_so_there_is_no_second_one(client, invited):
    client.get(mailed_path())

    response = client.post("/accounts/signup/", NEWCOMER | {"next": mailed_path()}, follow=True)

    assert response.redirect_chain[-1][0] == mailed_path()
    assert "Open it as <b>Nell New</b>" in response.content.decode()
    assert len(mail.outbox) == 1
    assert User.objects.confirmed().filter(email=ADDRESS).exists()


def test_the_link_that_the_author_sees_proves_nothing(client, invited):
    client.get(path(invited))
    client.post("/accounts/signup/", NEWCOMER | {"next": path(invited)})

    assert "confirm" in mail.outbox[-1].subject
    assert not User.objects.confirmed().filter(email=ADDRESS).exists()


def test_nor_does_the_mailed_one_for_another_address(client, invited):
    client.get(mailed_path())
    client.post("/accounts/signup/", NEWCOMER | {"email": "other@example.net"})

    assert "confirm" in mail.outbox[-1].subject
    assert not User.objects.confirmed().filter(email="other@example.net").exists()


def proof_is_gone(client) -> bool:
    client.get(mailed_path())
    client.post("/accounts/signup/", NEWCOMER)
    return not User.objects.confirmed().filter(email=ADDRESS).exists()


def test_nor_after_two_weeks(client, ada, visa, move):
    do.send(do.write(ada, ADDRESS, "fair", role="client", valid_days=30), by=ada, source=visa)
    move(days=15)

    assert proof_is_gone(client)


def test_nor_once_it_is_taken_up(client, grace, invited):
    actions.take_up(invited, by=grace)

    assert proof_is_gone(client)


def test_nor_once_it_is_withdrawn(client, ada, invited):
    actions.withdraw(invited, by=ada)

    assert proof_is_gone(client)


def test_what_is_over_is_not_shown_to_whoever_holds_the_link(client, ada, invited):
    actions.withdraw(invited, by=ada)

    page = client.get(mailed_path()).content.decode()
    assert "withdrawn" in page
    assert "All of it." not in page


def test_reading_it_asks_a_constant_number_of_times(client, ada, visa, django_assert_max_num_queries):
    many = [100] * 30
    do.send(do.write(ada, ADDRESS, "open", *many, role="client"), by=ada, source=visa)

    with django_assert_max_num_queries(15):
        client.get(mailed_path())


def test_one_that_is_withdrawn_before_the_mail_left_is_not_mailed(ada, visa, monkeypatch):
    monkeypatch.setattr("marketplace.mail.tasks.send.delay_on_commit", lambda: None)
    sent = do.send(do.write(ada, ADDRESS, "fair", role="client"), by=ada, source=visa)
    actions.withdraw(sent, by=ada)

    assert not OutgoingMail.objects.exists()


def test_one_address_is_invited_so_often_a_day_and_then_later(ada, mallory, visa):
    for by in [ada, mallory] * 4:
        do.send(do.write(by, ADDRESS, "open", role="freelancer"), by=by)

    assert len(mail.outbox) == invitations.CEILING.to_one
    assert OutgoingMail.objects.waiting().count() == 8 - invitations.CEILING.to_one


def test_those_of_others_do_not_delay_somebodys_first(ada, grace, mallory, visa):
    for by in [ada, mallory] * 4:
        do.send(do.write(by, ADDRESS, "open", role="freelancer"), by=by)

    do.send(do.write(grace, ADDRESS, "open", role="freelancer"), by=grace)

    assert len(mail.outbox) == invitations.CEILING.to_one + 1
    assert "Grace sent you an offer" in mail.outbox[-1].subject
