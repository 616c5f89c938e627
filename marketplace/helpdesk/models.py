"""A ticket is one question to support, with everything that was written about it since."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django_fsm import FSMModelMixin, transition

from marketplace import clock
from marketplace.choices import WordedChoices
from marketplace.helpdesk.permissions import is_asker, is_asker_or_support, is_support
from marketplace.transitions import StateField
from marketplace.validators import validate_line
from milestones.models import Order

LONGEST = 4000  # letters of one message


class State(WordedChoices):
    WAITING = "waiting", "waiting for support", "Waiting for support"
    ANSWERED = "answered", "answered", "Answered"
    CLOSED = "closed", "closed", "Closed"


class TicketQuerySet(models.QuerySet["Ticket"]):
    def visible_to(self, user):
        """Whoever asked; support reads them in the desk."""
        return self.filter(user=user)

    def lock(self, ticket: "Ticket | int") -> "Ticket":
        """The row as it is now, locked until the transaction ends."""
        key = ticket if isinstance(ticket, int) else ticket.pk
        return self.select_for_update(of=("self",)).select_related("user", "order").get(pk=key)


class Ticket(FSMModelMixin, models.Model):
    """A person's question to support. `page` is where it was asked."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="tickets")
    order = models.ForeignKey(Order, null=True, blank=True, on_delete=models.PROTECT, related_name="tickets")
    subject = models.CharField(max_length=120, validators=[validate_line])
    page = models.CharField(max_length=300, blank=True)
    state = StateField(default=State.WAITING, choices=State, protected=True, max_length=10)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    changed_at = models.DateTimeField(default=clock.now, editable=False)

    objects = TicketQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at", "-pk"]
        permissions = [("answer_ticket", "Can answer questions to support")]
        indexes = [models.Index(fields=["user", "-changed_at"], name="ticket_of_user")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="ticket_state_known"),
        ]

    def __str__(self):
        return self.subject

    def get_absolute_url(self):
        return reverse("helpdesk:ticket", args=[self.pk])

    @property
    def state_words(self) -> str:
        """Its state, for the middle of a sentence."""
        return State(self.state).words

    @property
    def thread(self) -> str:
        return f"ticket:{self.pk}"

    @transition(state, source="*", target=State.WAITING, permission=is_asker)
    def reply(self):
        """Whoever asked writes again; that opens a closed one."""

    @transition(state, source="*", target=State.ANSWERED, permission=is_support)
    def answer(self):
        """Support writes."""

    @transition(state, source=[State.WAITING, State.ANSWERED], target=State.CLOSED, permission=is_asker_or_support)
    def close(self):
        """Nothing is open any more."""


class Message(models.Model):
    """What somebody wrote. Never changed, never removed."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="messages")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    from_support = models.BooleanField(default=False)
    text = models.TextField(max_length=LONGEST)
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["pk"]
        verbose_name = "message of a ticket"
        verbose_name_plural = "messages of tickets"
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="ticket_message_says_something"),
        ]

    def __str__(self):
        return f"message {self.pk}"
