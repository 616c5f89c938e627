"""What people keep of the jobs: posts to find again, and searches that are mailed to them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from marketplace import clock
from marketplace.validators import validate_line


class SavedPost(models.Model):
    """That somebody saved a post. Nobody but they sees it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="saved_posts")
    post = models.ForeignKey("jobs.Post", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "post"], name="saved_post_once")]

    def __str__(self):
        return f"saved by {self.user_id}"


class SavedSearch(models.Model):
    """A search that somebody wants to hear of once a day: `query` is what its address says after the question mark.

    What was opened until `told_until` is told.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="saved_searches")
    name = models.CharField(max_length=120, validators=[validate_line])
    query = models.CharField(max_length=500)
    at = models.DateTimeField(default=clock.now)
    told_until = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "query"], name="saved_search_once"),
            models.CheckConstraint(condition=~Q(name=""), name="saved_search_has_name"),
        ]

    def __str__(self):
        return self.name
