"""Fixed-price work that a client wants done."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.text import slugify
from django_fsm import FSMModelMixin, transition

from marketplace import clock
from marketplace.accounts.models import in_trade
from marketplace.choices import WordedChoices
from marketplace.gigs.models import Category
from marketplace.jobs.permissions import is_client, is_clock, is_somebody_else, is_support
from marketplace.jobs.terms import Visibility
from marketplace.policies.fields import PolicyField
from marketplace.postgresql.full_text import vector_of
from marketplace.transitions import SUSPENDED, StateField, by_is_in_trade, gate, refusal
from marketplace.validators import validate_line

TITLE = 120  # letters
SKILL, MOST_SKILLS = 40, 10
UNTITLED = "Untitled job"
REOPENS_FOR = clock.days(30)


class PostState(WordedChoices):
    DRAFT = "draft", "a draft", "Draft"
    OPEN = "open", "open", "Open"
    CLOSED = "closed", "closed", "Closed"
    REMOVED = "removed", "removed by support", "Removed"


class ClosedWhy(WordedChoices):
    HIRED = "hired", "everybody who was wanted is hired", "Hired"
    ENOUGH = "enough", "enough proposals came", "Enough proposals"
    GAVE_UP = "gave_up", "the work is not wanted any more", "Not wanted any more"
    LAPSED = "lapsed", "its closing date passed", "Closing date passed"


WRITTEN = [PostState.DRAFT, PostState.OPEN]
SHOWN = [PostState.OPEN, PostState.CLOSED]
FOUND = Q(state="open", visibility="public")


@refusal("The account of its client is {self.client.standing_words}, so nobody can propose.")
def client_is_in_trade(post):
    return post.client.is_in_trade


@refusal(SUSPENDED)
def client_is_not_suspended(post):
    """For what only its client does."""
    return not post.client.is_suspended


@refusal("Everybody who was wanted for this job is hired.")
def wants_more(post):
    return post.hires < post.hires_wanted


@refusal("Its closing date has passed.")
def is_in_time(post):
    return post.closes_at is not None and post.closes_at > clock.now()


@refusal("It was closed more than 30 days ago. Post the job anew.")
def closed_lately(post):
    return post.version_id is not None and post.closed_at + REOPENS_FOR > clock.now()


@refusal("Support removed this job post, so nobody can be hired for it.")
def is_not_removed(post):
    return post.state != PostState.REMOVED


@refusal("This job post was closed. Its client can open it again, and hire then.")
def still_hires(post):
    return post.state == PostState.OPEN or post.closed_why in (ClosedWhy.LAPSED, ClosedWhy.HIRED)


class PostQuerySet(models.QuerySet["Post"]):
    def lock(self, pk: int) -> "Post":
        """Lock one post. Alone, without joins: what a join would bring may be older than the locked row."""
        return self.select_for_update(no_key=True).get(pk=pk)

    def of(self, user):
        return self.filter(client=user)

    def visible_to(self, user):
        """Which posts a person may see: public ones, their own, those they were invited to or proposed for.

        Support sees all. What is closed is seen by those who had to do with it.
        """
        if user.is_staff and user.has_perm("jobs.view_post"):
            return self
        public = Q(FOUND, in_trade("client"))
        if not user.pk:
            return self.filter(public)
        theirs = Q(pk__in=user.invitations.values("post")) | Q(pk__in=user.proposals.values("post"))
        return self.filter(public | Q(client=user) | Q(theirs, state__in=SHOWN))


class PostManager(models.Manager.from_queryset(PostQuerySet)):  # type: ignore[misc]
    def get_queryset(self):
        """Without what it is found by, which nobody reads."""
        return super().get_queryset().defer("words")


class Post(FSMModelMixin, models.Model):
    """A job. What it says is in its newest version; these columns repeat it for lists and search.

    The budget is in minor units of `currency`, null where none was said, and in US cents by the rulebook's reference
    rate in `least_usd` and `most_usd`, to compare currencies. `hires` counts the orders that came of it. The post row
    is the lock for everything that happens to it; whoever locks an offer as well locked that before.
    """

    client = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="posts")
    policy = PolicyField(  # type: ignore[misc]  # a draft may have none
        null=True, blank=True, on_delete=models.PROTECT, related_name="posts"
    )
    category = models.ForeignKey(Category, null=True, blank=True, on_delete=models.PROTECT, related_name="posts")
    state = StateField(default=PostState.DRAFT, choices=PostState, protected=True, max_length=20)
    version = models.OneToOneField(
        "jobs.PostVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="newest_of"
    )
    title = models.CharField(max_length=TITLE, blank=True, validators=[validate_line])
    skills = ArrayField(models.CharField(max_length=SKILL), default=list, blank=True, size=MOST_SKILLS)
    skills_text = models.CharField(max_length=500, blank=True)
    text = models.TextField(blank=True)
    language = models.CharField(max_length=2, default="en")
    country = models.CharField(max_length=2, blank=True)
    currency = models.CharField(max_length=3, default="USD")
    budget_min = models.PositiveBigIntegerField(null=True, blank=True)
    budget_max = models.PositiveBigIntegerField(null=True, blank=True)
    least_usd = models.PositiveBigIntegerField(default=0)
    most_usd = models.PositiveBigIntegerField(default=0)
    visibility = models.CharField(max_length=20, choices=Visibility, default=Visibility.PUBLIC)
    hires_wanted = models.PositiveSmallIntegerField(default=1)
    hires = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)
    opened_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_why = models.CharField(max_length=20, choices=ClosedWhy, blank=True)
    closing_words = models.TextField(
        max_length=500, blank=True, help_text="What those are told who proposed and were not hired."
    )
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_reason = models.TextField(max_length=2000, blank=True)
    words = models.GeneratedField(
        expression=vector_of("title", "skills_text", "text"), output_field=SearchVectorField(), db_persist=True
    )

    objects = PostManager()

    class Meta:
        ordering = ["-pk"]
        permissions = [("support_post", "Can remove job posts")]
        indexes = [
            models.Index(fields=["client", "-id"], name="post_client"),
            GinIndex(fields=["words"], name="post_words", fastupdate=False, condition=FOUND),
            models.Index(fields=["-opened_at", "-id"], name="post_newest", condition=FOUND),
            models.Index(fields=["category", "-opened_at", "-id"], name="post_category_newest", condition=FOUND),
            models.Index(fields=["closes_at", "id"], name="post_soonest", condition=FOUND),
            models.Index(fields=["-most_usd", "-id"], name="post_dearest", condition=FOUND),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=PostState.values), name="post_state_known"),
            models.CheckConstraint(condition=Q(visibility__in=Visibility.values), name="post_visibility_known"),
            models.CheckConstraint(
                condition=~Q(state__in=["open", "removed"])
                | Q(
                    version__isnull=False,
                    policy__isnull=False,
                    category__isnull=False,
                    opened_at__isnull=False,
                    closes_at__isnull=False,
                ),
                name="post_open_has_version",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False, closed_why__in=ClosedWhy.values)
                | ~Q(state="closed") & Q(closed_at__isnull=True, closed_why=""),
                name="post_closed_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(state="removed", removed_at__isnull=False) & ~Q(removed_reason="")
                | ~Q(state="removed") & Q(removed_at__isnull=True, removed_reason=""),
                name="post_removed_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(budget_min__isnull=True, budget_max__isnull=True)
                | Q(
                    budget_min__isnull=False,
                    budget_max__isnull=False,
                    budget_min__gt=0,
                    budget_max__gte=F("budget_min"),
                ),
                name="post_budget_is_a_range",
            ),
            models.CheckConstraint(
                condition=Q(hires_wanted__gte=1, hires__lte=F("hires_wanted")), name="post_hires_as_wanted"
            ),
            models.CheckConstraint(condition=Q(skills__len__lte=MOST_SKILLS), name="post_skills_are_few"),
        ]

    def __str__(self):
        return f"the job “{self.title or UNTITLED}”"

    def get_absolute_url(self):
        return reverse("jobs:post", args=[self.pk, self.slug])

    @property
    def slug(self) -> str:
        """Its title as a part of an address. One word alone could be a verb's: /jobs/1/close/."""
        words = slugify(self.title)
        return words if "-" in words else f"{words}-job".lstrip("-")

    @property
    def state_words(self) -> str:
        """Its state, for the middle of a sentence."""
        return PostState(self.state).words

    @property
    def thread(self) -> str:
        """Whose history its events belong to."""
        return f"post:{self.pk}"

    @property
    def number(self) -> int:
        """The number of the newest version; 0 before the first."""
        return self.version.number if self.version else 0

    @property
    def is_open(self) -> bool:
        return self.state == PostState.OPEN

    @property
    def is_public(self) -> bool:
        return self.visibility == Visibility.PUBLIC

    @property
    def is_late(self) -> bool:
        """Whether its closing date has passed, although no sweep has come by."""
        return self.is_open and self.closes_at is not None and self.closes_at <= clock.now()

    # What is done without changing its state.

    write = gate(permission=is_client, source=WRITTEN)
    propose = gate(
        permission=is_somebody_else,
        conditions=[by_is_in_trade, client_is_in_trade, is_in_time, wants_more],
        source=[PostState.OPEN],
    )
    invite = gate(permission=is_client, conditions=[client_is_not_suspended, is_in_time], source=[PostState.OPEN])
    word = gate(permission=is_client, source=[PostState.OPEN])
    compare = gate(permission=is_client, source=SHOWN)
    take_terms = gate(permission=is_client, source=[PostState.OPEN])

    # The transitions change this object in memory and nothing else. What goes with them is in jobs.actions.

    @transition(
        field=state,
        source=PostState.DRAFT,
        target=PostState.OPEN,
        permission=is_client,
        conditions=[client_is_not_suspended],
    )
    def publish(self, at, until):
        """Open it: people see it and propose."""
        self.opened_at, self.closes_at = at, until

    @transition(
        field=state,
        source=PostState.OPEN,
        target=PostState.OPEN,
        permission=is_client,
        conditions=[client_is_not_suspended],
    )
    def revise(self, until):
        """The next version of a post that is open already."""
        self.closes_at = until

    @transition(field=state, source=WRITTEN, target=PostState.CLOSED, permission=is_client)
    def close(self, why, at):
        self.closed_why, self.closed_at = why, at

    @transition(field=state, source=PostState.OPEN, target=PostState.CLOSED, permission=is_clock)
    def lapse(self, at):
        self.closed_why, self.closed_at = ClosedWhy.LAPSED, at

    @transition(field=state, source=[PostState.OPEN, PostState.CLOSED], target=PostState.CLOSED)
    def fill(self, at):
        """Everybody who was wanted is hired."""
        self.closed_why, self.closed_at = ClosedWhy.HIRED, at

    @transition(
        field=state,
        source=PostState.CLOSED,
        target=PostState.OPEN,
        permission=is_client,
        conditions=[client_is_not_suspended, closed_lately],
    )
    def reopen(self, until):
        """One that is full is opened for one more."""
        self.closed_why, self.closed_at, self.closing_words, self.closes_at = "", None, "", until
        self.hires_wanted = max(self.hires_wanted, self.hires + 1)

    @transition(field=state, source=SHOWN, target=PostState.REMOVED, permission=is_support)
    def remove(self, reason, at):
        self.removed_reason, self.removed_at = reason, at
        self.closed_why, self.closed_at = "", None
