"""A question that an order came with, its answer, and the files of that."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from marketplace import clock
from milestones.questions import CHOOSES, LONGEST_OPTION, LONGEST_QUESTION, Question, QuestionKind

LONGEST_ANSWER = 5000  # letters


class OrderQuestion(models.Model):
    """What the freelancer asked, and what the client answered.

    `answer` is a list of texts: what was typed as its only one, or what was chosen; of files there is none, they are
    AnswerFiles. `answered_at` is when it was last changed.
    """

    order = models.ForeignKey(  # the unique constraint has its index
        "milestones.Order", on_delete=models.PROTECT, related_name="questions", db_index=False
    )
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=LONGEST_QUESTION)
    kind = models.CharField(max_length=10, choices=QuestionKind)
    options = ArrayField(models.CharField(max_length=LONGEST_OPTION), default=list, blank=True)
    required = models.BooleanField(default=True)
    answer = ArrayField(models.TextField(max_length=LONGEST_ANSWER), default=list, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["order", "position"], name="question_position_unique"),
            models.CheckConstraint(condition=~Q(text=""), name="question_says_something"),
            models.CheckConstraint(condition=Q(kind__in=QuestionKind.values), name="question_kind_known"),
            models.CheckConstraint(
                condition=Q(kind__in=["choice", "choices"], options__len__gte=1)
                | ~Q(kind__in=["choice", "choices"]) & Q(options__len=0),
                name="question_choice_has_options",
            ),
            models.CheckConstraint(
                condition=Q(answer__len=0) | Q(answered_at__isnull=False), name="question_answer_has_time"
            ),
            models.CheckConstraint(condition=~Q(kind="file") | Q(answer__len=0), name="question_files_are_rows"),
        ]

    def __str__(self):
        return f"question {self.position}"

    @classmethod
    def asked(cls, order, position: int, question: Question) -> "OrderQuestion":
        """An unsaved row of what was agreed to be asked."""
        return cls(
            order=order,
            position=position,
            text=question.text,
            kind=question.kind,
            options=question.options,
            required=question.required,
        )

    @property
    def chooses(self) -> bool:
        return self.kind in CHOOSES

    @property
    def is_answered(self) -> bool:
        return self.answered_at is not None


def storage_name(instance, filename: str) -> str:
    """A name that gives nothing away and cannot be guessed: what people called the file is kept in the row."""
    return f"answers/{uuid.uuid4().hex}"


class AnswerFile(models.Model):
    """A file of an answer, stored outside static and served as an attachment to the two parties and support only."""

    question = models.ForeignKey(OrderQuestion, on_delete=models.PROTECT, related_name="files")
    file = models.FileField(upload_to=storage_name, max_length=200)
    name = models.CharField(max_length=150)
    size = models.PositiveBigIntegerField(help_text="In bytes.")
    content_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("milestones:answer_file", args=[self.pk])
