"""What stands on a table that is not ours: allauth's has no model of ours to put it on."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]

    operations = [
        migrations.RunSQL(
            r"ALTER TABLE account_emailaddress ADD CONSTRAINT account_email_one_form"
            r" CHECK (email ~ '^[!-@\[-~]+@[!-?\[-~]+$')",
            "ALTER TABLE account_emailaddress DROP CONSTRAINT account_email_one_form",
        ),
    ]
