"""People. One account can be client and freelancer; staff are support."""

import unicodedata
import zoneinfo

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

from marketplace import clock


class UserManager(BaseUserManager):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


def check_time_zone(name: str) -> None:
    """Refuse a name that the time zone database does not know."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError("Choose a time zone from the list.")


def check_name(name: str) -> None:
    """Refuse letters that cannot be seen or turn the writing round: with them one person could pass for another."""
    if any(unicodedata.category(letter) in ("Cc", "Cf", "Co", "Cs") for letter in name):
        raise ValidationError("A name can't hold invisible characters.")


class User(AbstractBaseUser, PermissionsMixin):
    """A person, known to others by a display name and to us by an e-mail address."""

    email = models.EmailField(unique=True, error_messages={"unique": "Somebody already uses this address."})
    display_name = models.CharField(max_length=80, validators=[check_name])
    headline = models.CharField(max_length=120, blank=True)
    about = models.TextField(max_length=2000, blank=True)
    country = models.CharField(max_length=2, blank=True)
    time_zone = models.CharField(max_length=64, default="UTC", validators=[check_time_zone])
    avatar = models.ImageField(upload_to="avatars/", blank=True)
    skills = models.JSONField(default=list, blank=True)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=clock.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["display_name"]

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.display_name or self.email

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
