"""What protects an account is changed by who shows once more that it is theirs, and can be taken back."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.core import mail
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client

from marketplace import clock
from marketplace.accounts import encryption
from marketplace.accounts.models import AddressChange, User
from marketplace.events.models import Event
from marketplace.notifications import fan_out
from marketplace.notifications.models import Notification
from tests.accounts.conftest import PASSWORD, let_time_pass, link_in, show_it_is_you, sign_in, six_digits

pytestmark = pytest.mark.django_db

NEW = "thief@evil.example"
ASKED = "/accounts/reauthenticate/"
ASKED_BOTH = "/accounts/2fa/reauthenticate/"


def change_address(client, to=NEW):
    return client.post("/accounts/email/", {"email": to, "action_add": ""})


def test_the_address_is_changed_by_who_knows_the_password(client, ada):
    sign_in(client, ada)
    assert change_address(client).url.startswith(ASKED)
    assert not ada.emailaddress_set.filter(email=NEW).exists()

    show_it_is_you(client)
    change_address(client)

    assert ada.emailaddress_set.filter(email=NEW).exists()


def test_what_was_typed_is_done_once_it_is_clear_who_asks(client, ada):
    sign_in(client, ada)
    asked = change_address(client)

    client.post(asked.url, {"password": PASSWORD})

    assert ada.emailaddress_set.filter(email=NEW).exists()


@pytest.mark.parametrize("proof", [{"password": PASSWORD}, {"password": "wrong", "code": None}, {"code": None}])
def test_with_a_second_factor_neither_alone_is_enough(client, ada, protect, secret, proof):
    protect(ada)
    client.force_login(ada)
    assert change_address(client).url.startswith(ASKED_BOTH)

    proof = {name: value or six_digits(secret) for name, value in proof.items()}
    for page in (ASKED, ASKED_BOTH):
        client.post(page, proof)

    assert change_address(client).url.startswith(ASKED_BOTH)
    assert not ada.emailaddress_set.filter(email=NEW).exists()


@pytest.mark.parametrize(
    "page", ["/accounts/password/change/", "/accounts/2fa/totp/deactivate/", "/accounts/2fa/recovery-codes/",
             "/accounts/2fa/recovery-codes/generate/", "/accounts/2fa/webauthn/add/"]
)  # fmt: skip
def test_every_page_that_protects_the_account_asks_for_both(client, ada, protect, secret, page):
    protect(ada)
    client.force_login(ada)
    assert client.get(page).url.startswith(ASKED_BOTH)

    show_it_is_you(client, code=six_digits(secret))

    assert client.get(page).status_code == 200


def test_a_wrong_password_uses_up_no_code(client, ada, protect, secret):
    protect(ada)
    client.force_login(ada)
    code = six_digits(secret)
    client.post(ASKED_BOTH, {"password": "wrong", "code": code})

    assert client.post(ASKED_BOTH, {"password": PASSWORD, "code": code}).status_code == 302


def test_nobody_is_asked_for_the_password_seconds_after_signing_in(client, ada):
    sign_in(client, ada)
    assert client.get("/accounts/2fa/totp/activate/").status_code == 200

    let_time_pass(client)

    assert client.get("/accounts/2fa/totp/activate/").url.startswith(ASKED)


# --- The way back -----------------------------------------------------------------------------------------------------


@pytest.fixture
def stolen(client, ada):
    """Mallory has Ada's password, changed the address, and is still in."""
    sign_in(client, ada)
    show_it_is_you(client)
    change_address(client)
    client.post(link_in(mail.outbox[-1]))
    assert User.objects.get(pk=ada.pk).email == NEW
    return client


def notice() -> str:
    """The path of the link in the newest notice to the old address."""
    letter = next(one for one in reversed(mail.outbox) if "take the account back" in one.body)
    assert letter.to == ["ada@example.org"]
    return link_in(letter)


def test_the_old_address_takes_the_account_back(stolen, ada):
    owner = Client()
    assert b"Take the account back?" in owner.get(notice()).content

    owner.post(notice())

    ada.refresh_from_db()
    assert (ada.email, ada.has_usable_password()) == ("ada@example.org", False)
    assert [(one.email, one.verified, one.primary) for one in ada.emailaddress_set.all()] == [(ada.email, True, True)]
    assert stolen.get("/settings/").status_code == 302
    assert mail.outbox[-1].to == ["ada@example.org"]
    assert "/accounts/password/reset/key/" in mail.outbox[-1].body
    assert Event.objects.filter(kind="account.taken_back", actor=ada).exists()


def squat(email="ada@example.org"):
    squatter = User.objects.create_user(email, "cairn-demo", display_name="Squatter")
    squatter.emailaddress_set.create(email=email, verified=False, primary=True)
    return squatter


