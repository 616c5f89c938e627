import django.db.models.deletion
from django.db import migrations, models

# The oldest version that names it owns it, else the draft of the person who uploaded it; what is left, nothing came of.
OWNERS = """
UPDATE offers_contractupload AS upload SET offer_id = COALESCE(
    (SELECT offer_id FROM offers_version WHERE upload_id = upload.id ORDER BY id LIMIT 1),
    (SELECT offer_id FROM offers_draft
      WHERE by_id = upload.by_id AND terms ->> 'upload' = upload.id::text ORDER BY id LIMIT 1)
)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("offers", "0002_guards"),
    ]

    operations = [
        migrations.AddField(
            model_name="contractupload",
            name="offer",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="uploads",
                to="offers.offer",
            ),
        ),
        migrations.RunSQL(OWNERS, migrations.RunSQL.noop),
    ]
