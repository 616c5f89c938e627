"""What an offer asks before the work begins is part of what is signed. Those of before ask nothing."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("offers", "0009_gigs_hold")]

    operations = [
        migrations.AddField(
            "version",
            "questions",
            models.JSONField(blank=True, db_default=models.Value([], models.JSONField()), default=list),
        ),
    ]
