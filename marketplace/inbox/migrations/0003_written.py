"""Messages are found by their words, which an index has: it is built beside those who write."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.contrib.postgres.search import SearchVector
from django.db import migrations, models

WRITTEN = SearchVector(models.Func("text", function="fold_words"), config="simple")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("inbox", "0002_guards"), ("marketplace", "0002_fold")]

    operations = [
        AddIndexConcurrently(
            model_name="message", index=GinIndex(WRITTEN, name="message_written", fastupdate=False)
        ),
    ]
