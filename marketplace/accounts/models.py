"""People. One account can be client and freelancer; staff are support."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

from marketplace import clock
from marketplace.accounts import addresses, locales
from marketplace.accounts.permissions import is_keeper
from marketplace.transitions import gate, refusal
from marketplace.validators import validate_line, validate_name

MAX_SKILLS = 15
MAX_SKILL = 40  # letters
STARS_OF_A_REVIEW = 3  # questions, each answered with 1 to MOST_STARS
MOST_STARS = 5


# Whose account is closed or suspended: nothing new begins with them. The few who are have an index of their own.
OUT_OF_TRADE = models.Q(is_active=False) | models.Q(suspended_at__isnull=False)


def in_trade(whose: str) -> models.Q:
    """Rows whose owner is one with whom something new may begin; `whose` is the way to them."""
    return models.Q(**{f"{whose}__is_active": True, f"{whose}__suspended_at": None})


class UserQuerySet(models.QuerySet):
    def in_trade(self):
        """Those with whom something new may begin: neither closed nor suspended."""
        return self.filter(is_active=True, suspended_at=None)

    def hold(self, *keys):
        """Lock these accounts, in the order of their keys, until the transaction is over; None is nobody yet.

        For what begins something new between two people. Whoever suspends one of them waits, and finds what was begun;
        whoever comes after a suspension reads that it is there. It comes before anything of them is asked.
        """
        held = self.select_for_update(no_key=True).filter(pk__in=[key for key in keys if key]).order_by("pk")
        list(held.values_list("pk"))

    def confirmed(self):
        """Those whose address is proven to be theirs. Nobody else is found, shown or written to."""
        return self.filter(emailaddress__verified=True, emailaddress__email=models.F("email"))

    def shown_to(self, user):
        """Whose page and picture this person may see: everybody who is confirmed, and oneself."""
        return self.filter(models.Q(pk__in=User.objects.confirmed()) | models.Q(pk=user.pk), is_active=True)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    @classmethod
    def normalize_email(cls, email):
        """The address as it is kept. Raises ValidationError for what no mail could be sent to."""
        return addresses.normalise(email or "")

    def get_by_natural_key(self, username):
        """By the address, however it is written: what createsuperuser looks for."""
        try:
            return super().get_by_natural_key(addresses.normalise(username))
        except ValidationError:
            raise self.model.DoesNotExist from None

    def create_superuser(self, email, password=None, **fields):
        """Somebody who may do everything. Whoever makes one has the machine, so the address counts as confirmed."""
        user = self.create_user(email, password, is_staff=True, is_superuser=True, **fields)
        user.emailaddress_set.create(email=user.email, verified=True, primary=True)
        return user


def check_time_zone(name: str) -> None:
    """Refuse a name that the time zone database does not know."""
    if name not in locales.time_zones():
        raise ValidationError("Choose a time zone from the list.")


def check_name(name: str) -> None:
    """Refuse what nobody could read as a name, or what passes itself off as something else; see validators."""
    validate_name(name)


def check_skills(skills) -> None:
    """Refuse what is no list of some short lines."""
    if not isinstance(skills, list) or not all(isinstance(one, str) for one in skills):
        raise ValidationError("Skills are a list of words.")
    if len(skills) > MAX_SKILLS:
        raise ValidationError(f"Name at most {MAX_SKILLS} skills; these are {len(skills)}.")
    for skill in skills:
        if len(skill) > MAX_SKILL:
            raise ValidationError(f"“{skill[:20]}…” is longer than {MAX_SKILL} letters. Put commas between skills.")
        validate_line(skill)


@refusal("The accounts of staff are not suspended: take their rights away first.")
def is_no_staff(user):
    return not (user.is_staff or user.is_superuser)


@refusal("This account is closed: nobody signs in with it.")
def is_open(user):
    return user.is_active


@refusal("This account is suspended already.")
def is_not_suspended(user):
    return not user.is_suspended


@refusal("This account is not suspended.")
def is_suspended_now(user):
    return user.is_suspended


class User(AbstractBaseUser, PermissionsMixin):
    """A person, known to others by a display name and to us by an e-mail address.

    A closed account (`is_active` is false) can’t be signed in with, and nothing can be paid in its orders. A suspended
    one can: who is suspended reads all that is theirs and goes on in orders that run, but begins nothing new (decision
    31). Support suspends, and says why (`suspended_reason`).
    """

    email = models.EmailField(unique=True, error_messages={"unique": "Somebody already uses this address."})
    display_name = models.CharField(max_length=80, validators=[check_name])
    headline = models.CharField(max_length=120, blank=True, validators=[validate_line])
    about = models.TextField(max_length=2000, blank=True)
    country = models.CharField(max_length=2, blank=True)
    time_zone = models.CharField(max_length=64, default="UTC", validators=[check_time_zone])
    avatar = models.ImageField(upload_to="avatars/", blank=True)
    skills = models.JSONField(default=list, blank=True, validators=[check_skills])
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    suspended_at = models.DateTimeField(null=True, blank=True, editable=False)
    suspended_by = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    suspended_reason = models.TextField(max_length=2000, blank=True, default="", db_default="", editable=False)
    date_joined = models.DateTimeField(default=clock.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["display_name"]

    class Meta:
        ordering = ["pk"]
        # The few whose work is not found: who looks for gigs reads them all.
        indexes = [
            models.Index(fields=["id"], name="user_suspended", condition=models.Q(is_active=False)),
            models.Index(fields=["id"], name="user_out_of_trade", condition=OUT_OF_TRADE),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(email__regex=addresses.ONE_FORM), name="user_email_one_form"),
            models.CheckConstraint(
                condition=models.Q(suspended_at__isnull=True, suspended_by__isnull=True, suspended_reason="")
                | models.Q(suspended_at__isnull=False, suspended_by__isnull=False) & ~models.Q(suspended_reason=""),
                name="user_suspension_is_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(suspended_at__isnull=True) | models.Q(is_staff=False, is_superuser=False),
                name="user_suspended_is_no_staff",
                violation_error_message="This account is suspended: lift that before it is one of staff.",
            ),
        ]

    def __str__(self):
        return self.display_name or self.email

    @property
    def is_suspended(self) -> bool:
        return self.suspended_at is not None

    @property
    def is_in_trade(self) -> bool:
        """Whether something new may begin with them, by either side."""
        return self.is_active and not self.is_suspended

    @property
    def standing_words(self) -> str:
        """What stands against that, for the middle of a sentence."""
        return "suspended" if self.is_active else "closed"

    suspend = gate(permission=is_keeper, conditions=[is_no_staff, is_open, is_not_suspended])
    lift = gate(permission=is_keeper, conditions=[is_suspended_now])

    @property
    def initials(self) -> str:
        words = str(self).split()
        return "".join(word[0] for word in [*words[:1], *words[1:][-1:]]).upper()

    @property
    def first_name(self) -> str:
        return str(self).split()[0]

    def get_absolute_url(self):
        return reverse("accounts:person", args=[self.pk])

    @property
    def avatar_url(self) -> str:
        """Where the picture is served; a new picture has a new address, so that it can be cached for ever."""
        return reverse("accounts:avatar", args=[self.pk, self.avatar.name.rpartition("/")[2]]) if self.avatar else ""

    def get_full_name(self):
        return self.display_name

    def get_short_name(self):
        return self.first_name


class PersonWords(models.Model):
    """What somebody is found by: the name first, then headline and skills, then the rest.

    PostgreSQL keeps it up to date itself (migrations/0003_people.py); a table of its own, so that nobody who reads a
    person reads it, and adding it wrote no person anew.
    """

    person = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="words")
    words = SearchVectorField()

    class Meta:
        ordering = ["pk"]
        indexes = [GinIndex(fields=["words"], name="person_words", fastupdate=False)]

    def __str__(self):
        return f"words of {self.person_id}"


@dataclass(frozen=True)
class Stars:
    """What so many reviews gave in all; false where there are none."""

    total: int
    reviews: int

    def __bool__(self) -> bool:
        return self.reviews > 0

    @property
    def mean(self) -> Decimal:
        """From 1 to 5, to one decimal. Of no reviews there is none."""
        exact = Decimal(self.total) / (STARS_OF_A_REVIEW * self.reviews)
        return exact.quantize(Decimal("0.1"), ROUND_HALF_UP)


class Reputation(models.Model):
    """What is known of somebody's work here, which marketplace.reviews keeps: others only read it.

    `stars_as_…` are the sums of the stars of the reviews that count, `reviews_as_…` how many those are. `finished` and
    `hired` are orders that were completed, as freelancer and as client; `on_time` of `delivered` steps were not late by
    the freelancer's own doing.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="reputation")
    stars_as_freelancer = models.PositiveIntegerField(default=0)
    reviews_as_freelancer = models.PositiveIntegerField(default=0)
    stars_as_client = models.PositiveIntegerField(default=0)
    reviews_as_client = models.PositiveIntegerField(default=0)
    finished = models.PositiveIntegerField(default=0)
    hired = models.PositiveIntegerField(default=0)
    delivered = models.PositiveIntegerField(default=0)
    on_time = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(on_time__lte=models.F("delivered")), name="reputation_on_time_of_delivered"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    stars_as_freelancer__range=(
                        STARS_OF_A_REVIEW * models.F("reviews_as_freelancer"),
                        MOST_STARS * STARS_OF_A_REVIEW * models.F("reviews_as_freelancer"),
                    ),
                    stars_as_client__range=(
                        STARS_OF_A_REVIEW * models.F("reviews_as_client"),
                        MOST_STARS * STARS_OF_A_REVIEW * models.F("reviews_as_client"),
                    ),
                ),
                name="reputation_stars_1_to_5",
            ),
        ]

    def __str__(self):
        return f"reputation of {self.user_id}"

    @property
    def as_freelancer(self) -> Stars:
        return Stars(self.stars_as_freelancer, self.reviews_as_freelancer)

    @property
    def as_client(self) -> Stars:
        return Stars(self.stars_as_client, self.reviews_as_client)

    @property
    def percent_on_time(self) -> int | None:
        """Rounded down; None where nothing was delivered yet."""
        return 100 * self.on_time // self.delivered if self.delivered else None


class AddressChange(models.Model):
    """That an account's address was changed: for some days the old address can take the account back."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    old = models.EmailField()
    new = models.EmailField()
    at = models.DateTimeField(default=clock.real, editable=False)
    undone_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["user", "-id"], name="address_change_user")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(old__regex=addresses.ONE_FORM, new__regex=addresses.ONE_FORM),
                name="address_change_one_form",
            ),
        ]

    def __str__(self):
        return f"{self.old} → {self.new}"
