"""A mail knows what its sender counted as at its address, and whether it left beyond what the address gets usually."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mail", "0003_goes_somewhere_holds")]

    operations = [
        migrations.AddField("outgoingmail", "room", models.CharField(blank=True, db_default="", default="", max_length=80)),
        migrations.AddField("outgoingmail", "is_beyond", models.BooleanField(db_default=False, default=False)),
    ]
