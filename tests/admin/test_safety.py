"""What the desk does not tell, and whom it does not let touch whom."""

import pytest
from allauth.mfa.totp.internal import auth as totp
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.core import mail
from django.test import Client
from django.urls import reverse

from marketplace import admin_base as pages
from marketplace.accounts import support
from marketplace.accounts.models import User
from marketplace.events.models import Event
from milestones.models import Milestone, Order
from tests.accounts.conftest import gave_second_factor, let_time_pass, sign_in
from tests.admin.conftest import enter, url

pytestmark = pytest.mark.django_db

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
GUESSES = ["regex", "startswith", "istartswith", "contains", "endswith", "gt", "lte", "in", "range", "iexact"]
HOSTILE = ["x", "9" * 30]


def listing(model) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def offered(model) -> set[str]:
    """What the filters and the links of a list may ask."""
    page = admin.site._registry[model]
    return {*page._filters(None), *page.linked_by}


@pytest.fixture
def root(db):
    """A superuser's browser."""
    return enter(User.objects.create_superuser("root@example.org", "cairn-demo", display_name="Root"))


@pytest.fixture
def helper(sam):
    """Sam's browser, when Sam is support as make_support makes it."""
    sam.user_permissions.clear()
    support.admit(sam)
    return enter(User.objects.get(pk=sam.pk))


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_a_list_answers_only_about_what_it_shows(model):
    """Every column, its neighbours' columns, and every way to guess."""
    page = admin.site._registry[model]
    columns = [field.name for field in model._meta.concrete_fields]
    for field in model._meta.concrete_fields:
        if field.is_relation:
            columns += [f"{field.name}__{other.name}" for other in field.related_model._meta.concrete_fields]
    asked = {lookup for name in columns for lookup in (name, *(f"{name}__{guess}" for guess in GUESSES))}

    allowed = {lookup for lookup in asked if page.lookup_allowed(lookup, "a", None)}

    assert allowed <= offered(model)
    assert not {lookup for lookup in allowed if lookup.rpartition("__")[2] in GUESSES}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_a_question_about_anything_else_is_refused(root, model):
    column = model._meta.concrete_fields[-1].name

    assert root.get(listing(model), {f"{column}__regex": "^a"}).status_code == 400


def test_the_key_of_a_session_was_told_letter_by_letter(root, ada):
    sign_in(Client(), ada)
    key = UserSession.objects.get(user=ada).session_key

    assert root.get(listing(UserSession), {"session_key__startswith": key[0]}).status_code == 400


def test_without_our_check_it_would_be(root, ada, monkeypatch):
    """The proof that the tests above test something."""
    monkeypatch.setattr(pages.ShownOnlyAdmin, "lookup_allowed", ModelAdmin.lookup_allowed)

    assert root.get(listing(UserSession), {"session_key__startswith": "a"}).status_code == 200


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_nothing_that_a_list_may_be_asked_breaks_it(root, model):
    dates = [f"{admin.site._registry[model].date_hierarchy}__{part}" for part in pages.DATE_PARTS]
    asked = [(name, value) for name in [*sorted(offered(model)), "p", "o", "_to_field"] for value in HOSTILE]
    asked += [(date, value) for date in dates for value in ("0", "-1", "9999", "99999999999")]
    asked += [(name, "\0") for name in ("q", "currency", sorted(offered(model))[0])] if offered(model) else []

    for name, value in asked:
        assert root.get(listing(model), {name: value}).status_code in (200, 302, 400), (name, value)


def test_a_key_that_is_too_long_breaks_no_page(root, order):
    placed = order("fair")

    for address in (url(placed).replace(str(placed.pk), "9" * 5000), url(placed).replace(str(placed.pk), "%00")):
        assert root.get(address).status_code in (302, 404)
    assert root.get(listing(Order), {"p": "9" * 5000, "q": "9" * 5000}).status_code == 200


def test_what_a_list_does_not_know_is_refused_on_our_own_page(root):
    response = root.get(listing(Order), {"scope__contains": "a"})

    assert response.status_code == 400
    assert b"We could not read that request" in response.content


