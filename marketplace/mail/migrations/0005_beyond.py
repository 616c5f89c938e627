"""Those beyond are few, and counted over the whole site."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("mail", "0004_rooms")]

    operations = [
        AddIndexConcurrently(
            "outgoingmail",
            models.Index(fields=["planned_at"], condition=models.Q(is_beyond=True), name="outgoingmail_beyond"),
        ),
    ]
