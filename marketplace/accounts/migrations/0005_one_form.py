"""Every address in its one form, from now on by the database, too; skills are lines."""

from django.core.exceptions import ValidationError
from django.db import migrations, models

import marketplace.accounts.models
from marketplace.accounts import addresses

FORM = r"^[!-@\[-~]+@[!-?\[-~]+$"


def normalise_changes(apps, schema_editor):
    """What was written down of changed addresses; a link back that nobody could be written to is none."""
    for change in apps.get_model("accounts", "AddressChange").objects.all():
        try:
            change.old, change.new = addresses.normalise(change.old), addresses.normalise(change.new)
        except ValidationError:
            change.delete()
        else:
            change.save(update_fields=["old", "new"])


def insist(apps, schema_editor):
    """0004 left alone what two accounts share, written in two ways: people decide whose it is, before this goes on."""
    User, EmailAddress = apps.get_model("accounts", "User"), apps.get_model("account", "EmailAddress")
    left = set(User.objects.exclude(email__regex=FORM).values_list("email", flat=True))
    left |= set(EmailAddress.objects.exclude(email__regex=FORM).values_list("email", flat=True))
    if left:
        raise RuntimeError(
            "These addresses are those of other accounts, written in another way: give their accounts another "
            f"address in the desk (People), then migrate again. {', '.join(sorted(left))}"
        )


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_encrypt_and_normalise'),
        ('account', '0009_emailaddress_unique_primary_email'),
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.RunPython(normalise_changes, migrations.RunPython.noop),
        migrations.RunPython(insist, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='user',
            name='skills',
            field=models.JSONField(blank=True, default=list, validators=[marketplace.accounts.models.check_skills]),
        ),
        migrations.AddConstraint(
            model_name='addresschange',
            constraint=models.CheckConstraint(condition=models.Q(('new__regex', '^[!-@\\[-~]+@[!-?\\[-~]+$'), ('old__regex', '^[!-@\\[-~]+@[!-?\\[-~]+$')), name='address_change_one_form'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('email__regex', '^[!-@\\[-~]+@[!-?\\[-~]+$')), name='user_email_one_form'),
        ),
        # allauth's own table, which has no model of ours to put it on.
        migrations.RunSQL(
            r"ALTER TABLE account_emailaddress ADD CONSTRAINT account_email_one_form"
            r" CHECK (email ~ '^[!-@\[-~]+@[!-?\[-~]+$')",
            "ALTER TABLE account_emailaddress DROP CONSTRAINT account_email_one_form",
        ),
    ]
