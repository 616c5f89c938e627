"""Whom a client asked to propose."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from marketplace import clock
from marketplace.accounts import addresses
from marketplace.jobs.permissions import is_invited
from marketplace.transitions import gate, refusal


@refusal("You have declined this invitation already.")
def is_not_declined(invitation):
    return invitation.declined_at is None


class Invitation(models.Model):
    """One person was asked to propose for one post, by name or by a link that is mailed to `email`.

    The one who took up the link is its `freelancer` from then on. To accept is to propose; who declines says why.
    """

    post = models.ForeignKey("jobs.Post", on_delete=models.PROTECT, related_name="invitations")
    freelancer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="invitations"
    )
    email = models.EmailField(blank=True)
    message = models.TextField(max_length=2000)
    at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(max_length=1000, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["post", "freelancer"], name="invitation_person_once"),
            models.UniqueConstraint(fields=["post", "email"], condition=~Q(email=""), name="invitation_address_once"),
            models.CheckConstraint(
                condition=Q(freelancer__isnull=False) | ~Q(email=""), name="invitation_goes_to_somebody"
            ),
            models.CheckConstraint(
                condition=Q(email="") | Q(email__regex=addresses.ONE_FORM), name="invitation_one_form"
            ),
            models.CheckConstraint(condition=~Q(message=""), name="invitation_says_something"),
            models.CheckConstraint(
                condition=Q(declined_at__isnull=True, reason="") | Q(declined_at__isnull=False) & ~Q(reason=""),
                name="invitation_declined_has_reason",
            ),
        ]

    decline = gate(permission=is_invited, conditions=[is_not_declined])

    def __str__(self):
        return f"the invitation of {self.freelancer or self.email}"

    @property
    def reference(self) -> str:
        return f"invitation:{self.pk}"
