"""Work may be subscribed to for some months: what the rulebooks say of that, and the versions of the two that have it.

By the defaults all published versions mean what they meant: there are no subscriptions. Going back takes nothing from
the table: what was published once is what somebody may have signed on.
"""

from datetime import UTC, datetime
from decimal import Decimal

import django.contrib.postgres.fields
import django.core.validators
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

import marketplace.policies.models.policy
from marketplace.policies.presets import publish

PUBLISHED = datetime(2026, 11, 28, tzinfo=UTC)

VERSIONS = {"fair": 5, "steps8": 5}
PARAMETERS = {
    "order_types": ["single", "milestones", "subscription"],
    "subscription_months": [3, 6],
    "subscription_discounts": [500, 1000, 1500, 2000],
    "subscription_days_max": 30,
    "subscription_notice_days": 10,
}
OWN = {"fair": {}, "steps8": {"subscription_total_min": "10"}}


def publish_all(apps, schema_editor):
    for key, version in VERSIONS.items():
        publish(apps, key, version, PARAMETERS | OWN[key], at=PUBLISHED)


def some_numbers(most, least, help_text):
    return django.contrib.postgres.fields.ArrayField(
        base_field=models.PositiveSmallIntegerField(
            validators=[
                django.core.validators.MinValueValidator(least),
                django.core.validators.MaxValueValidator(most),
            ]
        ),
        blank=True,
        db_default=models.Value(
            [], django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField())
        ),
        default=list,
        help_text=help_text,
    )


def days(help_text):
    return models.PositiveSmallIntegerField(
        blank=True, help_text=help_text, null=True, validators=[django.core.validators.MinValueValidator(1)]
    )


class Migration(migrations.Migration):
    dependencies = [("policies", "0009_pause")]
    survives = "two rows are added to a small table; nobody waits for them"

    operations = [
        migrations.RemoveConstraint(model_name="policy", name="policy_has_order_types"),
        migrations.AddField(
            "policy", "subscription_days_max", days("Days that the work of a month may take. Empty: no limit.")
        ),
        migrations.AddField(
            "policy",
            "subscription_discounts",
            some_numbers(2000, 1, "Basis points that later months may cost less: 500 is 5 %."),
        ),
        migrations.AddField(
            "policy",
            "subscription_months",
            some_numbers(24, 2, "For how many months a subscription may be agreed on."),
        ),
        migrations.AddField(
            "policy",
            "subscription_notice_days",
            days("Days before the next month until which the freelancer may cancel. Empty: until it begins."),
        ),
        migrations.AddField(
            "policy",
            "subscription_total_min",
            models.DecimalField(
                blank=True,
                decimal_places=2,
                help_text="In US dollars, of each month’s price before any discount. Empty: no such limit.",
                max_digits=10,
                null=True,
                validators=[django.core.validators.MinValueValidator(Decimal("0.01"))],
            ),
        ),
        migrations.AlterField(
            "policy",
            "order_types",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("single", "one payment"),
                        ("milestones", "paid in steps"),
                        ("subscription", "a subscription"),
                    ],
                    max_length=20,
                ),
                db_default=["milestones"],
                default=marketplace.policies.models.policy.in_steps,
                help_text="One payment pays for the whole work at once: it is an order of a single step.",
            ),
        ),
        AddConstraintNotValid(
            "policy",
            models.CheckConstraint(
                condition=models.Q(
                    ("order_types__contained_by", ["single", "milestones", "subscription"]),
                    ("order_types__len__gte", 1),
                ),
                name="policy_has_order_types",
            ),
        ),
        migrations.RunPython(publish_all, migrations.RunPython.noop, elidable=False),
    ]
