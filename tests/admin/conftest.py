"""The support desk for tests: Sam's browser inside it, and a desk for whoever asks."""

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from marketplace.accounts.models import User
from tests.accounts.conftest import gave_second_factor


def enter(user) -> Client:
    """A browser in which this person signed in with a second factor."""
    totp.TOTP.activate(user, totp.generate_totp_secret())
    browser = Client()
    browser.force_login(user)
    gave_second_factor(browser, user)
    return browser


@pytest.fixture
def desk(sam):
    """Sam's browser."""
    return enter(sam)


@pytest.fixture
def apprentice(sam):
    """Sam's browser when Sam may look at everything and act in nothing."""
    acting = Permission.objects.exclude(codename__startswith="view_")
    sam.user_permissions.remove(*acting)
    return enter(User.objects.get(pk=sam.pk))


@pytest.fixture
def intruder(mallory):
    return enter(mallory)


def url(row, verb="change") -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{verb}", args=[row.pk])


def page(browser, address) -> str:
    response = browser.get(address)
    assert response.status_code == 200
    return response.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def act(browser, row, verb, reason="The client agreed by phone.", **answers):
    """Press the button of a verb."""
    return browser.post(url(row, verb), {"reason": reason, **answers})
