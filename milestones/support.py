"""Who is support: the group, what its members may see and do, and letting somebody in."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction

GROUP = "Support"
# The apps whose rows support may see
LOOKED_AT = [
    "accounts",
    "deadlines",
    "escrow",
    "events",
    "gigs",
    "helpdesk",
    "mail",
    "milestones",
    "notifications",
    "offers",
    "policies",
    "sandbox",
]
DUTIES = [
    ("milestones", "support_order"),  # approve, cancel and refund, extend, decide
    ("helpdesk", "answer_ticket"),
    ("marketplace", "view_status"),
    ("policies", "add_policy"),  # publish a rulebook
    ("policies", "change_policy"),  # withdraw one
    ("accounts", "change_user"),  # suspend somebody; address, password and rights are a superuser's (PersonAdmin)
    ("mfa", "view_authenticator"),
    ("mfa", "delete_authenticator"),  # for who lost a phone
    ("usersessions", "view_usersession"),
    ("usersessions", "delete_usersession"),
    ("mail", "delete_refusedaddress"),  # let mail to it be tried again
    ("gigs", "add_category"),
    ("gigs", "change_category"),
]


@transaction.atomic
def support_group() -> Group:
    """The group with exactly the permissions that support has in this version of Cairn. Safe to call again."""
    group, _ = Group.objects.get_or_create(name=GROUP)
    group.permissions.set([*_sights(), *_duties()])
    return group


def _sights():
    return Permission.objects.filter(content_type__app_label__in=LOOKED_AT, codename__startswith="view_")


def _duties():
    for app, codename in DUTIES:
        yield from Permission.objects.filter(content_type__app_label=app, codename=codename)


@transaction.atomic
def admit(user) -> None:
    """Make somebody a member of support. They still need a second factor before the desk opens."""
    user.groups.add(support_group())
    user.is_staff = True
    user.save(update_fields=["is_staff"])


@transaction.atomic
def dismiss(user) -> None:
    """Take somebody out of support."""
    user.groups.remove(*user.groups.filter(name=GROUP))
    user.is_staff = user.is_superuser
    user.save(update_fields=["is_staff"])
