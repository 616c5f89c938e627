"""The pictures of a gig, made in fixed sizes from what people upload."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Exists, Func, JSONField, OuterRef, Q
from django.db.models.fields.files import FieldFile
from django.db.models.functions import JSONObject

from marketplace import clock
from marketplace.gigs.models.version import GigDraft, GigVersion

FILES = {320: "small", 640: "medium", 1280: "large"}  # pixels of width: the field that has it
SIZES = tuple(FILES)


def original_name(instance, filename: str) -> str:
    """A name that gives nothing away and cannot be guessed."""
    return f"gigs/{uuid.uuid4().hex}"


def new_key() -> str:
    return uuid.uuid4().hex


class PictureQuerySet(models.QuerySet["Picture"]):
    def due(self):
        """Those to be made, or made again, by now. By real time: it is about workers, not about what people agreed."""
        return self.filter(due_at__lte=clock.real()).order_by("due_at")

    def unnamed(self):
        """Those that neither the draft nor any published version of their gig names."""
        this = Func(JSONObject(picture=OuterRef("pk")), function="jsonb_build_array", output_field=JSONField())
        named = Q(gig=OuterRef("gig"), terms__pictures__contains=this)
        return self.exclude(Exists(GigDraft.objects.filter(named)) | Exists(GigVersion.objects.filter(named)))


class Picture(models.Model):
    """One picture of a gig's gallery: private until a published version names it.

    `original` is what was uploaded, kept until a task has made the sizes of it or found that it can't (`problem`, in
    words for its owner). What stays is `source`, the whole picture no larger than the sizes need it, and the sizes,
    which are WebP files of 3:2. `focus_x` and `focus_y` say, in percent, what stays in view when they are cut; how a
    picture is cut is no part of what a version says. `due_at` is when a task is to make them, or to try again, and
    `tries` how often one began since. `key` is its address, and changes with the files, so that they may be kept for
    ever wherever they pass.
    """

    gig = models.ForeignKey("gigs.Gig", on_delete=models.PROTECT, related_name="pictures")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=32, default=new_key, unique=True, editable=False)
    original = models.FileField(upload_to=original_name, max_length=200, blank=True)
    source = models.FileField(upload_to=original_name, max_length=200, blank=True, db_default="")
    small = models.FileField(upload_to=original_name, max_length=200, blank=True, db_default="")
    medium = models.FileField(upload_to=original_name, max_length=200, blank=True, db_default="")
    large = models.FileField(upload_to=original_name, max_length=200, blank=True, db_default="")
    name = models.CharField(max_length=150)
    bytes = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, blank=True, default="", db_default="")
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    focus_x = models.PositiveSmallIntegerField(default=50)
    focus_y = models.PositiveSmallIntegerField(default=50)
    problem = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=clock.now)
    made_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0, db_default=0)

    objects = PictureQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["due_at"], name="picture_due", condition=Q(due_at__isnull=False))]
        constraints = [
            models.CheckConstraint(condition=Q(focus_x__lte=100, focus_y__lte=100), name="picture_focus_is_inside"),
            models.CheckConstraint(
                condition=Q(made_at__isnull=True) | Q(width__gt=0, height__gt=0, problem=""),
                name="picture_made_has_size",
            ),
        ]

    def __str__(self):
        return self.name

    def file_of(self, size: int) -> FieldFile:
        """One of its sizes. Raises KeyError for what is none."""
        return getattr(self, FILES[size])

    @property
    def files(self) -> list[FieldFile]:
        """All that is stored of it."""
        return [one for one in (self.original, self.source, self.small, self.medium, self.large) if one]

    @property
    def is_ready(self) -> bool:
        return self.made_at is not None

    @property
    def is_being_made(self) -> bool:
        """Whether a task will make it, or make it again."""
        return self.due_at is not None
