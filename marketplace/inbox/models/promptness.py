"""How soon somebody answers."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q


class Promptness(models.Model):
    """The median time to somebody's first answer, as a task counted it in the night; see marketplace.inbox.prompt."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="promptness"
    )
    seconds = models.PositiveBigIntegerField()
    answers = models.PositiveIntegerField(help_text="How many first answers it is the median of.")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(answers__gt=0), name="promptness_of_answers")]

    def __str__(self):
        return f"answers of {self.user_id}"

    @property
    def span(self) -> timedelta:
        return timedelta(seconds=self.seconds)
