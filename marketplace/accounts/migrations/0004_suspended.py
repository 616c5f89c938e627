"""The people who are suspended, from an index of their own: what is found is found without theirs."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("accounts", "0003_people")]

    operations = [
        AddIndexConcurrently(
            model_name="user",
            index=models.Index(fields=["id"], name="user_suspended", condition=models.Q(is_active=False)),
        ),
    ]
