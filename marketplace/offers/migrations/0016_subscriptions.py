"""Subscriptions, their months, and the offers that they come of. No offer of before is one."""

import django.db.models.deletion
import django_fsm
from django.conf import settings
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models
from django.db.models import F, Q


def person(**options):
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL, **options)


class Migration(migrations.Migration):
    dependencies = [
        ("offers", "0015_version_digest"),
        ("policies", "0010_subscriptions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="offer", name="offer_order_type_known"),
        migrations.AddField(
            "offer",
            "renews",
            models.BooleanField(
                db_default=False,
                default=False,
                help_text="A later month of a subscription, which nobody negotiates.",
            ),
        ),
        migrations.AddField(
            "version",
            "months",
            models.PositiveSmallIntegerField(
                db_default=0, default=0, help_text="Of a subscription: how many orders it makes, one a month."
            ),
        ),
        migrations.AddField(
            "version",
            "discount",
            models.PositiveSmallIntegerField(
                db_default=0, default=0, help_text="Basis points that a month costs less, from the second on."
            ),
        ),
        migrations.AlterField(
            "offer",
            "order_type",
            models.CharField(
                choices=[
                    ("single", "one payment"),
                    ("milestones", "paid in steps"),
                    ("subscription", "a subscription"),
                ],
                db_default="milestones",
                default="milestones",
                help_text=(
                    "How its order is paid; never changes once it was sent. With one payment the plan is one step."
                ),
                max_length=20,
            ),
        ),
        AddConstraintNotValid(
            "offer",
            models.CheckConstraint(
                condition=Q(order_type__in=["single", "milestones", "subscription"]), name="offer_order_type_known"
            ),
        ),
        migrations.CreateModel(
            name="Subscription",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("active", "Active"),
                            ("completed", "Complete"),
                            ("cancelled", "Cancelled"),
                            ("lapsed", "Ended"),
                        ],
                        default="active",
                        max_length=20,
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("currency", models.CharField(max_length=3)),
                ("price", models.PositiveBigIntegerField()),
                ("discount", models.PositiveSmallIntegerField(default=0)),
                ("months", models.PositiveSmallIntegerField()),
                ("made", models.PositiveSmallIntegerField(default=1)),
                ("began_at", models.DateTimeField()),
                ("next_at", models.DateTimeField(blank=True, null=True)),
                ("trying_since", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("ended_why", models.TextField(blank=True, max_length=2000)),
                ("client", person(db_index=False, related_name="subscriptions")),
                ("freelancer", person(db_index=False, related_name="subscribers")),
                ("ended_by", person(blank=True, null=True, related_name="+")),
                (
                    "offer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="subscription", to="offers.offer"
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "permissions": [("support_subscription", "Can end subscriptions")],
                "indexes": [
                    models.Index(fields=["client", "-id"], name="subscription_client"),
                    models.Index(fields=["freelancer", "-id"], name="subscription_freelancer"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(state__in=["active", "completed", "cancelled", "lapsed"]),
                        name="subscription_state_known",
                    ),
                    models.CheckConstraint(
                        condition=Q(months__gte=2, made__gte=1, made__lte=F("months")),
                        name="subscription_counts_months",
                    ),
                    models.CheckConstraint(condition=Q(discount__lte=2000), name="subscription_discount_is_a_part"),
                    models.CheckConstraint(
                        condition=Q(state="active", next_at__isnull=False, ended_at__isnull=True, made__lt=F("months"))
                        | ~Q(state="active") & Q(next_at__isnull=True, ended_at__isnull=False, trying_since__isnull=True),
                        name="subscription_active_has_next",
                    ),
                    models.CheckConstraint(
                        condition=~Q(state="completed") | Q(made=F("months")), name="subscription_completed_made_all"
                    ),
                ],
            },
            bases=(django_fsm.FSMModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name="SubscriptionMonth",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "offer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="month", to="offers.offer"
                    ),
                ),
                (
                    "subscription",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="parts", to="offers.subscription"
                    ),
                ),
            ],
            options={
                "ordering": ["subscription", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=["subscription", "number"], name="subscription_month_once"),
                    models.CheckConstraint(condition=Q(number__gte=1), name="subscription_month_from_one"),
                ],
            },
        ),
    ]
