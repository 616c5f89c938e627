"""Each order of results, of all gigs and of a field, is read from an index that has all that filters ask."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models

BATCH = 1_000  # rows that are locked at a time
ASKED = ["category", "owner", "language", "country", "steps", "price_usd", "days_from"]
NEW = {
    "gig_best_of_all": ["-standing", "-id"],
    "gig_newest_of_all": ["-published_at", "-id"],
    "gig_cheapest_of_all": ["price_usd", "id"],
    "gig_soonest_of_all": ["days_from", "id"],
    "gig_best_of_field": ["field", "-standing", "-id"],
    "gig_newest_of_field": ["field", "-published_at", "-id"],
    "gig_cheapest_of_field": ["field", "price_usd", "id"],
    "gig_soonest_of_field": ["field", "days_from", "id"],
    "gig_best_of_kind": ["category", "-standing", "-id"],
}
OLD = ["gig_category_standing", "gig_standing", "gig_newest", "gig_cheapest", "gig_soonest"]

# The trigger writes the field, whatever is written here.
FILL = "UPDATE gigs_gig SET field_id = NULL WHERE id > %s AND id <= %s AND category_id IS NOT NULL AND field_id IS NULL"


def fill(apps, schema_editor):
    """Write the field of what was there before, some at a time."""
    gigs = apps.get_model("gigs", "Gig").objects.order_by("-pk")
    last = gigs.values_list("pk", flat=True).first() or 0
    with schema_editor.connection.cursor() as cursor:
        for after in range(0, last, BATCH):
            cursor.execute(FILL, [after, after + BATCH])


def index(name: str, fields: list[str]) -> models.Index:
    rest = [one for one in ASKED if one not in fields]
    return models.Index(fields=fields, name=name, condition=models.Q(state="published"), include=rest)


class Migration(migrations.Migration):
    atomic = False
    survives = "rows are locked a thousand at a time, for milliseconds"
    contracts = "the new indexes have all that these had"

    dependencies = [("gigs", "0008_fields")]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        *(AddIndexConcurrently(model_name="gig", index=index(name, fields)) for name, fields in NEW.items()),
        *(RemoveIndexConcurrently(model_name="gig", name=name) for name in OLD),
    ]
