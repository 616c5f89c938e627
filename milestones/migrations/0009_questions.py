"""An order may come with questions: their rows, the files of their answers, and what the order knows of its brief.

A brief that is awaited is a state of no machine: the order is active, and the time of what is paid stands.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

import marketplace.clock
import milestones.models.question


class Migration(migrations.Migration):
    dependencies = [
        ("escrow", "0002_guards"),
        ("milestones", "0008_written_in_place"),
        ("policies", "0006_presets_take_one_payment"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AnswerFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file", models.FileField(max_length=200, upload_to=milestones.models.question.storage_name)),
                ("name", models.CharField(max_length=150)),
                ("size", models.PositiveBigIntegerField(help_text="In bytes.")),
                ("content_type", models.CharField(max_length=100)),
                ("sha256", models.CharField(max_length=64)),
                ("at", models.DateTimeField(default=marketplace.clock.now)),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="OrderQuestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("text", models.CharField(max_length=500)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("text", "a text"),
                            ("choice", "one of several"),
                            ("choices", "any of several"),
                            ("file", "files"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "options",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=120), blank=True, default=list
                    ),
                ),
                ("required", models.BooleanField(default=True)),
                (
                    "answer",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(max_length=5000), blank=True, default=list
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="question_says_something"
            ),
                    models.CheckConstraint(
                condition=models.Q(("kind__in", ["text", "choice", "choices", "file"])), name="question_kind_known"
            ),
                    models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ["choice", "choices"]), ("options__len__gte", 1)),
                    models.Q(models.Q(("kind__in", ["choice", "choices"]), _negated=True), ("options__len", 0)),
                    _connector="OR",
                ),
                name="question_choice_has_options",
            ),
                    models.CheckConstraint(
                condition=models.Q(("answer__len", 0), ("answered_at__isnull", False), _connector="OR"),
                name="question_answer_has_time",
            ),
                    models.CheckConstraint(
                condition=models.Q(models.Q(("kind", "file"), _negated=True), ("answer__len", 0), _connector="OR"),
                name="question_files_are_rows",
            ),
                ],
                "ordering": ["position"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="order",
            name="order_ending_known",
        ),
        migrations.AddField(
            model_name="order",
            name="asked_at",
            field=models.DateTimeField(
                blank=True, help_text="Since when the client is asked; anew when the answers were sent back.", null=True
            ),
        ),
        migrations.AddField(
            model_name="order",
            name="brief_problem",
            field=models.TextField(
                blank=True,
                db_default="",
                default="",
                help_text="Why the answers were sent back, until then.",
                max_length=5000,
            ),
        ),
        migrations.AddField(
            model_name="order",
            name="brief_skipped",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="It began without: no answer is needed, or the freelancer did not wait.",
            ),
        ),
        migrations.AddField(
            model_name="order",
            name="brief_until",
            field=models.DateTimeField(
                blank=True,
                help_text="From then on it may be cancelled for want of answers, where there is a time.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="order",
            name="briefed_at",
            field=models.DateTimeField(
                blank=True, help_text="When nobody waited for answers any more, and the time began to run.", null=True
            ),
        ),
        migrations.AddField(
            model_name="order",
            name="reminded_at",
            field=models.DateTimeField(
                blank=True, help_text="When the freelancer last reminded the client of the questions.", null=True
            ),
        ),
        migrations.AddField(
            model_name="order",
            name="returns_used",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AlterField(
            model_name="order",
            name="ending",
            field=models.CharField(
                blank=True,
                choices=[
                    ("finished", "finished"),
                    ("stopped_by_client", "stopped by the client"),
                    ("stopped_by_timer", "stopped by a timer"),
                    ("cancelled_mutually", "cancelled by both sides"),
                    ("cancelled_by_support", "cancelled by support"),
                    ("lapsed", "lapsed, because the next step was not paid"),
                    ("unanswered", "cancelled by one side, because its questions were not answered"),
                ],
                max_length=30,
            ),
        ),
        AddConstraintNotValid(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "ending__in",
                        [
                            "",
                            "finished",
                            "stopped_by_client",
                            "stopped_by_timer",
                            "cancelled_mutually",
                            "cancelled_by_support",
                            "lapsed",
                            "unanswered",
                        ],
                    )
                ),
                name="order_ending_known",
            ),
        ),
        AddConstraintNotValid(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(("asked_at__isnull", False), ("briefed_at__isnull", True), _connector="OR"),
                name="order_briefed_asked",
            ),
        ),
        AddConstraintNotValid(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(("brief_skipped", False), ("briefed_at__isnull", False), _connector="OR"),
                name="order_brief_skipped_has_time",
            ),
        ),
        AddConstraintNotValid(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(("brief_until__isnull", True), ("asked_at__isnull", False), _connector="OR"),
                name="order_brief_until_asked",
            ),
        ),
        AddConstraintNotValid(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("brief_problem", ""),
                    models.Q(("asked_at__isnull", False), ("briefed_at__isnull", True)),
                    _connector="OR",
                ),
                name="order_brief_problem_is_open",
            ),
        ),
        migrations.AddField(
            model_name="orderquestion",
            name="order",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="questions",
                to="milestones.order",
            ),
        ),
        migrations.AddField(
            model_name="answerfile",
            name="question",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="files", to="milestones.orderquestion"
            ),
        ),
        migrations.AddConstraint(
            model_name="orderquestion",
            constraint=models.UniqueConstraint(fields=("order", "position"), name="question_position_unique"),
        ),
    ]
