"""What gateways say of a payment after its answer was final; as append-only as the ledger."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

import marketplace.clock

KINDS = [
    ("returned", "Came back"),
    ("late", "Went through after all"),
    ("disputed", "Disputed"),
    ("won", "Dispute won"),
    ("lost", "Dispute lost"),
]
APPEND_ONLY = """
CREATE TRIGGER escrow_turn_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON public.escrow_paymentturn
    FOR EACH STATEMENT EXECUTE FUNCTION public.escrow_append_only();
"""
APPEND_ONLY_REVERSE = "DROP TRIGGER escrow_turn_append_only ON public.escrow_paymentturn;"


class Migration(migrations.Migration):
    dependencies = [("escrow", "0004_account_kinds_hold")]

    operations = [
        migrations.CreateModel(
            name="PaymentTurn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=KINDS, max_length=10)),
                ("reference", models.CharField(blank=True, max_length=60)),
                ("amount", models.BigIntegerField()),
                ("cost", models.BigIntegerField(default=0)),
                ("text", models.CharField(blank=True, max_length=200)),
                ("created_at", models.DateTimeField(default=marketplace.clock.now, editable=False)),
                (
                    "payment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="turns", to="escrow.payment"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["created_at"], name="escrow_turn_created")],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(kind__in=["returned", "late", "disputed", "won", "lost"]),
                        name="escrow_turn_kind_known",
                    ),
                    models.CheckConstraint(condition=Q(amount__gt=0, cost__gte=0), name="escrow_turn_amounts_positive"),
                    models.CheckConstraint(
                        condition=Q(kind__in=["disputed", "won", "lost"]) ^ Q(reference=""),
                        name="escrow_turn_disputes_are_named",
                    ),
                    models.UniqueConstraint(fields=["payment", "kind", "reference"], name="escrow_turn_told_once"),
                ],
            },
        ),
        migrations.RunSQL(APPEND_ONLY, APPEND_ONLY_REVERSE),
    ]
