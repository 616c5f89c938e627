"""Who is suspended, by whom and why. The rules of the new columns hold for every row already: none has any of them."""

import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_reputation")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="suspended_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="user",
            name="suspended_by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="suspended_reason",
            field=models.TextField(blank=True, db_default="", default="", editable=False, max_length=2000),
        ),
        AddConstraintNotValid(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=Q(suspended_at__isnull=True, suspended_by__isnull=True, suspended_reason="")
                | Q(suspended_at__isnull=False, suspended_by__isnull=False) & ~Q(suspended_reason=""),
                name="user_suspension_is_whole",
            ),
        ),
        AddConstraintNotValid(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=Q(suspended_at__isnull=True) | Q(is_staff=False, is_superuser=False),
                name="user_suspended_is_no_staff",
                violation_error_message="This account is suspended: lift that before it is one of staff.",
            ),
        ),
    ]
