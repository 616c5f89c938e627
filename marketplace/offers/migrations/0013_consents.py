"""From where a name was put under a version, and who accepted one where nobody signs. Of before, neither is known."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import marketplace.clock
from marketplace.postgresql.guards import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("offers", "0012_contract_texts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="signature",
            name="address",
            field=models.GenericIPAddressField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name="Acceptance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64)),
                ("at", models.DateTimeField(default=marketplace.clock.now)),
                ("address", models.GenericIPAddressField(blank=True, null=True)),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("version", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="acceptances", to="offers.version")),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [models.UniqueConstraint(fields=("version", "by"), name="offer_acceptance_one_each")],
            },
        ),
        AppendOnly("offers_acceptance", says="acceptances are append-only: what was accepted never changes"),
    ]
