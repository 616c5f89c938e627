"""Switching mails off from a mail: a signed link for one person and one group, good without signing in."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from marketplace.accounts.models import User
from marketplace.notifications.models import Group, Preference

SIGNER = signing.Signer(salt="notifications.off")


def off_url(user: User, group: str) -> str:
    """The absolute address where `user` switches the mails of a group off."""
    token = SIGNER.sign(f"{user.pk}:{group}")
    return settings.SITE_URL + reverse("notifications:off", args=[token])


def read(token: str) -> tuple[User, Group]:
    """Whose link it is, and for which group. Raises BadSignature, ValueError or User.DoesNotExist."""
    key, group = SIGNER.unsign(token).split(":")
    return User.objects.get(pk=key), Group(group)


def switch(user: User, group: Group, on: bool) -> None:
    Preference.objects.update_or_create(user=user, defaults={group.value: on})
