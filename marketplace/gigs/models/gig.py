"""A service on offer."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.text import slugify
from django_fsm import FSMModelMixin, transition

from escrow.money import to_money
from marketplace import clock
from marketplace.accounts.models import Stars, in_trade
from marketplace.choices import WordedChoices
from marketplace.gigs.models.category import Category
from marketplace.gigs.permissions import is_owner, is_somebody_else, is_support
from marketplace.postgresql.full_text import vector_of
from marketplace.transitions import SUSPENDED, StateField, by_is_in_trade, gate, refusal
from marketplace.validators import validate_line

TITLE = 80  # letters
UNTITLED = "Untitled gig"


class GigState(WordedChoices):
    DRAFT = "draft", "a draft", "Draft"
    PUBLISHED = "published", "published", "Published"
    PAUSED = "paused", "paused", "Paused"
    REMOVED = "removed", "removed by support", "Removed"
    CLOSED = "closed", "closed", "Closed"


OPEN = [GigState.DRAFT, GigState.PUBLISHED, GigState.PAUSED]
ONCE_PUBLISHED = [GigState.PUBLISHED, GigState.PAUSED]
FOUND = Q(state="published")

# What filters ask of a gig, and cards and counts read first. Each index of what is found has all of it, so that a page
# is put together from an index alone, in its order, however few pass.
ASKED = ["category", "owner", "language", "country", "steps", "price_usd", "days_from"]


def _found(name: str, *fields: str) -> models.Index:
    rest = [one for one in ASKED if one not in fields]
    return models.Index(fields=list(fields), name=name, condition=FOUND, include=rest)


@refusal("The account of its owner is {self.owner.standing_words}, so it can’t be ordered.")
def owner_is_in_trade(gig):
    return gig.owner.is_in_trade


@refusal(SUSPENDED)
def owner_is_not_suspended(gig):
    """For what only its owner does."""
    return not gig.owner.is_suspended


class GigQuerySet(models.QuerySet["Gig"]):
    def lock(self, pk: int) -> "Gig":
        """Lock one gig. Alone, without joins: what a join would bring may be older than the locked row."""
        return self.select_for_update(no_key=True).get(pk=pk)

    def published(self):
        """What everybody sees, and can order: published, by somebody whose account is open and confirmed."""
        return self.filter(in_trade("owner"), state=GigState.PUBLISHED)

    def of(self, user):
        return self.filter(owner=user)

    def visible_to(self, user):
        """Whose page a person may see: what is published, and their own; support sees all."""
        if user.is_staff and user.has_perm("gigs.view_gig"):
            return self
        published = Q(in_trade("owner"), state=GigState.PUBLISHED)
        return self.filter(published | Q(owner=user) if user.pk else published)


class GigManager(models.Manager.from_queryset(GigQuerySet)):  # type: ignore[misc]
    def get_queryset(self):
        """Without what it is found by, which nobody reads and which is longer than all the rest."""
        return super().get_queryset().defer("words")


class Gig(FSMModelMixin, models.Model):
    """A service that its owner sells. What it says is in its newest version; these columns repeat it for lists.

    `field` is that of its category, which PostgreSQL keeps (migrations/0008_fields.py).
    `price_from` and `days_from` are those of its smallest package, in minor units of `currency` and in days;
    `price_usd` is the price in US cents by the rulebook's reference rates, to compare currencies. `steps` is the
    number of milestones of its largest package, 0 where no package is paid in steps. `standing` is what results are
    ordered by (marketplace.gigs.standing). `stars_total` is the sum of the stars of `reviews_counted` reviews, which
    marketplace.reviews keeps. The gig row is the lock for everything that happens to it.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="gigs")
    category = models.ForeignKey(Category, null=True, blank=True, on_delete=models.PROTECT, related_name="gigs")
    field = models.ForeignKey(
        Category, null=True, editable=False, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    state = StateField(default=GigState.DRAFT, choices=GigState, protected=True, max_length=20)
    version = models.OneToOneField(
        "gigs.GigVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="newest_of"
    )
    cover = models.ForeignKey("gigs.Picture", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=TITLE, blank=True, validators=[validate_line])
    tags_text = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    language = models.CharField(max_length=2, default="en")
    country = models.CharField(max_length=2, blank=True)
    currency = models.CharField(max_length=3, default="USD")
    price_from = models.PositiveBigIntegerField(default=0)
    price_usd = models.PositiveBigIntegerField(default=0)
    days_from = models.PositiveSmallIntegerField(default=0)
    steps = models.PositiveSmallIntegerField(default=0)
    standing = models.PositiveSmallIntegerField(default=0)
    stars_total = models.PositiveIntegerField(default=0, db_default=0)
    reviews_counted = models.PositiveIntegerField(default=0, db_default=0)
    created_at = models.DateTimeField(default=clock.now)
    published_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_reason = models.TextField(max_length=2000, blank=True)
    words = models.GeneratedField(
        expression=vector_of("title", "tags_text", "text"), output_field=SearchVectorField(), db_persist=True
    )

    objects = GigManager()

    class Meta:
        ordering = ["-pk"]
        permissions = [("support_gig", "Can remove, restore and move gigs")]
        indexes = [
            models.Index(fields=["owner", "-id"], name="gig_owner"),
            # Of what is found: by its words, and in each order that results have. `fastupdate` would make every search
            # read through the newest changes one by one.
            GinIndex(fields=["words"], name="gig_words", fastupdate=False, condition=FOUND),
            _found("gig_best_of_all", "-standing", "-id"),
            _found("gig_newest_of_all", "-published_at", "-id"),
            _found("gig_cheapest_of_all", "price_usd", "id"),
            _found("gig_soonest_of_all", "days_from", "id"),
            _found("gig_best_of_field", "field", "-standing", "-id"),
            _found("gig_newest_of_field", "field", "-published_at", "-id"),
            _found("gig_cheapest_of_field", "field", "price_usd", "id"),
            _found("gig_soonest_of_field", "field", "days_from", "id"),
            _found("gig_best_of_kind", "category", "-standing", "-id"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=GigState.values), name="gig_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=["published", "paused", "removed"])
                | Q(version__isnull=False, published_at__isnull=False, category__isnull=False, price_from__gt=0),
                name="gig_published_has_version",
            ),
            models.CheckConstraint(
                condition=Q(state="removed", removed_at__isnull=False) & ~Q(removed_reason="")
                | ~Q(state="removed") & Q(removed_at__isnull=True, removed_reason=""),
                name="gig_removed_has_reason",
            ),
            models.CheckConstraint(condition=Q(state="closed") ^ Q(closed_at__isnull=True), name="gig_closed_has_time"),
            models.CheckConstraint(condition=Q(standing__lte=1000), name="gig_standing_to_1000"),
        ]

    def __str__(self):
        return f"the gig “{self.title or UNTITLED}”"

    def get_absolute_url(self):
        """Its page, by its number and title; the number alone leads there, too."""
        return reverse("gigs:gig", args=[self.pk, self.slug])

    @property
    def slug(self) -> str:
        """Its title as a part of an address. One word alone could be a verb's: /gigs/1/close/."""
        words = slugify(self.title)
        return words if "-" in words else f"{words}-gig".lstrip("-")

    @property
    def state_words(self) -> str:
        """Its state, for the middle of a sentence."""
        return GigState(self.state).words

    @property
    def thread(self) -> str:
        """Whose history its events belong to."""
        return f"gig:{self.pk}"

    @property
    def number(self) -> int:
        """The number of the newest version; 0 before the first."""
        return self.version.number if self.version else 0

    @property
    def money_from(self):
        return to_money(self.price_from, self.currency)

    @property
    def stones(self) -> range:
        """One for each step, to be drawn."""
        return range(self.steps)

    @property
    def stars(self) -> Stars:
        """What those gave who ordered it."""
        return Stars(self.stars_total, self.reviews_counted)

    @property
    def is_published(self) -> bool:
        return self.state == GigState.PUBLISHED

    # What is done without changing its state.

    edit = gate(permission=is_owner, source=OPEN)
    order = gate(
        permission=is_somebody_else, conditions=[by_is_in_trade, owner_is_in_trade], source=[GigState.PUBLISHED]
    )
    move = gate(permission=is_support, source=ONCE_PUBLISHED)

    # The transitions change this object in memory and nothing else. What goes with them is in gigs.actions.

    @transition(
        field=state,
        source=OPEN,
        target=GigState.PUBLISHED,
        permission=is_owner,
        conditions=[owner_is_not_suspended],
    )
    def publish(self, at):
        """Put a version before everybody; one that is published already gets its next."""
        self.published_at = self.published_at or at

    @transition(field=state, source=GigState.PUBLISHED, target=GigState.PAUSED, permission=is_owner)
    def pause(self):
        """Nobody finds or orders it for a while."""

    @transition(
        field=state,
        source=GigState.PAUSED,
        target=GigState.PUBLISHED,
        permission=is_owner,
        conditions=[owner_is_not_suspended],
    )
    def resume(self):
        """It is found and ordered again, as it was."""

    @transition(field=state, source=OPEN, target=GigState.CLOSED, permission=is_owner)
    def close(self, at):
        """For good. Orders go on."""
        self.closed_at = at

    @transition(field=state, source=ONCE_PUBLISHED, target=GigState.REMOVED, permission=is_support)
    def remove(self, reason, at):
        self.removed_reason, self.removed_at = reason, at

    @transition(field=state, source=GigState.REMOVED, target=GigState.PAUSED, permission=is_support)
    def restore(self):
        """Its owner decides when it is seen again."""
        self.removed_reason, self.removed_at = "", None