def test_the_filters_of_the_lists_go_on_working(root, order):
    order("fair")

    for model, case in [(Order, "state__exact=active"), (Milestone, "funded_at__isnull=False")]:
        assert root.get(f"{listing(model)}?{case}").status_code == 200
    assert root.get(f"{listing(Order)}?created_at__year=2026&created_at__month=11").status_code == 200


# --- Staff is touched by superusers only ------------------------------------------------------------------------------


@pytest.fixture
def boss(db):
    user = User.objects.create_superuser("boss@example.org", "cairn-demo", display_name="Boss")
    totp.TOTP.activate(user, totp.generate_totp_secret())
    return user


def test_support_does_not_take_a_second_factor_from_staff(helper, boss):
    factor = boss.authenticator_set.get()

    assert helper.post(url(factor, "delete"), {"post": "yes"}).status_code == 403
    assert boss.authenticator_set.exists()


def test_support_does_not_take_its_own_either(helper, sam):
    factor = sam.authenticator_set.get()

    assert helper.post(url(factor, "delete"), {"post": "yes"}).status_code == 403
    assert sam.authenticator_set.exists()


def test_support_does_not_end_a_session_of_staff(helper, boss):
    boss.authenticator_set.all().delete()
    browser = Client()
    sign_in(browser, boss)
    session = boss.usersession_set.get()

    assert helper.post(url(session, "delete"), {"post": "yes"}).status_code == 403
    assert browser.get("/settings/").status_code == 200


def test_a_superuser_does(root, boss):
    assert root.post(url(boss.authenticator_set.get(), "delete"), {"post": "yes"}).status_code == 302
    assert not boss.authenticator_set.exists()


@pytest.mark.django_db(transaction=True)  # the mail goes out on commit
def test_a_lost_second_factor_is_written_down_told_and_ends_the_sessions(helper, sam, ada):
    browser = Client()
    sign_in(browser, ada)
    totp.TOTP.activate(ada, totp.generate_totp_secret())

    helper.post(url(ada.authenticator_set.get(), "delete"), {"post": "yes"})

    event = Event.objects.get(kind="account.unprotected")
    assert (event.actor, event.actor_kind, event.thread) == (sam, "support", f"user:{ada.pk}")
    assert browser.get("/settings/").status_code == 302
    assert mail.outbox[-1].to == [ada.email]


# --- This session gave it ---------------------------------------------------------------------------------------------


def test_a_session_older_than_the_second_factor_stays_outside(sam):
    thief = Client()
    sign_in(thief, sam)
    totp.TOTP.activate(sam, totp.generate_totp_secret())

    assert thief.get("/admin/").status_code == 302
    assert thief.get("/admin/accounts/user/").status_code == 302
    assert thief.get("/admin/", follow=True).redirect_chain[-1][0].startswith("/accounts/2fa/reauthenticate/")


def test_it_opens_as_soon_as_the_session_gives_it(client, sam):
    client.force_login(sam)
    totp.TOTP.activate(sam, totp.generate_totp_secret())
    assert client.get("/admin/").status_code == 302

    gave_second_factor(client, sam)

    assert client.get("/admin/").status_code == 200


def test_a_factor_that_was_given_but_is_gone_does_not_open_it(helper, sam):
    assert helper.get("/admin/").status_code == 200

    sam.authenticator_set.all().delete()

    assert helper.get("/admin/").status_code == 302


# --- Who sits there? --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["change", "password_change", "add", "delete"])
def test_the_desk_asks_again_before_an_account_changes(root, ada, page):
    totp.TOTP.activate(ada, totp.generate_totp_secret())
    factor = ada.authenticator_set.get()
    where = {
        "change": url(ada),
        "password_change": reverse("admin:auth_user_password_change", args=[ada.pk]),
        "add": reverse("admin:accounts_user_add"),
        "delete": url(factor, "delete"),
    }[page]
    assert root.get(where).status_code == 200
    let_time_pass(root)

    answer = root.post(
        where, {"post": "yes", "email": "ada@evil.example", "password1": "x" * 12, "password2": "x" * 12}
    )

    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/2fa/reauthenticate/")
    assert User.objects.get(pk=ada.pk).email == ada.email
    assert ada.authenticator_set.exists()


def test_ones_own_password_is_changed_on_the_sites_page(root):
    assert root.get("/admin/password_change/").url == "/accounts/password/change/"
