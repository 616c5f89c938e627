"""Late is late by the freelancer's own doing: what that takes to know, and the two parameters of it.

A parameter means "as before" to a published version. These two are the exception: every version that was published so
far is one of the presets, before the first release, and takes their reading.
"""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("milestones", "0003_presets"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="deadline",
            name="deadline_one_of_milestone",
        ),
        migrations.AddField(
            model_name="milestone",
            name="agreed_at",
            field=models.DateTimeField(
                blank=True, help_text="When its terms were agreed on, where the order had begun by then.", null=True
            ),
        ),
        migrations.AddField(
            model_name="milestone",
            name="begun_at",
            field=models.DateTimeField(
                blank=True, help_text="When its work could begin: it was paid, and its turn had come.", null=True
            ),
        ),
        migrations.AddField(
            model_name="milestone",
            name="delivered_late",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="policy",
            name="due_moves_with_payment",
            field=models.BooleanField(
                default=True,
                help_text="A due date moves by as many days as the payment comes later than the plan had it.",
            ),
        ),
        migrations.AlterField(
            model_name="policy",
            name="due_moves_with_payment",
            field=models.BooleanField(
                default=False,
                help_text="A due date moves by as many days as the payment comes later than the plan had it.",
            ),
        ),
        migrations.AddField(
            model_name="policy",
            name="revision_days",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="Days that a revision leaves at least, however little time was left. Empty: what was left.",
                null=True,
                default=3,
                validators=[django.core.validators.MinValueValidator(1)],
            ),
        ),
        migrations.AlterField(
            model_name="policy",
            name="revision_days",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="Days that a revision leaves at least, however little time was left. Empty: what was left.",
                null=True,
                validators=[django.core.validators.MinValueValidator(1)],
            ),
        ),
        migrations.AlterField(
            model_name="deadline",
            name="kind",
            field=models.CharField(
                choices=[
                    ("review", "the review window ends"),
                    ("pay_next", "the time to pay the next step ends"),
                    ("grace", "the time of grace after a failed charge ends"),
                    ("due", "the work of a step is due"),
                    ("clear", "money clears"),
                    ("remind", "a reminder"),
                    ("request", "silence answers a request"),
                    ("dispute", "the time to answer a dispute ends"),
                    ("offer", "the offer expires"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind__in", ["review", "due"]), ("settled_at", None)),
                fields=("kind", "milestone"),
                name="deadline_one_of_milestone",
            ),
        ),
        migrations.RunSQL(
            "UPDATE milestones_milestone SET begun_at = funded_at, delivered_late = COALESCE(delivered_at > due_at, false) "
            "WHERE funded_at IS NOT NULL",
            migrations.RunSQL.noop,
        ),
    ]
