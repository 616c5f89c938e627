"""The pretend bank knows disputes, and what it takes for one."""

from django.db import migrations, models

STATUS = [
    ("processing", "Processing"),
    ("needs_confirmation", "Needs confirmation"),
    ("succeeded", "Succeeded"),
    ("declined", "Declined"),
    ("cancelled", "Cancelled"),
    ("disputed", "Disputed"),
    ("lost", "Dispute lost"),
]


class Migration(migrations.Migration):
    dependencies = [("sandbox", "0001_initial")]

    operations = [
        migrations.AlterField("sandboxcharge", "status", models.CharField(choices=STATUS, max_length=20)),
        migrations.AddField(
            "sandboxcharge",
            "dispute",
            models.CharField(blank=True, db_default="", help_text="The reference of its dispute.", max_length=40),
        ),
        migrations.AddField(
            "sandboxcharge",
            "cost",
            models.BigIntegerField(db_default=0, default=0, help_text="What the bank took for that."),
        ),
    ]
