"""Where an offer stands, and whose move it is."""

from django.db import models

from marketplace.choices import WordedChoices


class Side(models.TextChoices):
    CLIENT = "client", "Client"
    FREELANCER = "freelancer", "Freelancer"


OTHER: dict[str, Side] = {Side.CLIENT: Side.FREELANCER, Side.FREELANCER: Side.CLIENT}


class OfferState(WordedChoices):
    DRAFT = "draft", "a draft", "Draft"
    FUNDING = "funding", "waiting for its deposit", "Deposit being paid"
    SENT = "sent", "sent", "Sent"
    ACCEPTING = "accepting", "being paid", "Being paid"
    ACCEPTED = "accepted", "accepted", "Accepted"
    DECLINED = "declined", "declined", "Declined"
    WITHDRAWN = "withdrawn", "withdrawn", "Withdrawn"
    EXPIRED = "expired", "expired", "Expired"


OPEN = [OfferState.DRAFT, OfferState.FUNDING, OfferState.SENT, OfferState.ACCEPTING]
CLOSED = [OfferState.ACCEPTED, OfferState.DECLINED, OfferState.WITHDRAWN, OfferState.EXPIRED]