def test_who_signs_up_with_the_old_address_does_not_keep_its_owner_out(stolen, ada):
    squatter = squat()

    assert Client().post(notice()).status_code == 302

    ada.refresh_from_db()
    squatter.refresh_from_db()
    assert (ada.email, squatter.is_active) == ("ada@example.org", False)
    assert squatter.email.endswith(".invalid")
    assert mail.outbox[-1].to == ["ada@example.org"]


def test_an_account_that_was_confirmed_keeps_its_address(stolen, ada):
    squat().emailaddress_set.update(verified=True)

    assert Client().post(notice()).status_code == 409

    ada.refresh_from_db()
    assert ada.email == NEW


def test_nor_does_who_signs_up_with_the_new_one_before_it_is_confirmed(client, ada):
    sign_in(client, ada)
    show_it_is_you(client)
    change_address(client)
    link = link_in(mail.outbox[-1])
    squat(NEW)

    assert client.post(link).status_code == 302

    ada.refresh_from_db()
    assert ada.email == NEW


def test_an_address_that_another_account_has_is_not_confirmed(client, ada, grace):
    sign_in(client, ada)
    show_it_is_you(client)
    change_address(client)
    link = link_in(mail.outbox[-1])
    User.objects.filter(pk=grace.pk).update(email=NEW)

    assert client.post(link).status_code == 409

    ada.refresh_from_db()
    assert ada.email == "ada@example.org"


def test_a_look_at_the_link_changes_nothing(stolen, ada):
    for ask in (Client().get, Client().head):
        ask(notice())

    ada.refresh_from_db()
    assert ada.email == NEW


def test_it_works_once(stolen, ada):
    way = notice()
    Client().post(way)
    User.objects.filter(pk=ada.pk).update(email="ada@third.example")

    assert Client().get(way).status_code == Client().post(way).status_code == 404
    ada.refresh_from_db()
    assert ada.email == "ada@third.example"


def test_a_second_factor_that_the_thief_set_up_goes_too(stolen, ada, protect):
    protect(ada)

    Client().post(notice())

    assert not ada.authenticator_set.exists()


@pytest.mark.django_db(transaction=True)  # what is set up is told on commit
def test_a_thief_who_sets_up_a_factor_and_changes_the_address_is_out_and_the_owner_in(client, ada, sam):
    """The whole story, with the password and the session: factor, codes, address; then the owner, by mail alone."""
    thief, owner = client, Client()
    sign_in(thief, ada)
    page = thief.get("/accounts/2fa/totp/activate/")
    app = page.context["form"].secret
    thief.post("/accounts/2fa/totp/activate/", {"code": six_digits(app)})
    codes = ada.authenticator_set.get(type="recovery_codes").wrap().get_unused_codes()
    cache.clear()  # the code of this half minute was used
    show_it_is_you(thief, code=six_digits(app))
    change_address(thief)
    thief.post(link_in(mail.outbox[-1]))
    assert User.objects.get(pk=ada.pk).email == NEW

    owner.post(notice())
    new = "a sentence that is mine alone"
    way = owner.get(link_in(mail.outbox[-1])).url
    assert owner.post(way, {"password1": new, "password2": new}).status_code == 302
    ada.refresh_from_db()

    assert sign_in(owner, ada, new).url != "/accounts/2fa/authenticate/"
    assert owner.get("/settings/").status_code == 200
    assert thief.get("/settings/").status_code == 302
    for password, address in [(PASSWORD, NEW), (PASSWORD, ada.email), (new, NEW)]:
        again = Client()
        again.post("/accounts/login/", {"login": address, "password": password})
        again.post("/accounts/2fa/authenticate/", {"code": codes[0]})
        assert again.get("/settings/").status_code == 302
    assert Event.objects.get(kind="account.taken_back").data["factors"] == ["recovery_codes", "totp"]
    fan_out.tell()
    told = Notification.objects.get(user=sam)
    assert (told.kind, told.path) == ("account.taken_back", f"/admin/accounts/user/{ada.pk}/change/")


def test_what_the_owner_had_before_stays(stolen, ada, protect, secret):
    protect(ada)
    ada.authenticator_set.update(created_at=clock.real() - timedelta(days=8))
    Authenticator.objects.create(user=ada, type="webauthn", data={})

    Client().post(notice())

    assert sorted(ada.authenticator_set.values_list("type", flat=True)) == ["recovery_codes", "totp"]


def test_codes_that_the_thief_made_anew_go_though_the_app_stays(stolen, ada, protect):
    protect(ada)
    ada.authenticator_set.filter(type="totp").update(created_at=clock.real() - timedelta(days=8))

    Client().post(notice())

    assert list(ada.authenticator_set.values_list("type", flat=True)) == ["totp"]


