"""What waits in the outbox has an address that mail can be sent to."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mail", "0001_initial")]

    operations = [
        AddConstraintNotValid(
            "outgoingmail",
            models.CheckConstraint(
                condition=models.Q(next_try_at__isnull=True) | models.Q(to__regex=r"^[!-@\[-~]+@[!-?\[-~]+$"),
                name="outgoingmail_goes_somewhere",
            ),
        ),
    ]
