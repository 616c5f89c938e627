"""An order may rest until an instant that both sides agreed on, and a step may wait for an answer of the client."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("milestones", "0014_left_alone_holds")]

    operations = [
        migrations.AddField(
            model_name="milestone",
            name="waits_since",
            field=models.DateTimeField(
                blank=True,
                help_text="Since when it waits for an answer of the client, so that its time stands.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="order",
            name="paused_at",
            field=models.DateTimeField(blank=True, help_text="Since when the order rests.", null=True),
        ),
        migrations.AddField(
            model_name="order",
            name="paused_until",
            field=models.DateTimeField(blank=True, help_text="When its times run again by themselves.", null=True),
        ),
        migrations.AlterField(
            model_name="case",
            name="kind",
            field=models.CharField(
                choices=[
                    ("cancel", "Cancel and refund"),
                    ("extend", "More time"),
                    ("change", "Change the plan"),
                    ("change_order", "New scope"),
                    ("reopen", "Reopen the order"),
                    ("dispute", "Dispute"),
                    ("split", "Split the money"),
                    ("pause", "Let the order rest"),
                    ("wait", "Wait for the client"),
                ],
                max_length=20,
            ),
        ),
        AddConstraintNotValid(
            model_name="milestone",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("waits_since__isnull", True), ("state__in", ["funded", "revision"]), _connector="OR"
                ),
                name="milestone_waits_while_worked_on",
            ),
        ),
        AddConstraintNotValid(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("paused_at__isnull", True), ("paused_until__isnull", True)),
                    models.Q(
                        ("paused_at__isnull", False),
                        ("paused_until__gt", models.F("paused_at")),
                        ("state", "active"),
                    ),
                    _connector="OR",
                ),
                name="order_rests_while_active",
            ),
        ),
    ]