def test_the_link_to_a_new_password_comes_though_strangers_used_up_the_days_mails(stolen, ada, monkeypatch):
    from marketplace.accounts import adapter

    nothing = [adapter.outbox.Ceiling(one.kinds, 0, 0, 0) for one in adapter.TO_STRANGERS]
    monkeypatch.setattr(adapter, "TO_STRANGERS", nothing)

    Client().post(notice())

    assert "/accounts/password/reset/key/" in mail.outbox[-1].body


def test_the_thief_cannot_take_it_back_in_turn(stolen, ada):
    """Changed once more, the first change is undone with all that came after it."""
    way = notice()
    show_it_is_you(stolen)
    change_address(stolen, "another@evil.example")
    stolen.post(link_in(mail.outbox[-1]))
    thiefs = next(one for one in mail.outbox if one.to == [NEW] and "take the account back" in one.body)

    Client().post(way)

    assert Client().post(link_in(thiefs)).status_code == 404
    ada.refresh_from_db()
    assert ada.email == "ada@example.org"


def test_it_is_good_for_a_week(stolen, monkeypatch):
    way, now = notice(), clock.real()
    monkeypatch.setattr(clock, "real", lambda: now + timedelta(days=6, hours=23))
    assert Client().get(way).status_code == 200

    monkeypatch.setattr(clock, "real", lambda: now + timedelta(days=7, hours=1))
    assert Client().get(way).status_code == 404


def test_a_link_that_nobody_signed_is_none(ada):
    AddressChange.objects.create(user=ada, old="thief@evil.example", new=ada.email)

    for forged in ("1", "MQ:x:y", "x" * 5000):
        assert Client().get(f"/settings/take-back/{forged}/").status_code == 404


# --- Secrets at rest --------------------------------------------------------------------------------------------------


def test_no_secret_stands_in_the_database(ada, protect, secret):
    codes = protect(ada)
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))

    assert secret not in kept
    assert not any(code in kept for code in codes)
    assert ada.authenticator_set.get(type="totp").wrap().validate_code(six_digits(secret))


def test_what_was_kept_in_the_clear_works_and_is_encrypted_by_the_migration(ada, secret):
    row = Authenticator.objects.create(user=ada, type="totp", data={"secret": secret})
    seeds = Authenticator.objects.create(user=ada, type="recovery_codes", data={"seed": "ab" * 40, "used_mask": 2})
    assert row.wrap().validate_code(six_digits(secret))
    codes = seeds.wrap().get_unused_codes()

    assert encryption.encrypt_all(Authenticator.objects) == 2

    row.refresh_from_db()
    seeds.refresh_from_db()
    assert row.data["secret"].startswith("fernet:")
    assert encryption.decrypt(row.data["secret"]) == secret
    assert seeds.wrap().get_unused_codes() == codes


def test_a_new_key_reads_what_the_old_one_wrote(ada, protect, secret, settings, capsys):
    protect(ada)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "n" * 60, [settings.SECRET_KEY]
    call_command("encrypt_second_factors")
    settings.SECRET_KEY_FALLBACKS = []

    assert "2 secrets" in capsys.readouterr().out
    assert ada.authenticator_set.get(type="totp").wrap().validate_code(six_digits(secret))


# --- A lost second factor ---------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)  # the mail goes out on commit
def test_the_operator_removes_a_lost_second_factor(client, ada, protect, capsys):
    sign_in(client, ada)
    protect(ada)

    call_command("remove_second_factor", "Ada@example.org", reason="Showed her passport.")

    assert not ada.authenticator_set.exists()
    assert client.get("/settings/").status_code == 302
    event = Event.objects.get(kind="account.unprotected")
    assert (event.actor_kind, event.data["reason"]) == ("operator", "Showed her passport.")
    assert mail.outbox[-1].to == [ada.email]
    assert "password alone" in capsys.readouterr().out
    with pytest.raises(CommandError, match="has no second factor"):
        call_command("remove_second_factor", ada.email)
    with pytest.raises(CommandError, match="Nobody has signed up"):
        call_command("remove_second_factor", "nobody@example.org")


@pytest.mark.django_db(transaction=True)  # what was added is told on commit
def test_other_sessions_end_when_a_factor_is_added(client, ada):
    thief = Client()
    sign_in(thief, ada)
    sign_in(client, ada)
    page = client.get("/accounts/2fa/totp/activate/")

    client.post("/accounts/2fa/totp/activate/", {"code": six_digits(page.context["form"].secret)})

    assert thief.get("/settings/").status_code == 302
    assert client.get("/settings/").status_code == 200


# --- The demo on a real site ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("password", "found"), [("cairn-demo", "accounts.E001"), ("another", "accounts.W001")])
def test_a_check_warns_of_published_passwords(ada, settings, capsys, password, found):
    from marketplace.accounts.checks import published_passwords

    User.objects.filter(pk=ada.pk).update(email="sam@cairn.example", password=make_password(password))

    assert [one.id for one in published_passwords(None)] == [found]
    settings.DEMO = True
    assert published_passwords(None) == []
