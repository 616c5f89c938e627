"""What somebody proposed for a post."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from marketplace import clock
from marketplace.jobs.permissions import is_proposer, is_reader
from marketplace.policies.models import CHOICES_OF_ONE, OrderType
from marketplace.transitions import gate

LETTER, NOTE = 5000, 2000  # letters


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible_to(self, user):
        """A person's own proposals, and those for their own posts; support sees all."""
        if user.is_staff and user.has_perm("jobs.view_proposal"):
            return self
        return self.filter(Q(freelancer=user) | Q(post__client=user))

    def for_client(self, user):
        return self.filter(post__client=user)


class Proposal(models.Model):
    """A letter, answers and the client's own marks, around an offer: its terms and its state are the offer's.

    There is no second state machine, so that two can’t disagree (`marketplace.jobs.standing` reads it). `answers` are
    those to the questions of `post_version`, the version that it was last written for. The marks are never shown to
    the freelancer, but for the day on which it was first seen.
    """

    post = models.ForeignKey("jobs.Post", on_delete=models.PROTECT, related_name="proposals")
    freelancer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="proposals")
    offer = models.OneToOneField("offers.Offer", on_delete=models.PROTECT, related_name="proposal")
    post_version = models.ForeignKey("jobs.PostVersion", on_delete=models.PROTECT, related_name="proposals")
    letter = models.TextField(max_length=LETTER)
    answers = models.JSONField(default=list, blank=True)
    at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(null=True, blank=True)
    shortlisted_at = models.DateTimeField(null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(max_length=NOTE, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["post", "freelancer"], name="proposal_once"),
            models.CheckConstraint(condition=~Q(letter=""), name="proposal_has_letter"),
            models.CheckConstraint(
                condition=Q(shortlisted_at__isnull=True) | Q(archived_at__isnull=True), name="proposal_one_mark"
            ),
        ]

    edit = gate(permission=is_proposer)
    mark = gate(permission=is_reader)

    def __str__(self):
        return f"the proposal of {self.freelancer}"

    def get_absolute_url(self):
        return reverse("jobs:proposal", args=[self.pk])

    @property
    def reference(self) -> str:
        return f"proposal:{self.pk}"


class ProposalDraft(models.Model):
    """What somebody is writing who proposes, or writes their proposal anew. Nobody else sees it.

    `base` is the number of the version of the offer that it was written on, 0 where nothing was sent yet. `answers` are
    by question, `terms` is Terms.as_data(); all is checked for shape only: a draft may be unfinished.
    """

    post = models.ForeignKey("jobs.Post", on_delete=models.PROTECT, related_name="proposal_drafts")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    base = models.PositiveSmallIntegerField(default=0)
    letter = models.TextField(max_length=LETTER, blank=True)
    answers = models.JSONField(default=dict, blank=True)
    order_type = models.CharField(max_length=20, choices=CHOICES_OF_ONE, default=OrderType.MILESTONES)
    terms = models.JSONField()
    saved_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["post", "by"], name="proposal_draft_one_each")]

    def __str__(self):
        return f"draft of {self.by} for post {self.post_id}"
