"""A version is found by its fingerprint, by whoever checks a paper."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("offers", "0014_printed")]

    operations = [
        AddIndexConcurrently(model_name="version", index=models.Index(fields=["digest"], name="offer_version_digest")),
    ]
