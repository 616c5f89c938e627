"""What a job post says: the versions that were opened, what its client is writing, and the files that belong to it."""

import uuid
from functools import cached_property

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from marketplace import clock
from marketplace.gigs.models import Category
from marketplace.jobs.terms import PostTerms
from marketplace.policies.fields import PolicyField


def storage_name(instance, filename: str) -> str:
    """A name that gives nothing away and cannot be guessed: what people called the file is kept in the row."""
    return f"posts/{uuid.uuid4().hex}"


class PostVersion(models.Model):
    """One version of a post that people could see: a document that never changes, which a proposal names.

    `terms` is PostTerms.as_data(), checked when it was opened.
    """

    post = models.ForeignKey("jobs.Post", on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+")
    policy = PolicyField(on_delete=models.PROTECT, related_name="post_versions")
    terms = models.JSONField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["post", "number"]
        constraints = [
            models.UniqueConstraint(fields=["post", "number"], name="post_version_number_unique"),
            models.CheckConstraint(condition=Q(number__gte=1), name="post_version_counts_from_one"),
        ]

    def __str__(self):
        return f"version {self.number}"

    @cached_property
    def said(self) -> PostTerms:
        """What it says."""
        return PostTerms.from_data(self.terms)


class PostDraft(models.Model):
    """What the client is writing; nobody else sees it. Gone when it is opened.

    `base` is the number of the version that it was begun from, 0 for the first. `terms` is PostTerms.as_data(),
    checked for shape only: a draft may be unfinished.
    """

    post = models.OneToOneField("jobs.Post", on_delete=models.CASCADE, related_name="draft")
    base = models.PositiveSmallIntegerField(default=0)
    terms = models.JSONField()
    saved_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"draft of post {self.post_id}"

    @cached_property
    def said(self) -> PostTerms:
        """What it says so far."""
        return PostTerms.from_data(self.terms)


class PostFile(models.Model):
    """A file that goes with a post, served as an attachment to those who see a version that names it."""

    post = models.ForeignKey("jobs.Post", on_delete=models.PROTECT, related_name="files")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
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
        return reverse("jobs:file", args=[self.pk])
