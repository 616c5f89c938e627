"""One submission of work, and the revision that answered it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from marketplace import clock


class Delivery(models.Model):
    """What the freelancer handed in for a milestone. A revision request answers one delivery and is kept with it."""

    milestone = models.ForeignKey("milestones.Milestone", on_delete=models.PROTECT, related_name="deliveries")
    number = models.PositiveSmallIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    message = models.TextField(max_length=5000, blank=True)
    links = models.JSONField(default=list, blank=True, help_text='[{"url": …, "deliverable": … or ""}]')
    full_project = models.BooleanField(default=False)
    at = models.DateTimeField(default=clock.now)
    revision_reason = models.TextField(max_length=5000, blank=True)
    revision_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["milestone", "number"]
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(fields=["milestone", "number"], name="delivery_number_unique"),
            models.CheckConstraint(
                condition=Q(revision_at__isnull=True, revision_reason="")
                | (Q(revision_at__isnull=False) & ~Q(revision_reason="")),
                name="delivery_revision_has_reason",
            ),
        ]

    def __str__(self):
        return f"delivery {self.number}"


def storage_name(instance, filename: str) -> str:
    """A name that gives nothing away and cannot be guessed: what people called the file is kept in the row."""
    return f"deliveries/{uuid.uuid4().hex}"


def new_key() -> str:
    return uuid.uuid4().hex


class DeliveryFile(models.Model):
    """A file of a delivery, stored outside static and served as an attachment to the two parties and support only."""

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="files")
    deliverable = models.CharField(max_length=120, blank=True)
    file = models.FileField(upload_to=storage_name, max_length=200)
    name = models.CharField(max_length=150)
    size = models.PositiveBigIntegerField(help_text="In bytes.")
    content_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("milestones:file", args=[self.pk])


class WaitingFile(models.Model):
    """A file that was chosen for a delivery that came back with an error: kept for a day.

    Only who chose it can hand it in, for the same milestone, by its `key`.
    """

    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    milestone = models.ForeignKey("milestones.Milestone", on_delete=models.PROTECT, related_name="waiting_files")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    deliverable = models.CharField(max_length=120, blank=True)
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
