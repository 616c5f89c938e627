"""What the migrations do to accounts that are there already."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from marketplace.accounts.models import AddressChange, User

pytestmark = pytest.mark.django_db

normalise = import_module("marketplace.accounts.migrations.0004_encrypt_and_normalise").normalise
one_form = import_module("marketplace.accounts.migrations.0005_one_form")
SINCE = {  # what 0005 added
    "account_emailaddress": "account_email_one_form",
    "accounts_addresschange": "address_change_one_form",
    "accounts_user": "user_email_one_form",
}


@pytest.fixture(autouse=True)
def before_0005(db):
    """The database as these migrations find it."""
    with connection.cursor() as cursor:
        for table, name in SINCE.items():
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")


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


def test_what_two_accounts_share_is_for_people_to_decide(ada, mallory):
    as_it_was(ada, "eve@xn--exmple-cua.example")
    as_it_was(mallory, "eve@exämple.example")

    with pytest.raises(RuntimeError, match="eve@exämple.example"):
        one_form.insist(apps, None)

    as_it_was(mallory, "mallory@example.org")
    one_form.insist(apps, None)


def test_changes_that_were_written_down_get_the_form_too(ada):
    AddressChange.objects.create(user=ada, old="Ada@exämple.example", new="ada@example.org")
    AddressChange.objects.create(user=ada, old="nowhere", new="ada@example.org")

    one_form.normalise_changes(apps, None)

    assert [(one.old, one.new) for one in AddressChange.objects.all()] == [
        ("ada@xn--exmple-cua.example", "ada@example.org")
    ]
