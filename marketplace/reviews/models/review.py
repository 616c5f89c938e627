"""What one side of an order says about the other."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from marketplace import clock
from marketplace.accounts.models import MOST_STARS, STARS_OF_A_REVIEW
from marketplace.choices import WordedChoices
from marketplace.offers.models import Side
from marketplace.reviews import window
from marketplace.reviews.permissions import is_somebody_else, is_whom_it_is_about, is_writer
from marketplace.reviews.questions import QUESTIONS
from marketplace.transitions import gate, refusal

LONGEST = 2000  # letters
LONGEST_REPLY = 1000
LONGEST_REASON = 2000
STARS = ("first", "second", "third")
SEEN = Q(published_at__isnull=False, removed_at=None)


class Outcome(WordedChoices):
    """How the order had ended when its review was published, as far as readers of the review care."""

    COMPLETED = "completed", "completed", "Completed"
    STOPPED = "stopped", "stopped", "Stopped"
    CANCELLED = "cancelled", "cancelled", "Cancelled"
    DECIDED = "decided", "decided by support", "Decided by support"


@refusal("An order is reviewed after it has ended.")
def order_has_ended(review):
    return not review.order.is_active


@refusal("No step of this order was ever paid, so there is nothing to review.")
def something_was_funded(review):
    return any(one.funded_at for one in review.order.plan)


@refusal(f"The {window.DAYS} days to review this order are over.")
def time_is_left(review):
    return window.is_open(review.order)


@refusal("Your review is published, and stays as it is.")
def is_not_published(review):
    return review.published_at is None


@refusal("It is not published yet.")
def is_published(review):
    return review.published_at is not None


@refusal("Support has removed this review.")
def is_there(review):
    return review.removed_at is None


@refusal("You have replied to this review already.")
def has_no_reply(review):
    return not review.reply


class ReviewQuerySet(models.QuerySet["Review"]):
    def seen(self):
        """What everybody reads: published, and not removed."""
        return self.filter(SEEN)

    def visible_to(self, user):
        """What is published; one's own before that; of one's own orders also that it was removed."""
        if not user.pk:
            return self.seen()
        return self.filter(SEEN | Q(by=user) | Q(about=user, published_at__isnull=False))


class Review(models.Model):
    """One side's review of the other: three answers in stars, and a text. The order row is its lock.

    `side` is as what `about` is reviewed; the three answers are to QUESTIONS[side]. Hidden until both sides have
    written, or the time is over. `outcome`, with `done` of `steps`, is how the order had ended when it was published
    (until then: when it was written); whether it `counts` follows from that, and what does not is in no average.
    `gig` is what was ordered, where the freelancer is reviewed.
    """

    order = models.ForeignKey("milestones.Order", on_delete=models.PROTECT, related_name="reviews")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    about = models.ForeignKey(  # the index below begins with it
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reviews", db_index=False
    )
    side = models.CharField(max_length=20, choices=Side)
    gig = models.ForeignKey(
        "gigs.Gig", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    first = models.PositiveSmallIntegerField()
    second = models.PositiveSmallIntegerField()
    third = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=LONGEST, blank=True)
    outcome = models.CharField(max_length=20, choices=Outcome)
    done = models.PositiveSmallIntegerField()
    steps = models.PositiveSmallIntegerField()
    counts = models.BooleanField()
    written_at = models.DateTimeField(default=clock.now)
    published_at = models.DateTimeField(null=True, blank=True)
    reply = models.TextField(max_length=LONGEST_REPLY, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    removed_reason = models.TextField(max_length=LONGEST_REASON, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        permissions = [("support_review", "Can remove and keep reviews")]
        indexes = [
            models.Index(fields=["about", "-published_at", "-id"], name="review_of_person", condition=SEEN),
            models.Index(fields=["gig", "-published_at", "-id"], name="review_of_gig", condition=SEEN),
        ]
        constraints = [
            models.UniqueConstraint(fields=["order", "by"], name="review_once"),
            models.CheckConstraint(condition=~Q(by=F("about")), name="review_two_people"),
            models.CheckConstraint(condition=Q(side__in=Side.values), name="review_side_known"),
            models.CheckConstraint(condition=Q(gig=None) | Q(side="freelancer"), name="review_gig_of_freelancer"),
            models.CheckConstraint(
                condition=Q(**{f"{one}__range": (1, MOST_STARS) for one in STARS}), name="review_stars_1_to_5"
            ),
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="review_outcome_known"),
            models.CheckConstraint(condition=Q(done__lte=F("steps")), name="review_done_of_steps"),
            models.CheckConstraint(
                condition=Q(reply="", replied_at=None)
                | ~Q(reply="") & Q(replied_at__isnull=False, published_at__isnull=False),
                name="review_reply_to_published",
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by=None, removed_reason="")
                | ~Q(removed_reason="")
                & Q(removed_at__isnull=False, removed_by__isnull=False, published_at__isnull=False),
                name="review_removed_has_reason",
            ),
        ]

    def __str__(self):
        return f"review {self.pk}"

    def get_absolute_url(self):
        """Where its two people see it."""
        return reverse("reviews:order", args=[self.order_id])

    @property
    def reference(self) -> str:
        return f"review:{self.pk}"

    @property
    def thread(self) -> str:
        """Whose history what strangers and support do with it belongs to: none of the order's."""
        return self.reference

    @property
    def is_seen(self) -> bool:
        """Whether everybody reads it."""
        return self.published_at is not None and self.removed_at is None

    @property
    def stars(self) -> tuple[int, int, int]:
        return self.first, self.second, self.third

    @property
    def mean(self) -> float:
        """The mean of its stars, 1 to 5."""
        return sum(self.stars) / STARS_OF_A_REVIEW

    @property
    def answers(self) -> list[tuple[str, int]]:
        """What was asked, with the stars that it got."""
        return list(zip(QUESTIONS[self.side], self.stars, strict=True))

    @property
    def closes_at(self) -> datetime | None:
        return window.closes_at(self.order)

    write = gate(
        permission=is_writer, conditions=[order_has_ended, something_was_funded, is_not_published, time_is_left]
    )
    answer = gate(permission=is_whom_it_is_about, conditions=[is_published, is_there, has_no_reply])
    report = gate(permission=is_somebody_else, conditions=[is_published, is_there])
