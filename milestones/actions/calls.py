"""Arranging the video call of a milestone."""

from datetime import datetime
from urllib.parse import urlsplit

from django.db import transaction

from marketplace.actors import By
from marketplace.errors import Refused
from marketplace.transitions import authorize
from milestones.actions.parts import locking
from milestones.models import Milestone
from milestones.models.call import LONGEST_URL
from milestones.unit_of_work import Done

PAST = "That moment has passed."
NO_PLACE = "A link to a call starts with https://."


@transaction.atomic(durable=True)
def arrange_call(milestone: Milestone, *, by: By, call_at: datetime, call_url: str) -> Done[Milestone]:
    """Say when and where the call is; once more to move it. `call_url` is where both go then, by https alone."""
    work, milestone = locking.on_milestone(milestone, by)
    authorize(milestone.arrange_call, by)
    if call_at <= work.now:
        raise Refused(PAST, field="call_at")
    if urlsplit(call_url).scheme != "https" or not urlsplit(call_url).hostname or len(call_url) > LONGEST_URL:
        raise Refused(NO_PLACE, field="call_url")
    moved = milestone.call_at is not None
    milestone.call_at, milestone.call_url = call_at, call_url
    work.change(milestone, "call_at", "call_url")
    work.record("milestone.call_arranged", milestone, call_at=call_at.isoformat(), moved=moved)
    return Done(milestone, work.save())
