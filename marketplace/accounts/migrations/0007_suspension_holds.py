"""The rules of a suspension for old rows, and an index of the few with whom nothing new begins."""

from django.contrib.postgres.operations import AddIndexConcurrently, ValidateConstraint
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("accounts", "0006_suspension")]

    operations = [
        ValidateConstraint("user", "user_suspension_is_whole"),
        ValidateConstraint("user", "user_suspended_is_no_staff"),
        AddIndexConcurrently(
            model_name="user",
            index=models.Index(
                fields=["id"],
                name="user_out_of_trade",
                condition=Q(is_active=False) | Q(suspended_at__isnull=False),
            ),
        ),
    ]
