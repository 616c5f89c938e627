"""The right to sell in steps, which support can withdraw from a person, and give back."""

from django.db import transaction

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.actors import Support
from marketplace.events.models import Event
from marketplace.gigs.models import StepsBan
from marketplace.transitions import authorize, insist_on_active


@transaction.atomic(durable=True)
def withdraw_steps(person: User, *, by: Support) -> StepsBan:
    """Let somebody sell in steps no longer. Their orders go on; new gigs and offers of theirs are one payment.

    Asked under the lock of the person's own row, so that two agents withdraw it once.
    """
    person = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    insist_on_active(by)
    ban = StepsBan(person=person, at=clock.now())
    authorize(ban.impose, by)
    ban.by, ban.reason = by.user, by.reason
    ban.save(force_insert=True)
    return _record(ban, "steps.withdrawn", by)


@transaction.atomic(durable=True)
def restore_steps(ban: StepsBan, *, by: Support) -> StepsBan:
    """Let somebody sell in steps again."""
    User.objects.select_for_update(no_key=True).get(pk=ban.person_id)
    insist_on_active(by)
    ban = StepsBan.objects.select_related("person").get(pk=ban.pk)
    authorize(ban.lift, by)
    ban.lifted_at = clock.now()
    ban.save(update_fields=["lifted_at"])
    return _record(ban, "steps.restored", by)


def _record(ban: StepsBan, kind: str, by: Support) -> StepsBan:
    whose = f"user:{ban.person_id}"
    Event.record(kind, thread=whose, about=whose, by=by, reason=by.reason)
    return ban
