"""A deposit with an offer may pay for the whole project. Those of before paid for the first milestone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("offers", "0010_questions")]

    operations = [
        migrations.AddField("deposit", "whole", models.BooleanField(db_default=False, default=False)),
        migrations.AlterField(
            "deposit",
            "outcome",
            models.CharField(
                blank=True,
                choices=[("used", "moved into the order"), ("returned", "returned to the client")],
                max_length=20,
            ),
        ),
    ]
