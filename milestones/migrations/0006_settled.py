"""How a step came to be accepted, whose fault a cancellation was, who closed a request, why a charge failed."""

import django.db.models.deletion
import django_fsm
from django.conf import settings
from django.db import migrations, models

# Of what was accepted so far, the history knows how.
HOW = """
UPDATE milestones_milestone m SET acceptance = CASE
    WHEN EXISTS (SELECT 1 FROM events_event e WHERE e.about = 'milestone:' || m.id AND e.kind = 'milestone.lapsed') THEN 'timer'
    WHEN EXISTS (SELECT 1 FROM events_event e WHERE e.about = 'milestone:' || m.id AND e.kind = 'milestone.released') THEN 'early'
    WHEN EXISTS (SELECT 1 FROM milestones_request r WHERE r.milestone_id = m.id AND r.state = 'decided') THEN 'decision'
    WHEN EXISTS (SELECT 1 FROM events_event e WHERE e.about = 'milestone:' || m.id AND e.kind = 'milestone.approved'
                 AND e.actor_kind = 'support') THEN 'support'
    WHEN refunded > 0 THEN 'part'
    ELSE 'client' END
WHERE approved_at IS NOT NULL;
SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("milestones", "0005_waiting_files"),
        ("events", "0002_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="request",
            name="request_state_known",
        ),
        migrations.AddField(
            model_name="milestone",
            name="acceptance",
            field=models.CharField(
                blank=True,
                choices=[
                    ("client", "approved by the client"),
                    ("timer", "the time to review it ran out"),
                    ("early", "released before a delivery"),
                    ("part", "released in part"),
                    ("support", "accepted by support"),
                    ("decision", "decided by support"),
                    ("silence", "decided, as the dispute was not answered"),
                    ("agreement", "settled by both sides"),
                ],
                db_default="",
                default="",
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="milestone",
            name="fault",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="Whose fault a cancellation was, as both agreed.",
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="order",
            name="charge_problem",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="Why the newest charge for the next step failed, until it is paid.",
                max_length=500,
            ),
        ),
        migrations.AddField(
            model_name="order",
            name="fault",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="Whose fault the cancellation was that ended it, as both agreed.",
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="request",
            name="closed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="milestone",
            name="disputed_from",
            field=models.CharField(
                blank=True,
                choices=[
                    ("pending", "Not started"),
                    ("funded", "Funded"),
                    ("delivered", "Delivered"),
                    ("revision", "In revision"),
                    ("approved", "Accepted"),
                    ("paid", "Paid"),
                    ("cancelled", "Cancelled"),
                    ("skipped", "Skipped"),
                    ("disputed", "Disputed"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="milestone",
            name="state",
            field=django_fsm.FSMField(
                choices=[
                    ("pending", "Not started"),
                    ("funded", "Funded"),
                    ("delivered", "Delivered"),
                    ("revision", "In revision"),
                    ("approved", "Accepted"),
                    ("paid", "Paid"),
                    ("cancelled", "Cancelled"),
                    ("skipped", "Skipped"),
                    ("disputed", "Disputed"),
                ],
                default="pending",
                max_length=20,
                protected=True,
            ),
        ),
        migrations.AlterField(
            model_name="request",
            name="kind",
            field=models.CharField(
                choices=[
                    ("cancel", "Cancel and refund"),
                    ("extend", "More time"),
                    ("change", "Change the plan"),
                    ("change_order", "New scope"),
                    ("reopen", "Reopen the order"),
                    ("dispute", "Dispute"),
                    ("split", "Split the money"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="request",
            name="state",
            field=django_fsm.FSMField(
                choices=[
                    ("open", "Waiting for an answer"),
                    ("accepted", "Accepted"),
                    ("declined", "Declined"),
                    ("withdrawn", "Withdrawn"),
                    ("decided", "Decided"),
                    ("settled", "Settled by both sides"),
                ],
                default="open",
                max_length=20,
                protected=True,
            ),
        ),
        migrations.RunSQL(HOW, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="milestone",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("acceptance", ""), ("approved_at__isnull", True)),
                    models.Q(models.Q(("acceptance", ""), _negated=True), ("approved_at__isnull", False)),
                    _connector="OR",
                ),
                name="milestone_accepted_knows_how",
            ),
        ),
        migrations.AddConstraint(
            model_name="milestone",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "acceptance__in",
                        ["", "client", "timer", "early", "part", "support", "decision", "silence", "agreement"],
                    )
                ),
                name="milestone_acceptance_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "accepted", "declined", "withdrawn", "decided", "settled"])),
                name="request_state_known",
            ),
        ),
    ]
