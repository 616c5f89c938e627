"""Who is support: the group, what its members may see and do, and letting somebody in."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction

from marketplace.desk_lists import duties
from marketplace.desk_names import names

GROUP = "Support"


@transaction.atomic
def support_group() -> Group:
    """The group with exactly the permissions that support has in this version of Cairn. Safe to call again."""
    group, _ = Group.objects.get_or_create(name=GROUP)
    group.permissions.set([*_sights(), *_duties()])
    return group


def _sights():
    """Every row of the apps whose lists the desk has, but of those that are guarded."""
    apps = {label.partition(".")[0] for label, one in names().items() if not one.guarded}
    return Permission.objects.filter(content_type__app_label__in=apps, codename__startswith="view_")


def _duties():
    for permission in duties:
        app, _, codename = permission.partition(".")
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
