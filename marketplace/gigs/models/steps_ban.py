"""Who may not sell in steps."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from marketplace import clock
from marketplace.gigs.permissions import is_support_of
from marketplace.transitions import gate, refusal


@refusal("The right to sell in steps is withdrawn from them already.")
def none_is_in_force(ban):
    return not StepsBan.objects.filter(person=ban.person_id, lifted_at=None).exists()


@refusal("This was lifted already.")
def is_in_force(ban):
    return ban.lifted_at is None


class StepsBan(models.Model):
    """That support withdrew somebody's right to sell in steps, with the reason that they were told.

    Orders go on; new gigs and offers of theirs are one payment, until it is lifted.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="steps_bans")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(max_length=2000)
    at = models.DateTimeField(default=clock.now)
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(lifted_at=None), name="steps_ban_one_at_a_time"),
            models.CheckConstraint(condition=~Q(reason=""), name="steps_ban_has_reason"),
        ]

    def __str__(self):
        return f"no steps for {self.person}"

    impose = gate(permission=is_support_of, conditions=[none_is_in_force])
    lift = gate(permission=is_support_of, conditions=[is_in_force])
