"""In which states milestones are, and how they came to be accepted."""

from django.db import models

from marketplace.choices import WordedChoices


class State(WordedChoices):
    PENDING = "pending", "not started", "Not started"
    FUNDED = "funded", "funded", "Funded"
    DELIVERED = "delivered", "delivered", "Delivered"
    REVISION = "revision", "in revision", "In revision"
    APPROVED = "approved", "accepted", "Accepted"
    PAID = "paid", "paid", "Paid"
    CANCELLED = "cancelled", "cancelled", "Cancelled"
    SKIPPED = "skipped", "skipped", "Skipped"
    DISPUTED = "disputed", "disputed", "Disputed"


class Acceptance(models.TextChoices):
    """How a milestone came to be accepted."""

    CLIENT = "client", "approved by the client"
    TIMER = "timer", "the time to review it ran out"
    EARLY = "early", "released before a delivery"
    PART = "part", "released in part"
    SUPPORT = "support", "accepted by support"
    DECISION = "decision", "decided by support"
    SILENCE = "silence", "decided, as the dispute was not answered"
    AGREEMENT = "agreement", "settled by both sides"


WORKING = {State.FUNDED, State.REVISION}
OPEN = {State.FUNDED, State.DELIVERED, State.REVISION, State.DISPUTED}
DISPUTABLE = {State.FUNDED, State.DELIVERED, State.REVISION}
DONE = {State.APPROVED, State.PAID}
OVER = DONE | {State.CANCELLED, State.SKIPPED}
HOLDING = OPEN | {State.APPROVED}
