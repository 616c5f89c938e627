"""Encrypts the secrets of second factors that were kept in plain text, and writes addresses in their one form."""

from django.core.exceptions import ValidationError
from django.db import migrations

from marketplace.accounts import addresses, encryption


def encrypt(apps, schema_editor):
    encryption.encrypt_all(apps.get_model("mfa", "Authenticator").objects)


def normalise(apps, schema_editor):
    """An address that some other account has in its normal form stays as it is: which of the two is right, only people know."""
    User, EmailAddress = apps.get_model("accounts", "User"), apps.get_model("account", "EmailAddress")
    for user in User.objects.filter(email__regex=r"[^!-@\[-~]"):  # capitals, and what is no ASCII
        try:
            kept = addresses.normalise(user.email)
        except ValidationError:
            continue
        others = User.objects.exclude(pk=user.pk).filter(email=kept).exists()
        if not others and not EmailAddress.objects.exclude(user=user).filter(email=kept).exists():
            EmailAddress.objects.filter(user=user, email=user.email).update(email=kept)
            user.email = kept
            user.save(update_fields=["email"])


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0003_address_changes"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [
        migrations.RunPython(encrypt, migrations.RunPython.noop),
        migrations.RunPython(normalise, migrations.RunPython.noop),
    ]
