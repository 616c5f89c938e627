"""The pictures of a gig, made in fixed sizes from what people upload."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from marketplace import clock

SIZES = (320, 640, 1280)  # pixels of width


def original_name(instance, filename: str) -> str:
    """A name that gives nothing away and cannot be guessed."""
    return f"gigs/{uuid.uuid4().hex}"


def new_key() -> str:
    return uuid.uuid4().hex


class Picture(models.Model):
    """One picture of a gig's gallery: private until a published version names it.

    `original` is what was uploaded, kept until a task has made the sizes of it (`made_at`) or found that it can't
    (`problem`, in words for its owner). `focus_x` and `focus_y` say, in percent, what stays in view when it is cut.
    The sizes are WebP files named after `key`.
    """

    gig = models.ForeignKey("gigs.Gig", on_delete=models.PROTECT, related_name="pictures")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=32, default=new_key, unique=True, editable=False)
    original = models.FileField(upload_to=original_name, max_length=200, blank=True)
    name = models.CharField(max_length=150)
    bytes = models.PositiveBigIntegerField()
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    focus_x = models.PositiveSmallIntegerField(default=50)
    focus_y = models.PositiveSmallIntegerField(default=50)
    problem = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=clock.now)
    made_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["id"], name="picture_waiting", condition=Q(made_at=None, problem=""))]
        constraints = [
            models.CheckConstraint(condition=Q(focus_x__lte=100, focus_y__lte=100), name="picture_focus_is_inside"),
            models.CheckConstraint(
                condition=Q(made_at__isnull=True) | Q(width__gt=0, height__gt=0, problem=""),
                name="picture_made_has_size",
            ),
        ]

    def __str__(self):
        return self.name

    def file_of(self, size: int) -> str:
        """The name of one of its sizes in the storage."""
        return f"gigs/{self.key}-{size}.webp"

    @property
    def is_ready(self) -> bool:
        return self.made_at is not None
