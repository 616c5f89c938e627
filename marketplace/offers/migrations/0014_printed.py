"""The PDFs that were made of what was agreed, so that a file can be told to be one of them."""

import django.db.models.deletion
from django.db import migrations, models

import marketplace.clock
from marketplace.postgresql.guards import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("offers", "0013_consents")]

    operations = [
        migrations.CreateModel(
            name="Printed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("addendum", models.PositiveSmallIntegerField(default=0)),
                ("digest", models.CharField(max_length=64)),
                ("sha256", models.CharField(max_length=64)),
                ("at", models.DateTimeField(default=marketplace.clock.now)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="printed", to="offers.version"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["digest"], name="printed_digest")],
                "constraints": [
                    models.UniqueConstraint(fields=("sha256",), name="printed_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("digest__regex", "^[0-9a-f]{64}$"), ("sha256__regex", "^[0-9a-f]{64}$")
                        ),
                        name="printed_has_digests",
                    ),
                ],
            },
        ),
        AppendOnly("offers_printed", says="what was printed never changes"),
    ]
