"""The video call of a milestone: when it is, and where one goes for it."""

from django.db import models
from django.db.models import Q

from marketplace.transitions import gate, refusal
from milestones.models.conditions import order_is_active
from milestones.models.states import OVER
from milestones.permissions import is_freelancer

LONGEST_URL = 500


@refusal("No video call goes with this step.")
def has_call(milestone):
    return milestone.call


@refusal("This step is over.")
def is_not_over(milestone):
    return milestone.state not in OVER


class CallArranged(models.Model):
    """When and where the call is that was agreed on with a milestone (`call`), once the freelancer has said so."""

    call_at = models.DateTimeField(null=True, blank=True)
    call_url = models.CharField(max_length=LONGEST_URL, blank=True, default="", db_default="")

    class Meta:
        abstract = True

    arrange_call = gate(permission=is_freelancer, conditions=[order_is_active, has_call, is_not_over])


CONSTRAINTS = [
    models.CheckConstraint(
        condition=Q(call_at__isnull=True, call_url="") | Q(call_at__isnull=False, call_url__startswith="https://"),
        name="milestone_call_has_place",
    ),
]
