"""What the migrations do to accounts that are there already."""

from importlib import import_module

import pytest
from django.apps import apps

from marketplace.accounts.models import User

pytestmark = pytest.mark.django_db

normalise = import_module("marketplace.accounts.migrations.0004_encrypt_and_normalise").normalise


def as_it_was(user, email) -> None:
    User.objects.filter(pk=user.pk).update(email=email)
    user.emailaddress_set.update(email=email)


def address(user) -> tuple[str, str]:
    user = User.objects.get(pk=user.pk)
    return user.email, user.emailaddress_set.get().email


def test_addresses_get_their_one_form(ada, grace):
    as_it_was(ada, "ada@exämple.example")

    normalise(apps, None)

    assert address(ada) == ("ada@xn--exmple-cua.example", "ada@xn--exmple-cua.example")
    assert address(grace) == ("grace@example.org", "grace@example.org")


def test_an_address_that_somebody_else_has_in_that_form_stays(ada, mallory):
    as_it_was(ada, "eve@xn--exmple-cua.example")
    as_it_was(mallory, "eve@exämple.example")

    normalise(apps, None)

    assert address(mallory)[0] == "eve@exämple.example"
    assert address(ada)[0] == "eve@xn--exmple-cua.example"
